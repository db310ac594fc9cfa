"""Which of the named lenders are still owed: denied, settled and withdrawn ones are marked."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.patterns import late


class Name(NamedTuple):
    """One mention: the lender ("" with two or more `rivals` when the brand alone was said), its place, how it was found."""

    lender: str
    start: int
    end: int
    by: str
    rivals: tuple[str, ...] = ()
    live: bool = True  # neither denied nor settled


_END = "。;!?\n"
_SETTLED = late(
    "(?:(?:已经|早就?|都|全|刚|上个?月|去年就?|之前|早已|基本|前几天|前天|昨天|也|的|钱|是|我|那边|那个|倒是|这边|部|提前|1?[0-9]月份?|[1-9一二两三四五六七八九几](?:个月|年|天|周)前|十?[一二三四五六七八九十]月份?|上周)*)"
    "(?:还清|结清|还完|还光|还干净|还掉了|还上了|还了(?=$| )|清了|清掉|清账|清零|注销|关闭|关了|不欠|没欠|倒?(?:是)?没有?(?:欠|用|借|开通|开|贷)|一次(?:也|都)?没(?:用|借|开)|平了|了结|不用管|处理完|搞定|结了|没了$)"
)
_DENIED = late(
    "(?:没有?(?:借过?|用过?|开过?|开通|欠|碰过?|在|下过?|贷过?|逾期)?|不是|并非|不包括|不算|从没?(?:借|用)过|(?:没|不)(?:欠|借|用)(?:过)?)(?:什么|的|了|任何|过)?$"
)
_SETTLED_BEFORE = late("(?:还清|结清|还完|还掉|还上|清掉|清)(?:了|掉)+$|(?:刚|已经|先)把$")
_OF_ANOTHER = late(
    "(?:那|这)?(?:一?笔|个|家)?(?:的)?(?:贷款|钱|账)?(?:是|归|算)(?:我)?(?:[爸妈哥姐弟妹]{1,2}|老公|老婆|媳妇|对象|朋友|同事|亲戚|前夫|前妻|他|她|别人)(?:的|借的|用的|欠的)(?!名字|名义|手机|身份)(?=[,。; ]|$)"
)
_CORRECTS = late("不对|说错|打错|写错|错了|应该是|更正|口误|记错")
_ONLY_PRAISED = late(
    "(?:很|挺|比较)?(?:好借|好下|靠谱|利息低|额度高|容易下)[, ]*(?:但是?|可是?|不过)?我(?:也|又|一直)?没(?:去)?(?:借|用|下|碰|敢)"
)
_AND = late("[、,和跟与及 /+&]|还有|以及|都|加上|或者?|再加")


def with_fate(text: str, names: list[Name]) -> list[Name]:
    """Marks the names that are denied or settled; a list before 都还清了 is settled together."""
    out: list[Name] = []
    dead_next = False
    for k in range(len(names) - 1, -1, -1):
        name = names[k]
        until = names[k + 1].start if k + 1 < len(names) else len(text)
        gap = text[name.end : until].lstrip(" ")
        dead = False
        together = k + 1 >= len(names) or not _stands_apart(text, names, k)
        if (
            together
            and k + 1 < len(names)
            and dead_next
            and names[k + 1].lender != name.lender
            and not _AND.sub("", gap)
        ):
            dead = True
        else:
            clause = re.split("[,。;!?\n]", gap, maxsplit=1)
            dead = (
                bool(_ONLY_PRAISED.match(gap))
                or bool(_OF_ANOTHER.match(gap))
                or _settled_after(clause[0])
                or (
                    clause[0].strip() in ("", "的", "app")
                    and len(clause) > 1
                    and bool(
                        re.match(
                            "(?:这个|那个|它|这两个|那两个)?(?:已经|早就?|都|全)(?:还清|结清|还完|不欠|还了(?=$|[,。 ])|还掉|还上了)",
                            clause[1],
                        )
                    )
                )
            )
        before = text[names[k - 1].end if k else 0 : name.start]
        if dead and re.search("除了?$", before):
            dead = False
        if not dead and _denied_before(before, gap + text[until : until + 1]):
            dead = True
        dead_next = dead and not gap.startswith("倒")  # 花呗用的, 借呗倒没用过
        out.append(name if not dead else Name(name.lender, name.start, name.end, name.by, name.rivals, False))
    out.reverse()
    gone = {name.lender: name.start for name in out if not name.live}
    out = [
        Name(n.lender, n.start, n.end, n.by, n.rivals, False) if n.live and gone.get(n.lender, -1) > n.start else n
        for n in out
    ]
    return _denied_lists(text, out)


_BOTH = late("都|全|俩|两|仨|三[个家]|这些|那些|统统|一起")


def _stands_apart(text: str, names: list[Name], k: int) -> bool:
    """拍拍贷跟你我贷 捷信早清了: two that are joined by a word, then one behind a pause whose fate is its own."""
    pause = text[names[k].end : names[k + 1].start]
    if "," in pause and not pause.strip(" ,") and _ITS_OWN.match(text, names[k + 1].end):
        return True  # 借呗, 花呗我早就还清了
    if (
        not k
        or text[names[k].end : names[k + 1].start].strip(" ,")
        or not _JOINED.fullmatch(text[names[k - 1].end : names[k].start])
    ):
        return False
    until = names[k + 2].start if k + 2 < len(names) else len(text)
    return not _BOTH.search(re.split("[。;!?\n]", text[names[k + 1].end : until])[0][:8])


_ITS_OWN = late("(?:我|那个|这个|那边|倒是?)(?!们|和)(?:已经|早就?|去年|上个?月|前几天)?(?!都|全)")
_JOINED = late(" ?(?:和|跟|与|及|还有|、) ?")


def _settled_after(gap: str) -> bool:
    hit = _SETTLED.match(gap.strip(" ")) or re.search(
        "(?:已经|早就?|都|全部?|刚|提前)(?:给|帮我|是)?(?:还清|结清|还完|注销|不欠)|(?<![没不未])(?:还清了|结清了|还完了|还掉了)(?!后)",
        gap,
    )
    if hit is None:
        return False
    head = gap[: hit.end()]
    return not re.search(
        "(?:没|不|未|怎么|想|要|能|争取|打算|快|差点|才能|尽快|等|如果|要是)(?:有|能|把|法|办法|全部?)?(?:还清|结清|还完|还掉|清)",
        head,
    )


def _denied_before(before: str, after: str) -> bool:
    tail = re.split("[,。;!?\n]", before)[-1]
    if tail.endswith(("没有", "没")) and not tail.endswith("有没有") and re.match("之?外|以外", after):
        return False
    if re.search("(?:是不是|有没有|会不会|不是只有?|不光是?|不仅是?|不止|没还|还没|没有还)$", tail):
        return False
    hit = _DENIED.search(tail)
    if hit:
        return True
    if re.search("(?:之前|以前|原来|早先)(?:是|用|借)过?(?:的)?$", tail) and re.search("现在|如今|目前", after):
        return True
    if _SETTLED_BEFORE.search(tail):
        return not (tail.endswith("把") and not re.match(".{0,4}(?:还清|结清|还完|还了|还上|清了|注销)", after))
    return (
        bool(re.search("除了$|除$", tail))
        and bool(re.match("[^,]{0,6}(?:,)?(?:其他|其它|别的|都|全)(?!.{0,3}(?:(?:还|结)[清完]|[结清还平]了))", after))
        and "还有" not in after[:6]
    )


def _denied_lists(text: str, names: list[Name]) -> list[Name]:
    """没有借呗和花呗 denies both; a correction (不对, 是借呗) withdraws what stood before it."""
    out = list(names)
    for k in range(1, len(out)):
        gap = text[out[k - 1].end : out[k].start]
        if not out[k - 1].live and out[k].live and gap in ("和", "跟", "、", "与", "或者", "或", "还有", "也没有"):
            prior = re.split("[,。;!?\n]", text[: out[k - 1].start])[-1]
            if _DENIED.search(prior) or gap == "也没有":
                out[k] = Name(out[k].lender, out[k].start, out[k].end, out[k].by, out[k].rivals, False)
        if _CORRECTS.search(gap) and "不对劲" not in gap:
            for j in range(k):
                out[j] = Name(out[j].lender, out[j].start, out[j].end, out[j].by, out[j].rivals, False)
    return out
