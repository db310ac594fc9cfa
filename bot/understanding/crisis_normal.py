"""Undoes what people do to the characters of a text: full width, traditional forms, invisible marks, split words.

A `View` is a changed copy of a text that still knows where every character came from, so that spans always count
characters of the text as the person typed it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.crisis_rules import compiled
from bot.understanding.patterns import late
from bot.understanding.readings import Span
from bot.understanding.traditional import SIMPLIFIED, TRADITIONAL

HARD = "，。！？；：、,!?;:\n"  # ends a clause in ordinary writing
_HAN = "一-鿿"
BLANK = "□"  # stands where a benign frame was taken out

_TRADITIONAL = (
    "殺殁歿樓體繩絞槍炸彈藥農滅燒臟絕遺書遠債網貸還錢媽爸爺奶這裡裏邊鐵軌橋頂臺颱護欄窗陽腦門關門點燃氣氧從"
    "沒無嗎們個說請謝對單雙讓開閉靜夢遊離別見後來結束斷尋討厭惡負擔拖連纍累乾幹脆準備買賣發現實應該會過當時間"
    "東車撞衝沖塗盡儘憑將為與興願聽話電視聲難醫療傷療養產業險賠償禮託寫給誰孫兒歲歸隨陪帶劃畫鋸剎終於絕歡樂覺"
    "記憶認識誤錯經歷勁義隻只條輕鬆壓緊強幾億萬壞醜聯繫騙擾親戚緣線麼甚麽瞭參雲嚇驚險煩惱瘋癲煉癱瘓廢淚淹溺沈墜"
    "冇唔咗嘅係喺佢嚟"
)
_SIMPLIFIED = (
    "杀殁殁楼体绳绞枪炸弹药农灭烧脏绝遗书远债网贷还钱妈爸爷奶这里里边铁轨桥顶台台护栏窗阳脑门关门点燃气氧从"
    "没无吗们个说请谢对单双让开闭静梦游离别见后来结束断寻讨厌恶负担拖连累累干干脆准备买卖发现实应该会过当时间"
    "东车撞冲冲涂尽尽凭将为与兴愿听话电视声难医疗伤疗养产业险赔偿礼托写给谁孙儿岁归随陪带划画锯刹终于绝欢乐觉"
    "记忆认识误错经历劲义只只条轻松压紧强几亿万坏丑联系骗扰亲戚缘线么什么了参云吓惊险烦恼疯癫炼瘫痪废泪淹溺沉坠"
    "没不了的是在他来"
)
assert len(_TRADITIONAL) == len(_SIMPLIFIED)
_FOLD: dict[str, str] = {
    **dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)),
    **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
}
_FOLD.update(
    {"亖": "死", "葯": "药", "佸": "活", "攞": "拿", "畀": "给", "俾": "给", "哋": "们", "瞓": "睡", "屍": "死", "卟": "不", "卜": "不", "吥": "不", "钚": "不", "菿": "到", "莪": "我", "硪": "我",
     "沵": "你", "迗": "天", "湉": "活", "萿": "活", "姠": "想", "緗": "想", "迉": "死", "刹": "杀", "閷": "杀",
     "\u3000": " ", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "…": "…", "—": "—",
     "．": ".", "﹒": ".", "？": "?", "！": "!"}
)  # fmt: skip
del _FOLD["？"], _FOLD["！"]
_FOLD.update({"?": "？", "!": "！", ",": "，", ";": "；", ":": "：", "﹐": "，", "､": "，", "｡": "。"})
_PLAIN = late("[\u4e00-\u9fff0-9a-z，。！？；：、.\n ]*")


class View(NamedTuple):
    """A text as the detectors see it; character `i` came from `starts[i]:stops[i]` of the original."""

    text: str
    starts: Sequence[int]
    stops: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The place in the original of `text[start:end]`; an empty piece has an empty place."""
        if start >= end:
            return (0, 0)
        return (self.starts[start], self.stops[end - 1])


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """One character in plain form: half width, lower case, simplified, accents and invisible marks gone."""
    if char in _FOLD:
        return _FOLD[char]
    if "\u4e00" <= char <= "\u9fff":
        return char
    out = []
    for piece in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(piece)
        if category in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"} and piece != "\n":
            continue
        low = piece.lower()
        out.append(_FOLD.get(low, low))
    return "".join(out)


def fold(text: str) -> View:
    """The text character by character in plain form; nothing is joined or guessed yet."""
    if _PLAIN.fullmatch(text) and _FOLD.keys().isdisjoint(text):
        return View(text, range(len(text)), range(1, len(text) + 1))
    plain = {char: _fold_char(char) for char in set(text)}
    same_length = _exchanged(text, {char: word for char, word in plain.items() if len(word) == 1 and word != char})
    view = View(same_length, range(len(text)), range(1, len(text) + 1))
    longer = {char for char, word in plain.items() if len(word) != 1}
    return (
        exchange(view, [(at, at + 1, plain[char]) for at, char in enumerate(text) if char in longer])
        if longer
        else view
    )


def _exchanged(text: str, words: dict[str, str]) -> str:
    """Characters for characters; few of them are replaced one after the other, which is faster than looking up each of a text."""
    if len(words) > FEW or not words.keys().isdisjoint(words.values()):
        return text.translate({ord(char): word for char, word in words.items()})
    for char, word in words.items():
        text = text.replace(char, word)
    return text


FEW = 16


def exchange(view: View, edits: list[tuple[int, int, str]]) -> View:
    """The view with pieces exchanged; every new character points at the whole piece that it replaced."""
    if not edits:
        return view
    chars: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    at = 0
    for start, end, word in edits:
        chars.append(view.text[at:start])
        starts.extend(view.starts[at:start])
        stops.extend(view.stops[at:start])
        chars.append(word)
        starts.extend([view.starts[start]] * len(word))
        stops.extend([view.stops[end - 1]] * len(word))
        at = end
    chars.append(view.text[at:])
    starts.extend(view.starts[at:])
    stops.extend(view.stops[at:])
    return View("".join(chars), starts, stops)


_SOFT = f"[^{_HAN}0-9a-z{HARD}{BLANK}]+"
_SINGLES = f"(?<![{_HAN}])[{_HAN}](?:[^{_HAN}0-9a-z]{{1,4}}[{_HAN}](?![{_HAN}]))+"
_ANY = f"[^{_HAN}0-9a-z]{{1,4}}"
_SPLIT_WORDS = frozenset(str.split("自杀 轻生 跳楼 割腕 上吊 烧炭 遗书 遗言 安眠 寻死 跳河 跳江 跳海 跳桥 绝笔"))
_PAIRS = f"(?<=[{''.join(sorted({word[0] for word in _SPLIT_WORDS}))}]){_ANY}(?=[{''.join(sorted({word[1] for word in _SPLIT_WORDS}))}])"
_NOT_WORD = f"[^{_HAN}0-9a-z]+"


def squeeze(view: View) -> View | None:
    """The view with split words joined again, or nothing when nothing was split."""
    cuts: list[tuple[int, int, str]] = []
    for run in compiled(_SINGLES).finditer(view.text):
        cuts.extend(
            (run.start() + m.start(), run.start() + m.end(), "") for m in compiled(_NOT_WORD).finditer(run.group())
        )
    for gap in compiled(_PAIRS).finditer(view.text):
        if view.text[gap.start() - 1] + view.text[gap.end()] in _SPLIT_WORDS:
            cuts.append((gap.start(), gap.end(), ""))
    cuts.extend((m.start(), m.end(), "") for m in compiled(_SOFT).finditer(view.text))
    if not cuts:
        return None
    cuts.sort(key=lambda cut: (cut[0], -cut[1]))
    edits: list[tuple[int, int, str]] = []
    for cut in cuts:
        if not edits or cut[0] >= edits[-1][1]:
            edits.append(cut)
    return exchange(view, edits)
