"""The last words that always work: no database, template, flow, network lookup or consent stands before them.

This module imports nothing, so that no fault of ours can take it down. Every failure path ends here,
because silence is the worst answer to a frightened person. `tests/runtime/test_safe.py` compares the
numbers with `flows/facts/hotlines.yaml`.
"""

from __future__ import annotations

HOTLINES: tuple[tuple[str, str], ...] = (
    ("110", "报警"),
    ("120", "急救"),
    ("12356", "全国统一心理援助热线"),
    ("400-161-9995", "希望24热线，民间公益，备用"),
    ("010-82951332", "北京市心理援助热线，备用"),
)
"""Number and what it is for, in the order in which they are to be tried."""

DANGER: tuple[str, ...] = (
    "谢谢你把这句话说出来。我这边出了故障，没法好好接着聊，但现在就有真人能帮你。",
    "已经受伤或吃了药：请现在拨 120。有危险、怕自己撑不住：拨 110，或把手机交给身边的人，请他拨。",
    "先离开那个地方，和手边会伤到你的东西隔开，到有人的地方去。",
    "想有人听你说：拨 12356（心理援助）。打不通就换 400-161-9995，或 010-82951332。",
    "我是程序，不能替你报警，也看不到你在哪里。先拨电话；过一会儿再发我一个字，我还在。",
)
"""Danger words were seen and no flow can answer them."""

CANNOT_SAVE: tuple[str, ...] = (
    "我这边出了点故障，现在没法保存，也接不上刚才的话。这不是你的问题，你没有做错什么。",
    "先缓一口气。在我恢复以前：不借新的钱，不转账给个人，不点链接，不报验证码。",
    "心里难受，可以打 12356（心理援助），打不通换 400-161-9995 或 010-82951332；有生命危险拨 110 或 120。",
    "过几分钟再发一句，我接着听。",
)
"""The message cannot be kept at this moment: disk full, database gone."""

CLOSED: tuple[str, ...] = (
    "存话的地方打不开，这一次没法接着上次聊。这不是你的问题，你没有做错什么。",
    *CANNOT_SAVE[1:3],
)
"""The store cannot be opened at all; what to do about it follows."""

DOWN: tuple[str, ...] = (
    "我这边出了故障，现在没法好好聊。这不是你的问题，你没有做错什么。",
    *CANNOT_SAVE[1:3],
    "过一会儿再来找我，我还在。",
)
"""There is nothing to talk with: no sound flows."""

STUMBLED: tuple[str, ...] = (
    "刚才那句我没处理好，是我这边的毛病，不是你说错了。前面说过的都还在。",
    "可以换个说法再说一遍，或者发「菜单」。不急。",
    "心里难受，可以打 12356（心理援助），打不通换 400-161-9995 或 010-82951332；有生命危险拨 110 或 120。",
)
"""A fault of ours in one turn; the session is as it was."""

NO_FILE: tuple[str, ...] = (
    "文件这次没做成，是我这边的毛病，不是你的问题。你说过的都还在。",
    "里面的字，上面都给你看过，可以先复制、截图用。过一会儿再要一次，选「纯文字」最容易成。",
)
"""A file that was promised cannot be made in any form; its words stand in the chat, for they are shown before they leave."""

TEXT_INSTEAD: tuple[str, ...] = (
    "你选的那种文件没做成，是我这边的毛病。先给你纯文字的，内容一样；想要原来那种，过一会儿再要一次。",
)
"""The file comes as plain text, because the form that was wanted cannot be made."""

SLOW: tuple[str, ...] = ("我一条一条看，回得会慢一点。你发的都收到了，不用重发。",)
"""Said once to somebody who writes faster than the limits; nothing is dropped."""

ERASING: tuple[str, ...] = ("记录和钥匙已经删掉，谁也读不出来了；硬盘上最后的痕迹几分钟内清完。",)
"""After a deletion whose traces in the database log are still being cleared."""


def words(*, danger: bool, saved: bool = True) -> tuple[str, ...]:
    """What to say now: danger comes before everything; `saved` says whether the message could be kept."""
    if danger:
        return DANGER
    return STUMBLED if saved else CANNOT_SAVE
