"""Every kind of problem by its code: one level, one sentence. Each has a sample in `tests/broken/<code>/`."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """Errors refuse an edition, warnings never do."""

    ERROR = "错误"
    WARNING = "提醒"


class Code(Struct, frozen=True):
    level: Level
    meaning: str


def _error(meaning: str) -> Code:
    return Code(Level.ERROR, meaning)


def _warning(meaning: str) -> Code:
    return Code(Level.WARNING, meaning)


CODES: dict[str, Code] = {
    # Files.
    "not-a-file": _error("这里要放普通文件，不能是链接、管道或文件夹。"),
    "unreadable": _error("文件打不开。"),
    "too-big": _error("文件太大、太深或太长。"),
    "bad-name": _error("文件名不合规矩，读不到。"),
    "missing-file": _error("少了必须有的文件。"),
    "internal": _error("程序自己出了错，不是编辑的错。"),
    # Characters and YAML.
    "not-utf8": _error("文件不是 UTF-8 编码。"),
    "bad-character": _error("有看不见的字符、控制字符或改变文字方向的字符。"),
    "lookalike": _error("有和拉丁字母长得一样的外文字母。"),
    "tab": _error("用了制表符（Tab）。"),
    "full-width-colon": _error("冒号写成了全角。"),
    "syntax": _error("YAML 写法有错，读不下去。"),
    "alias": _error("用了锚点、别名或标签。"),
    "duplicate-key": _error("同一处写了两个同样的键。"),
    "not-a-mapping": _error("文件最外层要是一组「键: 值」。"),
    # Shapes.
    "unknown-key": _error("没有这个键。"),
    "missing-key": _error("缺少必须写的键。"),
    "wrong-shape": _error("这里要的形状不一样。"),
    "bad-value": _error("这个值不合要求。"),
    "bad-id": _error("名字只能用小写英文字母、数字、下划线，字母开头，最多 24 个字符。"),
    "clash": _error("同一个名字用了两次。"),
    "label-long": _warning("选项标签超过 10 个字。"),
    "label-too-long": _error("选项标签超过 20 个字。"),
    "many-options": _warning("选项超过 6 个。"),
    "bubble-long": _error("一个气泡超过 120 个字。"),
    "empty-text": _error("这里要写文字。"),
    "half-width": _warning("汉字后面的标点是半角的。"),
    "bad-pattern": _error("pattern 不是 RE2 能用的写法。"),
    # Expressions and templates.
    "bad-expression": _error("表达式写法有错。"),
    "not-allowed": _error("表达式或模板里用了不许用的写法。"),
    "unknown-function": _error("没有这个函数。"),
    "wrong-arguments": _error("函数的参数个数不对。"),
    "bad-template": _error("模板写法有错。"),
    "unknown-filter": _error("没有这个过滤器。"),
    "unknown-fact": _error("没有这条事实，或事实里没有这一项。"),
    # Literals.
    "literal-phone": _error("电话号码直接写在了文字里。"),
    "literal-percent": _error("百分比直接写在了文字里。"),
    "literal-url": _error("网址直接写在了文字里。"),
    # Facts.
    "fact-no-safe": _error("事实不能展示，又没有替代的说法。"),
    "fact-quoted": _error("只能转述的法条加了引号。"),
    "fact-hidden": _warning("文字里用的事实不能展示，会换成替代的说法。"),
    # Tables.
    "table-gap": _warning("表里中间缺了一个月。"),
    # Checks and proofs add theirs below.
    # Names.
    "unknown-flow": _error("没有这个流程。"),
    "unknown-step": _error("没有这个步骤。"),
    "unknown-slot": _error("没有这个槽、列表或字段。"),
    "unknown-option": _error("没有这个选项。"),
    "unknown-document": _error("没有这份话术或文书。"),
    "unknown-card": _error("没有这张卡片。"),
    "was-in-use": _error("旧名还在用，或写了两次。"),
    # Types and units.
    "type-mismatch": _error("两种不同的值放在了一起。"),
    "not-a-condition": _error("这里要能判断真假。"),
    "asks-derived": _error("算出来的槽不能拿来问，也不能直接记。"),
    # Ways.
    "dead-end": _error("步骤没有出路。"),
    "two-exits": _error("步骤同时写了 next 和 end。"),
    "missing-else": _error("next 没有 else。"),
    "rule-never": _error("next 里有永远轮不到的一条。"),
    "unreachable-flow": _warning("没有路走到这个流程。"),
    "unreachable-step": _warning("没有路走到这个步骤。"),
    "recursive-call": _error("流程绕回来又调用自己。"),
    "too-deep": _error("流程套流程，套得太深。"),
    "silent-loop": _error("一直转圈，不问人。"),
    "too-tangled": _error("流程互相 call 得太多。"),
    "maybe-unknown": _error("文字读了可能还不知道的槽，没有给说法。"),
    "unknown-not-named": _error("next 读了可能不知道的槽，没有写不知道时去哪里。"),
    # Questions.
    "two-questions": _warning("一次问了两件事。"),
    "no-example": _warning("要人自己写字的问题没有例子。"),
    "not-skippable": _error("这个问题不许跳过。"),
    "no-choices": _error("不记下来的问题没有选项。"),
    "bad-choice": _error("选项代表什么没有写对。"),
    "synonym-clash": _error("同一个说法属于两处。"),
    "swallows-word": _error("选项或插话盖住了随时能用的话。"),
    # Files.
    "bad-export": _error("交出去的页或文件给不了这样的对象或格式。"),
    # Danger.
    "danger-label": _error("选项或插话本身会触发危机。"),
    "danger-quieted": _error("编辑的词让核心危险词不响了。"),
    "danger-too-wide": _warning("编辑的危险词太宽，平常话也响。"),
    "danger-route": _error("危险没有走到危机流程。"),
    "crisis-debts": _error("危机流程里谈了债。"),
    "crisis-leak": _error("没有说“是”就离开了危机流程。"),
    "release-place": _error("release 写在了危机流程外面。"),
    "release-unsure": _error("不用说“是”也能解除危险锁。"),
    # Reminders.
    "reminder-no-yes": _error("提醒没有先问要不要。"),
    "lock-screen": _error("提醒一响，锁屏上就看得出是什么事。"),
    # Words.
    "promise-words": _error("承诺的话。"),
    "threat-words": _error("吓唬的话。"),
    "incitement-words": _error("教唆的话。"),
    "sales-words": _error("推销的话。"),
    "secret-words": _error("文字里要人发证件、卡号或验证码。"),
    "untrue-words": _error("过时或不对的说法。"),
    # Proofs.
    "guarantee-fails": _error("保证不成立。"),
}
