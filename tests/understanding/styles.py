"""Numbers written in every style that people use, for reading them back."""

from __future__ import annotations

from decimal import Decimal

HAN = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟萬")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def _section(number: int) -> str:
    """Up to 9999 in Chinese, with 零 for gaps."""
    out, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            out += ("零" if gap and out else "") + HAN[digit] + word
            gap = False
        else:
            gap = True
    return out


def han(number: int) -> str:
    """The full reading of 1 to 99,999,999: 一十二万零五百."""
    large, small = divmod(number, 10_000)
    out = _section(large) + "万" if large else ""
    if small:
        out += ("零" if large and small < 1000 else "") + _section(small)
    return out


def spoken(number: int) -> str | None:
    """The reading with a spoken tail (一万二, 两千五, 三百六), None where the number has none."""
    for size, word, lower in ((10_000, "万", 1000), (1000, "千", 100), (100, "百", 10)):
        head, tail = divmod(number, size)
        if 1 <= head <= 9 and tail and tail % lower == 0 and 1 <= tail // lower <= 9:
            return ("两" if head == 2 else HAN[head]) + word + HAN[tail // lower]
    return None


def styles(number: int) -> dict[str, str]:
    """Every way to write one amount; all of them mean exactly this number."""
    out = {
        "figures": str(number),
        "commas": f"{number:,}",
        "wide": str(number).translate(WIDE),
        "wide commas": f"{number:,}".translate(WIDE),
        "chinese": han(number),
        "two": han(number).replace("二千", "两千").replace("二万", "两万") if number < 100_000 else han(number),
        "formal": han(number).translate(FORMAL),
    }
    tail = spoken(number)
    if tail:
        out["spoken"] = tail
        if number >= 10_000:
            out["mixed"] = f"{number // 10_000}万{number % 10_000 // 1000}"
            out["w"] = f"{number // 10_000}w{number % 10_000 // 1000}"
    if number >= 10_000 and number % 100 == 0:
        tenths = format((Decimal(number) / 10_000).normalize(), "f")
        out |= {"万": f"{tenths}万", "w point": f"{tenths}w", "W point": f"{tenths}W"}
    if number >= 1000 and number % 100 == 0:
        out["k"] = f"{format((Decimal(number) / 1000).normalize(), 'f')}k"
    return out
