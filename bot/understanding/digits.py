"""The pieces of one numeral: figures, Chinese digits, 十 百 千 万, a spoken point; low and high run in parallel.

A `Pieces` walks over one numeral and keeps what was closed so far; `numerals` drives it and adds ranges and vagueness.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.patterns import late

Number = int | Decimal
Bounds = tuple[Number, Number, Number]  # value, low, high

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000}
LARGE = {"万": 10_000, "w": 10_000, "亿": 100_000_000}

# Counting words after which a bare last digit starts a numeral of its own: 两万三个平台 is 两万 and 三个平台.
COUNTERS = "个家天年期次笔号月周岁口人张位通点条日礼星台网小平份分"

_ARABIC = late(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9](?=[万wk千])")
_COUNTED = frozenset("家个天十百千万块月年期笔条次")
_HAN_RUN = late("[零一二两三四五六七八九俩仨幺]+")
_POINT = late("点([零一二三四五六七八九]{1,4}|[0-9]{1,4})(?![0-9零一二三四五六七八九十分刻钟半])")
_CLOCK_BEFORE = late("(?:早上?|晚上?|上午|下午|中午|凌晨|半夜|夜里|今晚|昨晚|明早)[0-9零一二两三四五六七八九十]{0,3}$")


def whole(number: Number) -> Number:
    """The same number without a useless fraction."""
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def times(number: Number, factor: int) -> Number:
    """A product, whole where it can be."""
    return whole(number * factor)


def arabic(digits: str) -> Number:
    """A figure as typed: thousands commas out, a decimal point kept exactly; absurd lengths are cut."""
    digits = digits.replace(",", "")[:30]
    return whole(Decimal(digits)) if "." in digits else int(digits)


class Pieces:
    """One pass over one numeral; low and high run in parallel."""

    __slots__ = ("arabic", "cur", "high", "i", "low", "mid", "places", "sec", "sized", "text", "total", "unit", "zero")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.i = start
        self.total: tuple[Number, Number] = (0, 0)
        self.sec: tuple[Number, Number] = (0, 0)
        self.cur: tuple[Number, Number] | None = None
        self.unit = 0
        self.sized = False
        self.zero = False
        self.arabic = False
        self.places = 0
        self.mid: Number | None = None
        self.low: Number = 0
        self.high: Number = 0

    def figures(self) -> bool:
        """One piece in figures."""
        hit = _ARABIC.match(self.text, self.i)
        if hit is None or self.cur is not None:
            return False
        got = hit.group()
        if self.unit and ("," in got or "." in got):
            return False
        number = arabic(got)
        if self.unit >= 100 and not self.zero and len(got) > 1 and number >= self.unit:
            return False
        self.cur = (number, number)
        self.places = 0 if "." in got or "," in got else len(got)
        self.arabic = True
        self.i = hit.end()
        return True

    def han(self) -> bool:
        """One piece in Chinese digits: a digit, two neighbours as a range, or a row of digits."""
        hit = _HAN_RUN.match(self.text, self.i)
        if hit is None or self.cur is not None:
            return False
        row = hit.group()
        end = hit.end()
        if row[0] == "零" and len(row) > 1 and self.unit:
            self.zero, row = True, row.lstrip("零") or "零"
        following = self.text[end : end + 1]
        if len(row) == 1:
            self.cur = (DIGITS[row], DIGITS[row])
        elif len(row) == 2 and _neighbours(row):
            self.cur = (DIGITS[row[0]], DIGITS[row[1]])
        elif len(row) == 3 and following and following in _COUNTED and _neighbours(row[:2]) and _neighbours(row[1:]):
            self.cur = (DIGITS[row[0]], DIGITS[row[2]])  # 五六七家, 七八九千
        elif self.unit and not self.zero:
            # 一万五三个平台: the first digit is the tail, the rest belongs to what follows
            self.cur = (DIGITS[row[0]], DIGITS[row[0]])
            end = hit.start() + 1
        elif len(row) == 2 and following and following in "十百千万" and row[0] != "零":
            return False
        else:
            number = int("".join(str(DIGITS[c]) for c in row[:20]))
            self.cur = (number, number)
            self.places = len(row)
        self.i = end
        return True

    def point(self) -> None:
        """一点五万, 三点六: a spoken decimal point."""
        if self.cur is None or self.cur[0] != self.cur[1] or self.cur[0] > 999:
            return
        hit = _POINT.match(self.text, self.i)
        if hit is None or _CLOCK_BEFORE.search(self.text[max(0, self.i - 6) : self.i]):
            return
        tail = "".join(str(DIGITS.get(c, c)) for c in hit.group(1))
        number = whole(Decimal(f"{self.cur[0]}.{tail}"))
        self.cur = (number, number)
        self.places = 0
        self.i = hit.end()

    def small(self, size: int) -> bool:
        """十 百 千: closes a digit into the section."""
        cur = self.cur
        if cur is None:
            if size == 10 or (not self.unit and re.match("[来把多余十八儿几]", self.text[self.i + 1 : self.i + 2])):
                cur = (1, 1)
            else:
                return False
        self.sec = (self.sec[0] + times(cur[0], size), self.sec[1] + times(cur[1], size))
        self.cur, self.unit, self.sized, self.zero = None, size, True, False
        self.i += 1
        return True

    def large(self, size: int) -> bool:
        """万 亿: closes the section."""
        cur = self.cur or (0, 0)
        section = (self.sec[0] + cur[0], self.sec[1] + cur[1])
        if section == (0, 0):
            if self.unit or not re.match("[来把多余儿八出]", self.text[self.i + 1 : self.i + 2]):
                return False
            section = (1, 1)
        if size == 10_000 and self.total[1] and self.unit == 10_000:
            return False
        low, high = times(section[0], size), times(section[1], size)
        if size > 10_000:
            self.total = (times(self.total[0], size) + low, times(self.total[1], size) + high)
        else:
            self.total = (self.total[0] + low, self.total[1] + high)
        self.sec, self.cur, self.unit, self.sized, self.zero = (0, 0), None, size, True, False
        self.i += 1
        return True

    def few(self) -> bool:
        """几, 好几, 大几, 数: an unsaid digit."""
        if self.cur is not None:
            return False
        text, i = self.text, self.i
        if text.startswith(("好几", "大几", "小几"), i):
            self.cur = {"好": (3, 9), "大": (6, 9), "小": (2, 4)}[text[i]]
            self.i += 2
        elif text[i] == "几":
            self.cur = (1, 9) if self.unit else (2, 9)
            self.i += 1
        elif text[i] == "数" and text[i + 1 : i + 2] in ("十", "百", "千", "万", "月", "日", "天"):
            self.cur = (2, 9)
            self.i += 1
        else:
            return False
        return True


def _neighbours(row: str) -> bool:
    a, b = DIGITS[row[0]], DIGITS[row[1]]
    return row[0] != "零" and (b - a == 1 or (a, b) in ((3, 5), (1, 3)))


def close_tail(scan: Pieces) -> None:
    """The last bare digit after 百 千 万 is one unit lower, unless 零 was said or it belongs to a counting word."""
    cur = scan.cur
    if cur is None:
        return
    scan.cur = None
    if not scan.unit:
        scan.sec = (scan.sec[0] + cur[0], scan.sec[1] + cur[1])
        scan.unit = 1
        return
    single = cur[1] < 10 and isinstance(cur[0], int)
    if single and scan.unit >= 100 and not scan.zero:
        scan.unit //= 10
        scan.sec = (scan.sec[0] + times(cur[0], scan.unit), scan.sec[1] + times(cur[1], scan.unit))
    else:
        scan.sec = (scan.sec[0] + cur[0], scan.sec[1] + cur[1])
        scan.unit = 1


def stuck_tail(scan: Pieces, start: int) -> bool:
    """True when the pending digit belongs to the counting word that follows (两万三个平台, 一万六个月)."""
    return (
        scan.cur is not None
        and scan.unit >= 100
        and not scan.zero
        and scan.text[scan.i : scan.i + 1] in tuple(COUNTERS)
        and not scan.text.startswith(("分期", "小时前"), scan.i)
        and not re.match("分(?:了|成)?[0-9一二三四五六七八九十两]+个?[期月]", scan.text[scan.i : scan.i + 8])
        and scan.i > start
    )
