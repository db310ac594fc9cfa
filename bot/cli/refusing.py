"""A store that cannot be opened, told to who reads it: a borrower what to do now, an operator why and the remedy.

The reason in detail is English, the operator's: at the terminal of the operators' commands, and in the log.
"""

from __future__ import annotations

from bot import safe
from bot.cli.again import again
from bot.cli.main import SECOND_PROCESS, STORE_REFUSED, Stop, say

PRIVATE = "想先聊、不保存，输入："

LOCKED = (
    "稳住已经在另一个窗口里开着了。回到那个窗口接着聊；找不到就把它关掉，再开一次。",
    "心里难受，可以打 12356（心理援助）；有生命危险拨 110 或 120。",
)
"""Another window has the conversation; nothing is broken."""

WHY: dict[str, tuple[str, str]] = {
    # kind of error: what a borrower reads, and what an operator does
    "StoreLocked": ("", "已经有一个稳住在用这个数据文件夹。先关掉那一个。"),
    "StoreMissing": (
        "以前存的记录找不到了，别的我没有动。",
        "数据文件不见了：看看 data_dir、硬盘有没有挂上，或从备份放回来。",
    ),
    "StoreDamaged": ("存的记录坏了，我没有动它。有备份就放回来。", "数据文件坏了：停着别动，从备份放回来。"),
    "StoreForeign": ("记录那里放着别的程序的文件，我没有动它。", "那不是稳住的数据文件：看看 data_dir 写对没有。"),
    "StoreTooNew": ("记录是更新的版本写的，请换成新版本的稳住再开。", "数据是更新的版本写的：换成那个版本或更新的。"),
    "Unusable": (
        "存记录的地方打不开或写不进，别的我没有动。",
        "数据文件夹或钥匙文件打不开、写不进（磁盘、权限、路径）：照下面的英文改。",
    ),
    "KeyMissing": (
        "打开记录的钥匙找不到了，我没有动它。把原来那把放回去就能打开。",
        "主钥匙不见了：放回原处，或用 WENZHU_MASTER_KEY、privacy.master_key_file 指给它。",
    ),
    "UnsafePlace": (
        "存记录的地方不稳妥，别人也许看得到，所以我没有打开。",
        "文件夹或钥匙文件的位置、权限不稳妥：照下面的英文改。",
    ),
    "WrongKey": (
        "打开记录的钥匙对不上，我没有动它。换回原来那把钥匙就能打开。",
        "主钥匙不是原来那一把，或读不懂：换回原来那一把（WENZHU_MASTER_KEY 或 privacy.master_key_file）。",
    ),
}
OTHERWISE = ("存记录的地方现在用不了，别的我没有动。", "存储打不开：看下面的英文原因；磁盘、权限、路径。")


def told(error: Exception) -> tuple[str, ...]:
    """What a borrower reads: nothing is their fault, what can be done, and who listens meanwhile."""
    kind = type(error).__name__
    way = f"{PRIVATE}\n{again('--private')}"
    if kind == "StoreLocked":
        return (LOCKED[0], way, LOCKED[1])
    return (*safe.CLOSED, WHY.get(kind, OTHERWISE)[0], way)


def code_of(error: Exception) -> int:
    """The exit code of a refusal."""
    return SECOND_PROCESS if type(error).__name__ == "StoreLocked" else STORE_REFUSED


def refused(error: Exception) -> Stop:
    """What an operator reads: the remedy in Chinese, then the reason in English on a line of its own."""
    kind = type(error).__name__
    say(WHY.get(kind, OTHERWISE)[1], error=True)
    say(f"{kind}: {error}", error=True)
    return Stop(code_of(error))
