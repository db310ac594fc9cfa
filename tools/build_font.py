"""Make the font that PDF and pictures carry: the common Chinese range of Noto Sans CJK SC as TrueType outlines.

    apt-get install fonts-noto-cjk; pip install fonttools; python tools/build_font.py

GB 2312, the common half of Big5 and the signs that summaries use, about 9,700 characters. The outlines are converted from
cubic to quadratic curves (PDF libraries embed those as a subset) and the font is renamed, as the SIL Open Font License wants.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FOLDER = Path(__file__).parents[1] / "bot" / "reports" / "fonts"
NAME = "Wenzhu Sans"
FACE = "Noto Sans CJK SC"
MOST_OFF = 1.0  # units of a thousandth of the letter's height: how far a converted curve may lie from the drawn one
SIGNS = "·•…—–‑−×÷±≈≠≤≥°‰€£¥￥©®™←↑→↓⇒■□▲△▼●○◎◆◇★☆✓✔✗✘☐☑☒※〔〕［］【】「」『』《》〈〉“”‘’、。，；：？！（）～＝＋－＠＃％＆＊／＼｜＜＞＿０１２３４５６７８９\u3000\u00a0"


def characters() -> set[int]:
    """What the font covers, as far as its source does."""
    found = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, SIGNS)}
    for codec, heads in (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA1, 0xC7))):
        for head in heads:
            for tail in range(0x40, 0xFF):
                try:
                    found.add(ord(bytes([head, tail]).decode(codec)))
                except UnicodeDecodeError:
                    continue
    return {c for c in found if not 0xE000 <= c <= 0xF8FF}


def face() -> TTFont:
    """The simplified Chinese face of the collection."""
    for number in range(20):
        font = TTFont(SOURCE, fontNumber=number)
        if font["name"].getDebugName(1) == FACE:
            return font
    raise SystemExit(f"{SOURCE} has no face {FACE}")


def main() -> None:
    """Write the font."""
    source = face()
    mapping = source.getBestCmap()
    cmap = {code: mapping[code] for code in sorted(characters()) if code in mapping}
    order = [".notdef", *dict.fromkeys(cmap.values())]
    drawn, outlines, widths = source.getGlyphSet(), {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, MOST_OFF, reverse_direction=True))
        outlines[name] = pen.glyph()
        widths[name] = drawn[name].width
    short = {name: f"g{number}" if number else ".notdef" for number, name in enumerate(order)}
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder([short[name] for name in order])
    builder.setupCharacterMap({code: short[name] for code, name in cmap.items()})
    builder.setupGlyf({short[name]: glyph for name, glyph in outlines.items()})
    glyf = builder.font["glyf"]
    builder.setupHorizontalMetrics({short[n]: (widths[n], getattr(glyf[short[n]], "xMin", 0)) for n in order})
    hhea = source["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable(
        {
            "copyright": source["name"].getDebugName(0),
            "familyName": NAME,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{NAME} Regular, from {FACE} {source['name'].getDebugName(5)}",
            "fullName": NAME,
            "version": source["name"].getDebugName(5),
            "psName": NAME.replace(" ", ""),
            "licenseDescription": source["name"].getDebugName(13),
            "licenseInfoURL": source["name"].getDebugName(14),
        }
    )
    old = source["OS/2"]
    builder.setupOS2(
        sTypoAscender=old.sTypoAscender,
        sTypoDescender=old.sTypoDescender,
        usWinAscent=old.usWinAscent,
        usWinDescent=old.usWinDescent,
        sxHeight=old.sxHeight,
        sCapHeight=old.sCapHeight,
        usWeightClass=400,
        fsType=0,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.setupHead(unitsPerEm=source["head"].unitsPerEm, created=0, modified=0)
    builder.font.recalcTimestamp = False
    FOLDER.mkdir(parents=True, exist_ok=True)
    target = FOLDER / "WenzhuSans.ttf"
    builder.save(target)
    sys.stdout.write(f"{target}: {len(cmap)} characters, {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
