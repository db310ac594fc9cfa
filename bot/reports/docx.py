"""A page as DOCX for WPS and Word: real headings, lists and tables, to be edited, printed and signed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never

from bot.reports.drawing import draw
from bot.reports.fonts import width
from bot.reports.page import SILENT, Block, Chart, Heading, Items, Page, Para, Rule, Run, Table, Words, moments, ticked
from bot.reports.picture import png

if TYPE_CHECKING:
    from docx.document import Document

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
CHART_WIDTH = 440.0
POINTS = 12700
CALM, PALE, FAINT = "3F7F8C", "EEF4F5", "8B979E"
RULE = ("D5DFE2", "4")
"""Colour and width, in eighths of a point, of the lines between rows."""
DOT = "●"
BETWEEN = "　"
"""Between what stands next to each other on a page that must stay one side."""
AFTER_SHADE = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What stands behind the shade of a paragraph: Word wants the properties in the order of its schema."""
NOT_OURS = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Parts of the library's empty page: a picture of it, a second set of styles for old programs, a store of citations."""
WORD_2013 = "15"
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_XML = {c: None for c in range(0x20) if c not in (0x9, 0xA)}


def docx(page: Page) -> bytes:
    """The whole file; it says nothing of who made it or when, beyond its foot."""
    import docx as library  # noqa: PLC0415  # loaded when the first DOCX is made

    document = library.Document()
    _prepare(document, page)
    document.add_heading(_text(page.title), 0)
    for block in page.blocks:
        _block(document, block, tight=page.one_side)
    if page.foot:
        _foot(document, page)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _foot(document: Document, page: Page) -> None:
    """Small lines under a rule, that stand with the last words before them and never on a side of their own."""
    from docx.shared import Pt  # noqa: PLC0415

    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    made = [_rule(document), *(document.add_paragraph(_text(line)) for line in page.foot)]
    for paragraph in made:
        _small(paragraph)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = paragraph is not made[-1]


def _timeless(content: bytes) -> bytes:
    """The same archive without the hour at which it was written: equal pages are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            info = zipfile.ZipInfo(name)  # 1980, the beginning of its time
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.read(name))
    return out.getvalue()


def _text(text: str) -> str:
    """What XML can hold; everything unseen was made visible before."""
    return text.translate(_XML)


def _prepare(document: Document, page: Page) -> None:
    """A4, a font that Chinese machines have, quiet headings."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        side = Mm(12 if page.one_side else 20)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = side
        section.header_distance = section.footer_distance = Mm(8)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style: Any = document.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(_named(place), None)
        fonts.set(_named("w:eastAsia"), CHINESE)
        fonts.set(_named("w:hint"), "eastAsia")  # dashes and quotation marks are as wide as the letters around them
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x2F, 0x6F, 0x7C)
            style.paragraph_format.line_spacing = 1.0
            style.paragraph_format.space_before = Pt(4 if page.one_side else 12)
            style.paragraph_format.space_after = Pt(1 if page.one_side else 4)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(8.5 if page.one_side else 10.5)
    normal.paragraph_format.space_after = Pt(0 if page.one_side else 3)
    normal.paragraph_format.line_spacing = Pt(11.3) if page.one_side else 1.15  # whatever height a font would take
    heading: Any = document.styles["Heading 1"]
    heading.font.size = Pt(10 if page.one_side else 13)
    title: Any = document.styles["Title"]
    title.font.size = Pt(15 if page.one_side else 18)
    title.paragraph_format.space_before = Pt(0)
    for border in title.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)  # the library's own title is underlined in a blue that is not ours
    for language in document.styles.element.iter(_named("w:lang")):
        language.set(_named("w:eastAsia"), "zh-CN")
    _settings(document)
    package: Any = document.part.package
    for rels in (package.rels, document.part.rels):
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(NOT_OURS):
                del rels[key]
    core = document.core_properties
    core.title, core.author, core.comments = _text(page.title), "", ""
    core.created = core.modified = LONG_AGO.replace(tzinfo=None)


def _settings(document: Document) -> None:
    """A document of today's Word, in Chinese: the library's own is of 2010 (兼容模式), and Japanese where no font is named."""
    root: Any = document.settings.element
    for zoom in root.iter(_named("w:zoom")):
        zoom.set(_named("w:percent"), "100")  # the schema wants it
    for mode in root.iter(_named("w:compatSetting")):
        if mode.get(_named("w:name")) == "compatibilityMode":
            mode.set(_named("w:val"), WORD_2013)
    for language in root.iter(_named("w:themeFontLang")):
        language.set(_named("w:eastAsia"), "zh-CN")
    for fonts in document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:rFonts"):
        fonts.attrib.clear()
        for place, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", CHINESE)):
            fonts.set(_named(f"w:{place}"), name)


def _named(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(name)


def _block(document: Document, block: Block, *, tight: bool) -> None:
    match block:
        case Heading(text=text, level=level):
            document.add_heading(_text(text), max(1, min(4, level - 1)))
        case Para(words=words, look=look):
            paragraph = document.add_paragraph()
            _runs(paragraph, tuple(Run(r.text, True) for r in words) if look == "lead" else words)
            if look == "small":
                _small(paragraph)
            if look == "lead":
                _set_off(paragraph)
        case Items(items=items, numbered=False, field=field) if tight and field != "doubts":
            mark = "" if ticked(block) else "· "
            beside = (run for item in items for run in (Run(mark), *item.words, Run(BETWEEN)))
            _runs(document.add_paragraph(), tuple(beside)[:-1])
        case Items(items=items, numbered=numbered, first=first):
            for number, item in enumerate(items, first):
                if numbered or ticked(block):  # typed numbers: Word's own would run on from list to list
                    start = (Run(f"{number}. "),) if numbered else ()
                    _runs(document.add_paragraph(), (*start, *item.words))
                else:
                    _runs(document.add_paragraph(style="List Bullet"), item.words)
        case Table(look="timeline"):
            _timeline(document, block, tight=tight)
        case Table():
            _table(document, block)
        case Chart():
            from docx.shared import Emu  # noqa: PLC0415

            document.add_paragraph(_text(block.title)).paragraph_format.keep_with_next = True
            drawing = draw(block, CHART_WIDTH, width)
            shape: Any = document.add_picture(io.BytesIO(png(drawing)), width=Emu(round(CHART_WIDTH * POINTS)))
            values = "；".join(f"{bar.name} {bar.words}" for bar in block.bars)
            shape._inline.docPr.set("descr", _text(f"{block.title}：{values}"))
        case Rule(sheet=True):
            document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx says nothing of it
        case Rule():
            _rule(document)
        case _:
            assert_never(block)


def _runs(paragraph: Any, words: Words) -> None:
    for run in words:
        paragraph.add_run(_text(run.text)).bold = run.strong or None


def _small(paragraph: Any) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    for run in paragraph.runs:
        run.font.size = Pt(8.5)
        run.font.color.rgb = RGBColor(0x5D, 0x6B, 0x74)


def _rule(document: Document) -> Any:
    """A line under an empty paragraph."""
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="4", space="1", color=RULE[0]))
    paragraph: Any = document.add_paragraph()
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", *AFTER_SHADE)
    return paragraph


def _set_off(paragraph: Any) -> None:
    """The one thing to see first, on a quiet ground."""
    from docx.shared import Pt  # noqa: PLC0415

    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(_element("w:shd", val="clear", color="auto", fill=PALE), *AFTER_SHADE)
    paragraph.paragraph_format.line_spacing = 1.0
    for run in paragraph.runs:
        run.font.size = Pt(12)


def _table(document: Document, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    made = _ruled(document, 1 + len(block.rows), len(block.head), {"bottom": RULE, "insideH": RULE})
    cells = list(made._cells)  # asked for once: each row's own asking walks the whole table
    for number, row in enumerate((block.head, *(r.cells for r in block.rows))):
        for column, text in enumerate(row):
            paragraph = cells[number * len(block.head) + column].paragraphs[0]
            run = paragraph.add_run(_text(" ".join(text.split())))
            run.bold = number == 0 or None
            if text in SILENT:
                run.font.color.rgb = RGBColor.from_string(FAINT)
            paragraph.paragraph_format.keep_with_next = number < len(block.rows) or None  # all rows on one side
            if column in block.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _after(document)


def _timeline(document: Document, block: Table, *, tight: bool) -> None:
    """A line with a dot at each moment: when on its left, what on its right, all of it text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, RGBColor  # noqa: PLC0415

    found = moments(block)
    made = _ruled(document, len(found), 2, {"insideV": (CALM, "12")})
    made.autofit = False
    when_wide, what_wide = (Mm(42), Mm(142)) if tight else (Mm(48), Mm(122))
    made.columns[0].width, made.columns[1].width = when_wide, what_wide
    cells = list(made._cells)
    for number, one in enumerate(found):
        left, right = cells[2 * number], cells[2 * number + 1]
        left.width, right.width = when_wide, what_wide  # Word heeds the cells, WPS and LibreOffice the columns
        when = left.paragraphs[0]
        when.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _runs(when, (Run(one.when),))
        _small(when)
        when.add_run(f" {DOT}").font.color.rgb = RGBColor.from_string(CALM)
        _runs(right.paragraphs[0], (Run(one.what, True),))
        if one.more:
            _runs(
                right.paragraphs[0] if tight else right.add_paragraph(),
                (Run(f"{BETWEEN}{one.more}" if tight else one.more),),
            )
    _after(document)


def _ruled(document: Document, rows: int, columns: int, edges: Mapping[str, tuple[str, str]]) -> Any:
    """A table with these lines and no others."""
    made: Any = document.add_table(rows=rows, cols=columns)
    borders = _element("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        colour, size = edges.get(edge, ("auto", "0"))
        borders.append(
            _element(f"w:{edge}", val="single" if edge in edges else "nil", sz=size, space="0", color=colour)
        )
    made._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for row in made._tbl.tr_lst:
        row.get_or_add_trPr().append(_element("w:cantSplit"))
    return made


def _after(document: Document) -> None:
    """The paragraph that must follow a table, hardly higher than a line."""
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(_named(f"w:{key}"), value)
    return made
