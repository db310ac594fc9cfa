"""A page as one HTML file: no script, nothing loaded from anywhere, readable on a phone, printable on A4.

Every text goes through one escaping door; the style sheet is constant and allowed by its hash alone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from typing import assert_never

from wcwidth import wcswidth

from bot.reports.drawing import Box, Letters, Sketch, draw
from bot.reports.page import (
    SILENT,
    Block,
    Chart,
    Heading,
    Items,
    Moment,
    Page,
    Para,
    Rule,
    Table,
    Words,
    moments,
    ticked,
)

CHART_WIDTH = 250.0  # small, so that its letters are as large as the others on a phone

NO_BREAK = "\u00a0"
_UNIT = re.compile(r"(?<=\d) (?=\w)|(?<=[年月]) (?=\d)")
"""Between a number and what it counts, and within a date: no line ends there."""

STYLE = """
:root{color-scheme:light;--ink:#26323a;--quiet:#5d6b74;--calm:#2f6f7c;--pale:#eef4f5;--line:#d5dfe2;--faint:#8b979e}
*{box-sizing:border-box}
body{margin:0 auto;max-width:42rem;padding:1.5rem 1.15rem 3rem;color:var(--ink);background:#fff;
font:1rem/1.75 "PingFang SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","HarmonyOS Sans SC","Microsoft YaHei",sans-serif;
overflow-wrap:anywhere;unicode-bidi:plaintext}
h1{font-size:1.5rem;line-height:1.35;margin:.2rem 0 1.1rem;color:var(--calm)}
h2{font-size:1.1rem;margin:1.9rem 0 .5rem;padding-left:.65rem;border-left:.25rem solid var(--calm);line-height:1.4}
h3,h4{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.45rem 0;white-space:pre-line}
.lead{background:var(--pale);border-radius:.6rem;padding:.8rem 1rem;font-size:1.12rem;font-weight:600}
.small{color:var(--quiet);font-size:.86rem}
ul,ol{margin:.45rem 0;padding-left:1.35rem}
li{margin:.2rem 0;white-space:pre-line}
li::marker{color:var(--calm)}
.boxes{list-style:none;padding-left:.2rem}
.wide{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.5}
th{text-align:left;font-weight:600;color:var(--quiet);border-bottom:2px solid var(--line);padding:.35rem .6rem .35rem 0;white-space:nowrap}
td{vertical-align:top;border-bottom:1px solid var(--line);padding:.4rem .6rem .4rem 0;min-width:3.4em}
td:first-child{min-width:4.6em}
th,td{overflow-wrap:break-word}
.right{text-align:right;white-space:nowrap}
.none{color:var(--faint)}
@media screen and (max-width:30rem){table{font-size:.82rem}th,td{padding-right:.35rem}.right{white-space:normal}}
.line{list-style:none;padding:0 0 0 1.1rem;margin:.6rem 0 .9rem .35rem;border-left:2px solid var(--line)}
.line li{position:relative;margin:0 0 .75rem}
.line li::before{content:"";position:absolute;left:-1.5rem;top:.5em;width:.68rem;height:.68rem;border-radius:50%;background:var(--calm);border:2px solid #fff}
.line time{display:block;color:var(--quiet);font-size:.86rem;line-height:1.5}
.line .more{display:block;font-size:.92rem;line-height:1.5}
figure{margin:1rem 0}
figcaption{color:var(--quiet);font-size:.92rem;margin-bottom:.4rem}
svg{width:100%;max-width:24rem;height:auto;display:block}
hr{border:0;border-top:1px solid var(--line);margin:1.4rem 0}
@media print{.sheet{border:0;margin:0;break-after:page}}
footer{margin-top:2.2rem;border-top:1px solid var(--line);padding-top:.7rem;color:var(--quiet);font-size:.86rem}
footer p{margin:.25rem 0}
@media print{body{max-width:none;padding:0;font-size:10.5pt;line-height:1.55}h2{margin-top:1.1rem;break-after:avoid}
table,figure,.lead,li{break-inside:avoid}.wide{overflow:visible}@page{size:A4;margin:16mm}}
.tight{font-size:.93rem;line-height:1.5}
.tight .line li{margin:0 0 .3rem}
@page side{size:A4;margin:10mm}
@media print{.tight{page:side;font-size:8.5pt;line-height:1.32}.tight h2{margin:.28rem 0 .1rem;font-size:10pt;line-height:1.2}.tight p,.tight li{margin:.1rem 0}
.tight ul{columns:2;column-gap:1.8rem}.tight ul,.tight ol{margin:.15rem 0}.tight .small{margin:0}.tight .line time,.tight .line .more{display:inline;margin-right:.6rem}.tight .line{margin:.2rem 0 .3rem .35rem}.tight .line li{margin:0;line-height:1.25}.tight .wide{margin:.2rem 0}.tight .line strong{margin-right:.6rem}
.tight .line time,.tight .line .more,.tight .small,.tight footer{font-size:8pt}.tight footer p{margin:0}
.tight table{font-size:8pt;line-height:1.25}.tight td,.tight th{padding:.06rem .4rem .06rem 0}.tight h1{margin:0 0 .2rem;font-size:14pt}.tight .lead{padding:.25rem .6rem;font-size:11pt}
.tight{padding:0}.tight footer{margin-top:.6rem}}
"""


def html(page: Page) -> str:
    """The whole file."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "\n".join(part for block in page.blocks for part in _block(block))
    foot = "".join(f"<p>{_safe(line)}</p>" for line in page.foot)
    tight = ' class="tight"' if page.one_side else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="format-detection" content="telephone=no">\n'
        f"<title>{_safe(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body{tight}>\n<h1>{_safe(page.title)}</h1>\n{body}\n"
        f"<footer>{foot}</footer>\n</body>\n</html>\n"
    )


def _safe(text: str) -> str:
    return _UNIT.sub(NO_BREAK, escape(text, quote=True))


def _words(words: Words) -> str:
    return "".join(f"<strong>{_safe(run.text)}</strong>" if run.strong else _safe(run.text) for run in words)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"<h{level}>{_safe(text)}</h{level}>"
        case Para(words=words, look=look):
            shown = "" if look == "plain" else f' class="{look}"'
            yield f"<p{shown}>{_words(words)}</p>"
        case Items(items=items, numbered=numbered, first=first):
            tag = "ol" if numbered else "ul"
            boxes = ' class="boxes"' if ticked(block) else ""
            start = f' start="{first}"' if numbered and first != 1 else ""
            yield f"<{tag}{boxes}{start}>{''.join(f'<li>{_words(item.words)}</li>' for item in items)}</{tag}>"
        case Table(look="timeline"):
            yield f'<ol class="line">{"".join(map(_moment, moments(block)))}</ol>'
        case Table():
            yield _table(block)
        case Chart():
            yield f"<figure><figcaption>{_safe(block.title)}</figcaption>{svg(draw(block, CHART_WIDTH, _width))}</figure>"
        case Rule(sheet=True):
            yield '<hr class="sheet">'
        case Rule():
            yield "<hr>"
        case _:
            assert_never(block)


def _moment(one: Moment) -> str:
    more = f'<span class="more">{_safe(one.more)}</span>' if one.more else ""
    return f"<li><time>{_safe(one.when)}</time><strong>{_safe(one.what)}</strong>{more}</li>"


def _table(block: Table) -> str:
    def cell(tag: str, number: int, text: str) -> str:
        kinds = (("right", number in block.right), ("none", tag == "td" and text in SILENT))
        kind = " ".join(name for name, there in kinds if there)
        shown = f' class="{kind}"' if kind else ""
        return f"<{tag}{shown}>{_safe(text)}</{tag}>"

    head = "".join(cell("th", n, text) for n, text in enumerate(block.head))
    rows = "".join(f"<tr>{''.join(cell('td', n, c) for n, c in enumerate(row.cells))}</tr>" for row in block.rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def svg(drawing: Sketch) -> str:
    """A drawing with text that can be selected and read aloud."""
    shapes = "".join(_shape(shape) for shape in drawing.shapes)
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_safe(drawing.title)}">{shapes}</svg>'
    )


def _shape(shape: Box | Letters) -> str:
    match shape:
        case Box(x=x, y=y, width=width, height=height, colour=colour):
            return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}" rx="3" fill="{colour}"/>'
        case Letters(x=x, y=y, text=text, size=size, colour=colour, right=right):
            anchor = ' text-anchor="end"' if right else ""
            return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{anchor}>{_safe(text)}</text>'


def _width(text: str, size: float) -> float:
    """How wide a text is in a font that is not known: half the height for a Latin letter."""
    return max(0, wcswidth(text)) * size * 0.52
