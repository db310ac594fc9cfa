"""A DOCX is what the standard (ECMA-376) says, so that Word and WPS open it without mending it; it tells nothing of the machine.

LibreOffice and python-docx read nearly anything: order, references and widths are looked at in the XML itself.
"""

from __future__ import annotations

import getpass
import io
import socket
import zipfile
from itertools import pairwise
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import docx
import people
import pytest

from bot.content.summary_fields import FIELDS, Audience
from bot.engine.turn import Paper
from bot.reports.handing_over import Form, letter_file, summary_file
from bot.reports.summary import summary_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd "
    "tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt "
    "vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "p": "pPr r",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
LETTER = "收件机构：〔请补：机构全称〕\n\n## 请求\n1. 每月还 800 元\n2. 请书面答复\n\n---\n给自己看的一句。"


def every() -> dict[str, bytes]:
    """A page for each reader with all that may stand on it, and a letter."""
    case = people.full().case()
    ticked = tuple(FIELDS)
    readers_ = (Audience.BORROWER, Audience.LAWYER, Audience.SOCIAL)
    made = {
        a.value: summary_file(summary_of(case, a, asked=ticked, consented=ticked), Form.DOCX, "x").content
        for a in readers_
    }
    letter = letter_file(Paper("p1", "letters/plan", "协商还款申请", LETTER), Form.DOCX, "x").content
    return {**made, "letter": letter}


@pytest.fixture(scope="module", params=["borrower", "lawyer", "social", "letter"])
def content(request: pytest.FixtureRequest) -> bytes:
    return every()[request.param]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content: bytes, part: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(parts(content)[part])


def bare(tag: str) -> str:
    return tag.rpartition("}")[2]


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_everything_stands_in_the_order_of_the_schema(content: bytes, part: str) -> None:
    """Properties of paragraphs, runs, tables, cells, sections and styles, each where the standard wants it."""
    for parent in tree(content, part).iter():
        wanted = ORDER.get(bare(parent.tag), "").split()
        if wanted and parent.tag.startswith(W):
            found = [bare(child.tag) for child in parent if child.tag.startswith(W)]
            assert set(found) <= set(wanted), (bare(parent.tag), found)
            assert [wanted.index(n) for n in found] == sorted(wanted.index(n) for n in found), (bare(parent.tag), found)


def test_the_check_sees_a_wrong_order() -> None:
    """As the file was before: borders behind the look of a table."""
    wrong = ["tblW", "tblLook", "tblBorders"]
    order = ORDER["tblPr"].split()
    assert [order.index(n) for n in wrong] != sorted(order.index(n) for n in wrong)


def test_the_body_ends_in_its_section_and_cells_in_a_paragraph(content: bytes) -> None:
    """The order of elements is the one that Word insists on."""
    body = tree(content).find(f"{W}body")
    assert body is not None
    assert [bare(child.tag) for child in body].index("sectPr") == len(body) - 1
    assert {bare(child.tag) for child in body} <= {"p", "tbl", "sectPr"}
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for before, after in pairwise(body):
        assert (before.tag, after.tag) != (f"{W}tbl", f"{W}tbl"), "two tables that touch become one"


def test_tables_have_a_grid_of_their_cells(content: bytes) -> None:
    """As many columns as cells, each with a width, together no wider than the page."""
    document = tree(content)
    section = document.find(f".//{W}sectPr")
    assert section is not None
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    room = int(size.get(f"{W}w", "")) - int(margins.get(f"{W}left", "")) - int(margins.get(f"{W}right", ""))
    for table in document.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert all(grid)
        assert sum(grid) <= room + 20
        for row in table.iter(f"{W}tr"):
            cells = [width for cell in row.iter(f"{W}tc") for width in cell.findall(f"{W}tcPr/{W}tcW")]
            assert [int(width.get(f"{W}w", "")) for width in cells] == grid


def test_what_is_named_is_there(content: bytes) -> None:
    """Styles, numberings, pictures, parts and their types."""
    files = parts(content)
    styles = {s.get(f"{W}styleId") for s in tree(content, "word/styles.xml").iter(f"{W}style")}
    document = tree(content)
    for kind in ("pStyle", "rStyle", "tblStyle"):
        assert {e.get(f"{W}val") for e in document.iter(f"{W}{kind}")} <= styles
    headings = {e.get(f"{W}val") for e in document.iter(f"{W}pStyle")}
    assert "Title" in headings
    numbers = {n.get(f"{W}numId") for n in tree(content, "word/numbering.xml").iter(f"{W}num")}
    assert {n.get(f"{W}val") for n in tree(content, "word/styles.xml").iter(f"{W}numId")} <= numbers
    known = {r.get("Id") for r in tree(content, "word/_rels/document.xml.rels").iter(RELATION)}
    used = {v for e in document.iter() for k, v in e.attrib.items() if k.startswith(R)}
    assert used <= known
    for name in files:
        if name.endswith(".rels"):
            folder = PurePosixPath(name).parent.parent
            for relation in ElementTree.fromstring(files[name]).iter(RELATION):
                assert relation.get("TargetMode") is None, "nothing is loaded from outside"
                target = relation.get("Target", "")
                path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else folder / target
                steps: list[str] = []
                for step in path.parts:
                    steps = steps[:-1] if step == ".." else [*steps, step]
                assert "/".join(steps) in files
    types = ElementTree.fromstring(files["[Content_Types].xml"])
    endings = {e.get("Extension") for e in types if bare(e.tag) == "Default"}
    named = {e.get("PartName", "").lstrip("/") for e in types if bare(e.tag) == "Override"}
    assert named <= set(files)
    assert all(name in named or name.rpartition(".")[2] in endings for name in files if name != "[Content_Types].xml")
    drawn = [e.get("id") for e in document.iter() if bare(e.tag) == "docPr"]
    assert len(drawn) == len(set(drawn))


def test_chinese_has_a_chinese_font_and_language(content: bytes) -> None:
    """In every style that is used: Word and WPS take another font for letters that no East Asian font was named for."""
    styles = tree(content, "word/styles.xml")
    used = {"Normal"} | {str(e.get(f"{W}val")) for e in tree(content).iter(f"{W}pStyle")}
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}styleId") in used - {"ListBullet"}:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert fonts.get(f"{W}eastAsia") == "Microsoft YaHei"
            assert not [name for name in fonts.attrib if name.endswith("Theme")]
    assert {e.get(f"{W}eastAsia") for e in styles.iter(f"{W}lang")} == {"zh-CN"}


def test_word_takes_it_for_one_of_its_own(content: bytes) -> None:
    """Not of 2010 (兼容模式), no part that is only the library's, Chinese where no font is named, every setting that the schema wants."""
    assert not [name for name in parts(content) if "stylesWithEffects" in name or "customXml" in name]
    settings = tree(content, "word/settings.xml")
    modes = {e.get(f"{W}name"): e.get(f"{W}val") for e in settings.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"
    assert [e.get(f"{W}percent") for e in settings.iter(f"{W}zoom")] == ["100"]
    assert [e.get(f"{W}eastAsia") for e in settings.iter(f"{W}themeFontLang")] == ["zh-CN"]
    (fonts,) = tree(content, "word/styles.xml").findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "Microsoft YaHei"
    assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_values_are_those_that_every_word_reads(content: bytes) -> None:
    """What is on says nothing more (`true` is none of the first edition), measures are whole, marks and pictures have numbers of
    their own, room at the edge of a piece is kept."""
    document = tree(content)
    for element in document.iter():
        if bare(element.tag) in {"cantSplit", "tblHeader", "keepNext", "b"}:
            assert element.get(f"{W}val") in {None, "0"}, element.tag
        for name in ("w", "sz", "line", "before", "after", "left", "right", "top", "bottom"):
            value = element.get(f"{W}{name}")
            assert value is None or value.lstrip("-").isdigit(), (element.tag, name, value)
        if element.tag == f"{W}t" and element.text and element.text != element.text.strip(" "):
            assert element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    for kind in ("bookmarkStart", "docPr"):
        ids = [e.get(f"{W}id") or e.get("id") for e in document.iter() if bare(e.tag) == kind]
        assert len(ids) == len(set(ids))
    for table in document.iter(f"{W}tbl"):
        assert all(len(cell.findall(f"{W}p")) >= 1 for cell in table.iter(f"{W}tc"))


def test_nothing_tells_of_the_machine_or_who_made_it(content: bytes) -> None:
    """No account, host, folder or hour of making; no picture of another page; the same page gives the same document."""
    files = parts(content)
    assert not [name for name in files if "thumbnail" in name or "comments" in name]
    told = b"".join(data for name, data in files.items() if not name.startswith("word/media"))
    names = {str(Path.cwd()), str(Path.home()), socket.gethostname(), getpass.getuser()}
    for word in (name for name in names if len(name) > 5):  # a shorter one is part of many words
        assert word.encode() not in told
    core = docx.Document(io.BytesIO(content)).core_properties
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
    assert core.created is not None
    assert core.created.year == 2000


def test_equal_pages_are_equal_documents() -> None:
    """Byte for byte: no hour of writing in the archive either."""
    first = every()
    assert first == every()
    with zipfile.ZipFile(io.BytesIO(first["letter"])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
