"""One written form for many: width, script, formal digits, invisible characters and spaces, with a map back to the original.

`plain(text)` is what every room reads; its spans are turned back with `Plain.span`. `normalise(text)` is what phrases are
compared on. Nothing is read beyond `READ` characters: of a longer text the head and the tail are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bot.understanding.patterns import late
from bot.understanding.readings import Span
from bot.understanding.traditional import SIMPLIFIED, TRADITIONAL

READ = 2000
HEAD = 1200

_TABLE: dict[int, str] = dict(zip(map(ord, TRADITIONAL), SIMPLIFIED, strict=True))
_TABLE.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_TABLE.update({ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_TABLE.update({0xFEE0 + ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_TABLE.update(
    {ord(a): b for a, b in zip("｡﹐﹑〜–—―−﹣∶“”‘’「」『』﹪〇◯", '。,、~-----:"""""""""%零零', strict=False)}
)

# Texts made only of these need no second look: the table changes them one for one.
_ODD = late("[^!-~一-鿿、。，；：！？（）％～“”…·￥０-９Ａ-Ｚａ-ｚ．－＋]")
_FORMAL = late(
    "[壹贰叁肆伍陆柒捌玖拾弍弎](?=[家个天月年期分厘号日周块元](?!嘴))|(?<=[分毛厘])[壹贰叁肆伍陆柒捌玖](?![壹贰叁肆伍陆柒捌玖拾佰仟贰弍弎圆零一二三四五六七八九十百千万])|[壹贰叁肆伍陆柒捌玖拾佰仟贰弍弎圆零一二三四五六七八九十百千万]{2,}"
)
_FORMAL_CHAR = late("[壹贰叁肆伍陆柒捌玖拾佰仟弍弎]")
_FORMAL_TABLE = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟弍弎圆", "一二三四五六七八九十百千二三元")
_HAN = late("[一-鿿]")
_DIGITS = frozenset("0123456789")
_HAN_NUMERALS = frozenset("零一二两三四五六七八九十百千万半几俩仨好大")
_SPREAD = late("(?<=[一-鿿]) (?=[一-鿿])")
_COUNTED = late("[万千百天块元个期月年周号日多余左岁%人点分厘毛kw]|家(?![里人])")
_LISTED = late("[0-9.,]+[万千百kw]?[0-9]*(?:多|来|左右|块钱?|元|天|个月|家|期|号|日|年|周|%|个点)*")
_SINGLES = late(
    "(?<![0-9.] )(?<![0-9.])[0-9](?: [0-9])+(?![0-9.])(?= ?(?:[万千百天块元个期月周年号日家%kw]))"
)  # ２ ０ 天
_EDGES = " \t\n\r。.!?,;、~…"


class Plain(NamedTuple):
    """A normalised text; `places[i]` is where character i stands in the original, and one more for the end."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the original that the normalised characters start..end came from."""
        if start >= end:
            return (self.places[start], self.places[start])
        return (self.places[start], self.places[end - 1] + 1)


def plain(raw: str) -> Plain:
    """The form that is read, never longer than `READ` characters (plus the seam between head and tail)."""
    if len(raw) <= READ and not _ODD.search(raw) and "廿" not in raw and "卅" not in raw:
        text = raw.translate(_TABLE)
        return _unspelt(Plain(_formal(text), range(len(raw) + 1)))
    return _unspelt(_slow(raw))


_SOUTH = {
    "听日": "明天", "琴日": "昨天", "寻日": "昨天", "而家": "现在", "几耐": "多久", "同埋": "还有", "屋企": "家里", "返工": "上班",
    "成个月": "一个月", "达不溜": "w", "打不溜": "w", "打不流": "w", "点样": "怎样", "乜嘢": "什么", "边个": "哪个", "晓不得": "不晓得", "份工": "工作", "下昼": "下午", "上昼": "上午", "晏昼": "中午", "唔": "不", "冇": "没",
    "咗": "了", "嘅": "的", "佢": "他", "哋": "们", "啲": "些", "畀": "给", "俾": "给", "喺": "在", "嚟": "来", "攞": "拿", "揾": "找", "搵": "找", "仲话": "还说", "俺": "我", "崔收": "催收", "摧收": "催收", "崔款": "催款",
}  # fmt: skip
_SOUTHERN = late("|".join(sorted(_SOUTH, key=len, reverse=True)))


def _northern(text: str) -> str:
    """听日, 冇 and 俺 in the words of the north, character for character."""
    return _SOUTHERN.sub(lambda hit: _SOUTH[hit.group()], text) if _SOUTHERN.search(text) else text


_SYLLABLES = {
    "yuqi": "逾期", "shiye": "失业", "jixu": "继续", "tian": "天", "geyue": "个月", "yue": "月", "nian": "年", "wan": "万", "qian": "千",
    "kuai": "块", "jia": "家", "yi": "一", "er": "二", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八",
    "jiu": "九", "shi": "十", "liang": "两", "ji": "几",
}  # fmt: skip
_SPELT = late(
    "(?<![a-z])(?:(?:yuqi|shiye|jixu)(?![a-z])|(?<=[0-9一二两三四五六七八九十几半万千百])(?:tian|geyue|yue|nian|wan|qian|kuai|jia)(?![a-z])"
    "|wan(?=[0-9])|(?<=[0-9一二两三四五六七八九十几半万千百] )(?:tian|geyue|nian|wan|qian|kuai|jia)(?![a-z])|(?:yi|er|san|si|wu|liu|qi|ba|jiu|shi|liang|ji)(?=[家个万千百天月年期]))"
)


def _unspelt(made: Plain) -> Plain:
    """yuqi 12 tian in characters; each points at the whole syllable that it replaced."""
    if not _SPELT.search(made.text):
        return made
    out: list[str] = []
    places: list[int] = []
    at = 0
    for hit in _SPELT.finditer(made.text):
        out.append(made.text[at : hit.start()])
        places.extend(made.places[at : hit.start()])
        word = _SYLLABLES[hit.group()]
        if hit.group() == "shiye" and made.text.isascii():
            word = hit.group()  # meiyou shiye is read as a whole
        out.append(word)
        places.extend([made.places[hit.start()]] * (len(word) - 1) + [made.places[hit.end() - 1]])
        at = hit.end()
    out.append(made.text[at:])
    places.extend(made.places[at:])
    return Plain("".join(out), places)


def _formal(text: str) -> str:
    text = _northern(text)
    if not _FORMAL_CHAR.search(text):
        return text
    return _FORMAL.sub(lambda run: run.group().translate(_FORMAL_TABLE), text)


def _letters(raw: str) -> tuple[list[str], list[int]]:
    """Characters one by one, invisible ones dropped, compatibility forms unfolded, each with its place."""
    out: list[str] = []
    index: list[int] = []
    places = range(len(raw)) if len(raw) <= READ else [*range(HEAD), *range(len(raw) - (READ - HEAD), len(raw))]
    for i in places:
        char = raw[i]
        if char in "廿卅":
            out += "二十" if char == "廿" else "三十"
            index += (i, i)
            continue
        known = _TABLE.get(ord(char))
        if known is not None:
            out.append(known)
            index.append(i)
            continue
        if not ("!" <= char <= "~" or "一" <= char <= "鿿"):
            if char in "\n\r\u2028\u2029\x0b\x0c":
                char = "\n"
            elif char.isspace():
                char = " "
            else:
                kind = unicodedata.category(char)
                if kind in ("Cc", "Cf", "Mn", "Me"):
                    continue
                for piece in unicodedata.normalize("NFKC", char).lower().translate(_TABLE):
                    if unicodedata.category(piece) in ("Cc", "Cf", "Mn", "Me"):
                        continue
                    out.append(" " if piece.isspace() else piece)
                    index.append(i)
                continue
        out.append(char)
        index.append(i)
        if len(raw) > READ and i == HEAD - 1:
            out.append("\n")
            index.append(i)
    return out, index


def _parts(piece: str) -> bool:
    """A piece that says something by itself: more than a bare figure with its unit."""
    return len(piece) >= 2 and not _LISTED.fullmatch(piece)


def _breaks(letters: list[str], i: int) -> bool:
    """A space that stands for a comma: 差1200 工资25号才发, but neither 欠 1200 块 nor 微粒贷 12000."""
    first, last = i, i + 1
    while first > 0 and letters[first - 1] not in " \n":
        first -= 1
    while last < len(letters) and letters[last] not in " \n":
        last += 1
    before, after = "".join(letters[first:i]), "".join(letters[i + 1 : last])
    if not _parts(before) or not _parts(after):
        return False
    if before[-1] in _DIGITS and _COUNTED.match(after):
        return False
    return _is_han(before[-1]) or before[-1] in _DIGITS


def _is_han(char: str) -> bool:
    return "一" <= char <= "鿿"


def _slow(raw: str) -> Plain:
    letters, places = _letters(raw)
    joined = "".join(letters)
    spread = len(_SPREAD.findall(joined))
    drop_all = spread >= 2 and spread * 3 >= len(_HAN.findall(joined)) * 2  # 我 欠 两 万: spaced letter by letter
    breaks = not drop_all and " " in letters and len(letters) >= 12
    apart = {at for run in _SINGLES.finditer(joined) for at in range(*run.span())} if " " in joined else set()
    out: list[str] = []
    index: list[int] = []
    count = len(letters)
    for i, char in enumerate(letters):
        if char == " ":
            before = out[-1] if out else " "
            after = letters[i + 1] if i + 1 < count else " "
            if before in " \n" or after in " \n" or i in apart:
                continue
            if breaks and _breaks(letters, i):
                out.append(",")
                index.append(places[i])
                continue
            if drop_all and (_is_han(before) or _is_han(after)):
                continue
            if before in _DIGITS and _is_han(after) and after not in _HAN_NUMERALS:
                continue
            if before in _DIGITS and after in "万千百%":
                continue
            if after in _DIGITS and _is_han(before):
                continue
        out.append(char)
        index.append(places[i])
    index.append((places[-1] + 1) if places else 0)
    return Plain(_formal("".join(out)), index)


def normalise(text: str) -> str:
    """The form on which phrases are compared: plain, without spaces between characters, without punctuation at the ends."""
    form = plain(re.sub("(?<=[^!-~]) +| +(?=[^!-~])", "", text) if " " in text else text).text
    if " " in form:
        form = re.sub("(?<=[^!-~]) +| +(?=[^!-~])", "", form)
    return form.strip(_EDGES)
