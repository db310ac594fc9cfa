"""Every numeral of a text, Arabic, Chinese or mixed, with its spoken tail, its range and its vagueness.

一万二 is 12000, 两千五 is 2500, 1万5 is 15000; 三四千 is 3000 to 4000; 三十多 is 30 to 39; 十来 is 9 to 14. A numeral keeps
`low` and `high` (inclusive) beside its value. What belongs to a unit (块, 天, 家, 期) is not read here but in quantities.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.understanding.digits import DIGITS, LARGE, SMALL, Bounds, Number, Pieces, close_tail, stuck_tail, times, whole
from bot.understanding.patterns import late

_START = late(
    r"[0-9零一二两三四五六七八九十百千万半几俩仨幺]|(?:^|(?<=[ ¥约就欠有差共,]))\.(?=[0-9][万wk千])|数(?=[十百千万月日天])|[好大小](?=几)|上(?=[百千万][块元的了吧,。 ]|[百千万]$)"
)
# Words that begin with a numeral and are none.
_WORDS = late(
    "一(?:丢丢|丁点|咪咪|把(?=还|结|付|交|拿|清)|下|直|样|定|起|些|(?<!十一)点(?![零一二三四五六七八九])|旦|切|律|般|辈子|会儿?|次性|次(?=还|付|结清)|口气|边|面|向|再|致|共|概|时半会|时|心|股脑|方面|手|路|味|阵|块儿|堆|大堆)"
    "|(?<![0-9一二两三四五六七八九十百千几半])(?:万(?:一(?!千)|达|能|分|幸|不得已|事|岁)|千(?:万(?!块|元|债)|方百计|辛万苦)|百(?:度|般|分|姓|科|货|事)"
    "|十(?:分(?![零一二三四五六七八九之期])|足|字))|(?<=挂)零|七七(?=四十九)|九九(?=八十一)|第?三(?:方|观)|四(?:处|周|面)|五险一金|乱七八糟|七七八八|三天两头|一日三餐|双十一|双十二|六一八"
    "|十万八千里|(?<=个)二百五(?![十块元千万])|六神无主|三更半夜|大半夜|半夜|半路|半点|半句|半信半疑|两(?:边|头|难|口子|手)|零(?:钱|花|工|食|售|头)|幺蛾子|四川|九江|三亚|两会|大千"
    "|不管三七二十一|五一(?=[长劳节假后前那])|十一(?=[长国节假后前那])|二手|二维码|二次|三角|三折|千万别|第一时间|一天到晚|一五一十|数据|数额|数字|好[多在像心]"
)


class Numeral(NamedTuple):
    """One numeral; `unit` is the size of its last place, `arabic` says that it was typed in figures."""

    value: Number
    low: Number
    high: Number
    start: int
    end: int
    unit: int = 1
    arabic: bool = False
    sized: bool = False  # 十 百 千 万 w k is written in it
    places: int = 0  # digits of a plain figure, so that telephone numbers can be told
    below: bool = False

    @property
    def vague(self) -> bool:
        return self.low != self.high


_MORE = late(
    "多(?!少|谢|次|久)|余(?!额|下)|\\+(?![0-9])|来(?=[万千百个天块元家岁期周年号日w月星礼多人]|$|[,。.;!?、 左])"
)
_TENS = 10  # 十七八个w: more than tens are not counted in pieces of ten thousand
_HANDFUL = late("把(?=[万千块元个天]|$|[,。;!? ])")


def _one_numeral(text: str, start: int) -> Numeral | None:
    """The numeral that begins here, None where the character only looks like one."""
    if text[start] == "上":
        size = _size(text[start + 1])
        return Numeral(size, size, size * 5, start, start + 2, size, sized=True)
    scan = Pieces(text, start)
    more: Bounds | None = None
    while scan.i < len(text):
        before = scan.i
        widened = _more(scan)
        if widened is not None:
            more = widened[0]
            if not widened[1]:
                break
            continue
        if not _piece(scan, start):
            break
        if before > start and "0" <= text[before] <= "9" and stuck_tail(scan, start):
            scan.cur, scan.i = None, before
            break
    if scan.cur is None and not scan.unit:
        return None
    places = 0 if scan.unit else scan.places
    close_tail(scan)
    low, high = whole(scan.total[0] + scan.sec[0]), whole(scan.total[1] + scan.sec[1])
    value = _middle(low, high, text[start : scan.i])
    if more is not None:
        value, low, high = map(whole, more)
    return Numeral(value, low, high, start, scan.i, scan.unit or 1, scan.arabic, scan.sized, places)


def _piece(scan: Pieces, start: int) -> bool:
    """One more piece of the numeral; false where it ends."""
    text, char = scan.text, scan.text[scan.i]
    following = text[scan.i + 1 : scan.i + 2]
    if "0" <= char <= "9" or (char == "." and scan.i == start):
        ok = scan.figures()
        if ok:
            scan.point()
        return ok
    if char in DIGITS:
        return _han_piece(scan, start, char, following)
    if char in "几好大小数":
        return scan.few()
    if (char in "kw") and following.isascii() and following.isalpha():
        return False
    if char in SMALL:
        return scan.small(SMALL[char])
    if char in LARGE:
        return scan.large(LARGE[char])
    if char == "半" and scan.i == start:
        scan.cur = (Decimal("0.5"), Decimal("0.5"))
        scan.i += 1
        scan.unit = 1
        return False
    if (
        char == "个"
        and following == "半"
        and text[scan.i + 2 : scan.i + 3] in ("w", "万")
        and scan.cur
        and not scan.unit
    ):
        scan.cur = (scan.cur[0] + Decimal("0.5"), scan.cur[1] + Decimal("0.5"))  # 一个半w
        scan.i += 2
        return True
    if char == "个" and following in ("w", "万", "达") and following and (scan.cur or scan.unit) and scan.unit <= _TENS:
        scan.i += 1
        return True
    return False


def _han_piece(scan: Pieces, start: int, char: str, following: str) -> bool:
    if char == "零" and scan.unit and scan.cur is None:
        scan.zero = True
        if following.isdigit() or following == "几":  # 一百零几
            scan.i += 1
            return True
        if following not in DIGITS:
            return False
    tail_from = scan.i
    if not scan.han():
        return False
    scan.point()
    if stuck_tail(scan, start):
        scan.cur, scan.i = None, tail_from
        return False
    return True


def _more(scan: Pieces) -> tuple[Bounds, bool] | None:
    """多 余 + 来 把 after what was said so far: its bounds, and whether a larger unit follows (三十多万)."""
    text = scan.text
    if text[scan.i] not in "多余+来把" or (scan.cur is None and not scan.unit):
        return None
    handful = text[scan.i] == "把"
    if not (_HANDFUL if handful else _MORE).match(text, scan.i):
        return None
    more = _widen(scan, text[scan.i])
    scan.i += 1
    following = text[scan.i : scan.i + 1]
    if following and following in "万w千百":
        return _apply(scan, more, following), True
    return more, False


def _size(char: str) -> int:
    return LARGE.get(char) or SMALL[char]


def _widen(scan: Pieces, word: str) -> Bounds:
    """Value and bounds of what was said so far with 多/余/+, 来 or 把 after it; leaves the scan closed."""
    close_tail(scan)
    low = whole(scan.total[0] + scan.sec[0])
    top = whole(scan.total[1] + scan.sec[1])
    unit = scan.unit or 1
    if unit == 1:
        unit = _last_place(top)
    if word == "把":
        return low, whole(Decimal("0.9") * low), whole(Decimal("1.3") * top)
    if word == "来":
        return low, whole(low - Decimal(unit) / 10), whole(top + Decimal(unit) * 4 / 10)
    if top == unit == 10:
        return 12, 11, 19
    return low, low, whole(top + unit - 1) if unit > 1 else top


def _last_place(number: Number) -> int:
    if not isinstance(number, int) or number <= 0:
        return 1
    place = 1
    while number % (place * 10) == 0 and place < 10**8:
        place *= 10
    return place


def _apply(scan: Pieces, bounds: Bounds, char: str) -> Bounds:
    """三十多万: bounds first, then the larger unit. The top runs up to the next unit less one."""
    size = _size(char)
    value, low, high = bounds
    top = whole((high + 1) * size - 1) if high != low else times(high, size)
    scan.total, scan.sec, scan.cur = (times(low, size), top), (0, 0), None
    scan.unit, scan.sized = size, True
    scan.i += 1
    return times(value, size), times(low, size), top


def _middle(low: Number, high: Number, said: str) -> Number:
    """The one number that stands for a range: the middle of 几, the lower end of 三四千."""
    if low == high or ("几" not in said and "数" not in said):
        return low
    rounded = _rounded((low + high) / Decimal(2) if said[0] in "十好大" or low * 3 > high else Decimal(low) * 2)
    return rounded if low <= rounded <= high else whole((low + high) // 2)


def _rounded(number: Decimal) -> Number:
    place: int = 10 ** max(0, number.adjusted() - 1)
    return int(number / place) * place


def numerals(text: str) -> list[Numeral]:
    """All numerals of a normalised text, left to right, words like 一下 and 万一 left out."""
    if not _START.search(text):
        return []
    shown = _WORDS.sub(lambda hit: "\x00" * len(hit.group()), text)
    found: list[Numeral] = []
    i = 0
    while True:
        hit = _START.search(shown, i)
        if hit is None:
            return found
        start = hit.start()
        numeral = _one_numeral(shown, start)
        if numeral is None:
            i = start + 1
            continue
        found.append(numeral)
        i = max(numeral.end, start + 1)
