"""Numbers that tell who somebody is, never what is owed or how long: ages of children, months of a pregnancy, 二宝, 大三."""

from __future__ import annotations

from bot.understanding.patterns import late

_CHILD = late(
    "(?:孩子|娃|宝宝|宝贝|儿子|女儿|闺女|大宝|二宝|三宝|小宝|二胎)(?:才|刚|现在|都|也|已经|快|有|还|满|不到|差不多|大概|,)*$"
)
_EXPECTING = late("(?:怀孕|怀了|怀着|怀胎|孕期|身孕|孕|坐?月子)(?:都|已经|快|才|刚|了|有|差不多|大概|,)*$")
_OLD = late(
    "(?:多|来)?(?:大(?=$|[,。;!?了的吧呢啊就还没 ])|月?龄|的?身孕|的?孕(?=$|[,。了])|的(?:孩子|小孩|娃|宝宝|婴儿|奶娃))"
)
_RANKED = late("[宝胎娃妞]|年级")
_GRADE = late("(?:^|[^多几弟哥姐妹很好太最比越挺更])[大高老]$")
_COUNTS = late("[千百万块元家个笔天月年周期点多几]")


def is_age(text: str, start: int, end: int) -> bool:
    """孩子才两个月大, 怀孕七个月: a stretch that is somebody's age."""
    before = text[max(0, start - 10) : start]
    return bool(_OLD.match(text, end) or _EXPECTING.search(before) or _CHILD.search(before))


def is_rank(text: str, start: int, end: int) -> bool:
    """二宝, 老三, 大三, 高二, 五年级: a single figure that names a child or a class."""
    if end - start != 1 or text[start] not in "一二三四五六":
        return False
    return bool(
        _RANKED.match(text, end) or (_GRADE.search(text[max(0, start - 2) : start]) and not _COUNTS.match(text, end))
    )
