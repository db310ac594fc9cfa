"""YAML of any kind gives nodes or problems, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.nodes import Rows, Scalar, Table
from bot.content.problems import Problems, report
from bot.content.yaml_reader import read

FILE = "flows/x.yaml"

JUNK: dict[str, bytes] = {
    "empty": b"",
    "nul": b"\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01" + bytes(range(256)),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "zip": b"PK\x03\x04" + bytes(40),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(range(200)),
    "latin": b"caf\xe9: 1",
    "gbk": "流程: 名字".encode("gbk"),
    "utf16": "a: b".encode("utf-16"),
    "utf32": "a: b".encode("utf-32"),
    "surrogate": b"a: \xed\xa0\xbd",
    "overlong": b"a: \xc0\x80",
    "only bom": b"\xef\xbb\xbf",
    "two boms": b"\xef\xbb\xbf\xef\xbb\xbfa: b",
    "brackets": b"[" * 100_000,
    "braces": b"{" * 50_000,
    "mixed nesting": b"[{" * 30_000,
    "deep blocks": "\n".join(" " * n + "a:" for n in range(200)).encode(),
    "deep dashes": b"- " * 5_000,
    "many nodes": b"a: [" + b"1," * 30_000 + b"1]",
    "many keys": "\n".join(f"k{n}: v" for n in range(15_000)).encode(),
    "huge": b"a: " + b"x" * 600_000,
    "long scalar": b"a: " + b"x" * 30_000,
    "alias bomb": b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
    "self alias": b"a: &a [*a]\n",
    "unknown alias": b"a: *nobody\n",
    "merge bomb": b"<<: [{a: 1}, {b: 2}]\n<<: {c: 3}\n",
    "python tag": b"a: !!python/object/apply:os.system [ls]\n",
    "set tag": b"a: !!set {x, y}\n",
    "binary tag": b"a: !!binary aGk=\n",
    "bad binary": b"a: !!binary \xe4\xbd\xa0\n",
    "local tag": b"a: !x y\n",
    "undefined handle": b"a: !e!x y\n",
    "verbatim tag": b"a: !<tag:x> y\n",
    "yaml directive": b"%YAML 1.1\n---\na: b\n",
    "huge directive": b"%YAML 1." + b"9" * 5_000 + b"\n---\na: b\n",
    "tag directive": b"%TAG ! tag:x,2000:\n---\na: b\n",
    "twice directive": b"%YAML 1.1\n%YAML 1.1\n---\na: b\n",
    "two documents": b"a: b\n---\nc: d\n",
    "document end": b"a: b\n...\nc: d\n",
    "only separator": b"---\n",
    "comment": b"# nothing\n",
    "scalar": b"hello",
    "list": b"- a\n- b\n",
    "null": b"~",
    "tab indent": b"a:\n\tb: c\n",
    "tab value": b"a:\tb\n",
    "full-width": "流程：名字\nflow：x\n".encode(),
    "full-width dash": "－ a\n".encode(),
    "full-width space": "a:\n　b: c\n".encode(),
    "nbsp": "a:\xa0b\n".encode(),
    "duplicate": b"a: 1\na: 2\na: 3\n",
    "complex key": b"? [a, b]\n: c\n",
    "mapping key": b"{a: b}: c\n",
    "null key": b": a\n",
    "float key": b"1.5: a\n.inf: b\n",
    "open quote": b"a: 'x\nb: y\n",
    "open double": b'a: "x\nb: y\n',
    "bad escape": b'a: "\\q"\n',
    "short escape": b'a: "\\x1"\n',
    "big escape": b'a: "\\UFFFFFFFF"\n',
    "surrogate escape": b'a: "\\ud83d"\n',
    "nul escape": b'a: "\\0"\n',
    "bidi": "a: x\u202eb\n".encode(),
    "zero width key": "fl\u200bow: x\n".encode(),
    "line separator": "a: x\u2028b: y\n".encode(),
    "next line": "a: x\x85b: y\n".encode(),
    "old mac": b"a: b\rc: d\r",
    "windows": b"a: b\r\nc: d\r\n",
    "open flow": b"a: [1, 2\nb: 3\n",
    "open brace": b"a: {b: 1\nc: 3\n",
    "close only": b"a: ]\n",
    "two colons": b"a: b: c\n",
    "bad indent": b"a:\n    b: 1\n  c: 2\n",
    "block header": b"a: |9x\n  b\n",
    "block indent": b"a: |\n b\nc\n",
    "percent": b"a: %x\n",
    "at": b"a: @x\n",
    "backtick": b"a: `x`\n",
    "star": b"a: *\n",
    "ampersand": b"a: &\n",
    "jinja": b"a: {{ x }}\nb: {% if x %}\n",
    "question": b"?\n",
    "dash word": b"-a\n",
    "dates": b"a: 2026-13-45\nb: 12:30:45\n",
    "numbers": b"a: 0755\nb: 1_000\nc: 0x1f\nd: .nan\n",
    "timestamp": b"a: 2001-12-14t21:59:43.10-05:00\n",
    "lone value": b"=\n",
    "cyrillic": "flоw: x\n".encode(),
    "private use": "a: \ue000\n".encode(),
    "noncharacter": "a: \uffff\n".encode(),
    "emoji": "a: 🌧️\n".encode(),
}


def look(data: bytes) -> tuple[Table | None, Problems, str]:
    problems = Problems()
    top = read(FILE, data, problems)
    return top, problems, report(problems, {FILE: data.decode("utf-8", "replace")})


@pytest.mark.parametrize("name", JUNK)
def test_junk_gives_nodes_or_problems(name: str) -> None:
    """Whatever the bytes, there is a mapping or at least one problem that can be printed, inside the file."""
    top, problems, printed = look(JUNK[name])
    assert top is not None or len(problems) > 0
    assert bool(printed) == bool(len(problems))
    printed.encode("utf-8")
    height = JUNK[name].decode("utf-8", "replace").count("\n") + 1
    assert all(1 <= p.line <= max(1, height) and p.col >= 1 for p in problems)


GOOD = {"windows", "emoji", "dates", "numbers", "timestamp", "float key"}


@pytest.mark.parametrize("name", sorted(set(JUNK) - GOOD))
def test_every_oddity_is_told(name: str) -> None:
    """None of the odd files passes without a word."""
    assert len(look(JUNK[name])[1]) > 0


@pytest.mark.parametrize("name", sorted(GOOD))
def test_plain_things_stay_as_typed(name: str) -> None:
    """What looks like a number, a date or a truth value elsewhere is text here and no problem."""
    top, problems, printed = look(JUNK[name])
    assert top is not None, printed
    assert not len(problems), printed


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give nodes or problems."""
    top, problems, printed = look(data)
    assert top is not None or printed
    assert problems is not None


@given(st.text(alphabet="a:-[]{}|>'\"&*!%@#,?\n \t\\：，心{%}0x\u200b\u202e", max_size=120))
def test_any_yaml_like_text(text: str) -> None:
    """Any mixture of YAML's own signs gives nodes or problems."""
    top, _, printed = look(text.encode())
    assert top is not None or printed


PIECES = ["flow: x\n", "steps:\n", "  a:\n", "    say: 好\n", "- ", "\t", "&a ", "*a", "{{ x }}", "'", '"', ": ", "|\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_mixture_of_lines(pieces: list[str]) -> None:
    """Half-written files, as an editor saves them, give nodes or problems."""
    top, _, printed = look("".join(pieces).encode())
    assert top is not None or printed


def test_scalars_stay_text() -> None:
    """`no`, `010`, `8:30` and `1.10` stay what was typed; empty is told from an empty text."""
    top, problems, _ = look(b"a: no\nb: 010\nc: 8:30\nd: 1.10\ne:\nf: ''\n")
    assert not len(problems)
    assert top is not None
    texts = [node.text for _, node in top.items if isinstance(node, Scalar)]
    assert texts == ["no", "010", "8:30", "1.10", "", ""]
    assert [node.empty for _, node in top.items if isinstance(node, Scalar)][-2:] == [True, False]


def test_everything_is_told_at_once() -> None:
    """One file with many mistakes tells them all, in order."""
    data = "a: &x 1\nb:\t2\nc: *x\nd: !!int 3\na: 4\ne: \u200b5\n".encode()
    codes = [p.code for p in look(data)[1]]
    assert codes == ["alias", "tab", "alias", "alias", "duplicate-key", "bad-character"]


@pytest.mark.parametrize(
    ("source", "word", "line", "col"),
    [
        ("a: 你好 X 呀\n", "X", 1, 7),
        ("a: '你好 ''X'' 呀'\n", "X", 1, 10),
        ('a: "你好\\n\\u4f60X"\n', "X", 1, 15),
        ("a: |\n  第一行\n  第 X 行\n", "X", 3, 5),
        ("a: >\n  第一行\n  第 X 行\n", "X", 3, 5),
        ("a: |2\n   第一行\n   X\n", "X", 3, 4),
        ("a: 第一行\n  第 X 行\n", "X", 2, 5),
        ("- {b: [甲, 乙 X]}\n", "X", 1, 13),
    ],
)
def test_a_character_of_a_text_has_its_place(source: str, word: str, line: int, col: int) -> None:
    """A place inside a text is found again in the file, past quotes, escapes, folds and indentation."""
    problems = Problems()
    top = read(FILE, f"t: 0\n{source}".encode() if not source.startswith("-") else f"t:\n{source}".encode(), problems)
    assert not len(problems)
    assert top is not None
    scalars: list[Scalar] = []

    def walk(node: object) -> None:
        if isinstance(node, Scalar):
            scalars.append(node)
        for item in node.items if isinstance(node, (Table, Rows)) else ():
            for part in item if isinstance(item, tuple) else (item,):
                walk(part)

    walk(top)
    found = next(s for s in scalars if word in s.text)
    at = found.place(found.text.index(word))
    assert (at.line, at.col) == (line + 1, col)


@given(st.text(max_size=60), st.sampled_from(["'", '"', "|", ""]), st.integers(0, 70))
def test_places_stay_inside_the_file(text: str, style: str, offset: int) -> None:
    """Whatever the text and its style, a place lies within the file."""
    quoted = {"'": f"'{text}'", '"': f'"{text}"', "|": "|\n  " + text.replace("\n", "\n  "), "": text}[style]
    data = f"a: {quoted}\nz: end\n"
    top = read(FILE, data.encode("utf-8", "replace"), Problems())
    for _, node in top.items if top else ():
        if isinstance(node, Scalar):
            at = node.place(offset)
            assert 1 <= at.line <= data.count("\n") + data.count("\r") + 1
            assert at.col >= 1


TOP = "flow: x\nsteps:\n  a:\n"
UNDER = "    end: done\n"
WHERE: dict[str, tuple[str, int, int, str]] = {
    "a quote never closed": (TOP + '    say: "你好。\n' + UNDER, 4, 10, "引号从这里开始，后面没有合上"),
    "a quote closed by the next one": (
        TOP + '    say: "你好。\n    ask: "好吗？"\n' + UNDER,
        4,
        10,
        "引号从这里开始，到第 5 行才合上",
    ),
    "an apostrophe": (TOP + "    say: 'it's 好。'\n" + UNDER, 4, 13, "引号在这里就合上了，后面还有字"),
    "a brace never closed": (TOP + "    yes: {label: 有\n" + UNDER, 4, 10, "花括号从这里开始，这一行里没有合上"),
    "a bracket never closed": (TOP + "    also: [有, 是\n" + UNDER, 4, 11, "方括号从这里开始，这一行里没有合上"),
    "no space behind the colon": (TOP + "    say:你好。\n" + UNDER, 4, 5, "say 后面的冒号少了一个空格"),
    "no colon": (TOP + "    say 你好。\n" + UNDER, 4, 5, "say 后面少了冒号"),
    "no colon at the end of a step": (TOP + "    say: 好\n    next b\n  b:\n" + UNDER, 5, 5, "这一行少了冒号"),
    "two colons": (TOP + "    say: 注意: 别点\n" + UNDER, 4, 12, "这里多了一个冒号"),
    "words behind a bar": (TOP + "    say: | 你好\n" + UNDER, 4, 12, "「|」或「>」后面不能接着写字"),
}


@pytest.mark.parametrize("name", WHERE)
def test_a_mistake_is_told_where_it_was_made(name: str) -> None:
    """Reading stops further down; the editor is sent to the line where something has to be typed."""
    written, line, col, message = WHERE[name]
    _, problems, _ = look(written.encode())
    assert [(p.line, p.col, p.message) for p in problems] == [(line, col, message)]


def test_what_a_told_mistake_explains_is_not_told_again() -> None:
    """A tab, or a full-width space, is one mistake; that reading then stops behind it is none of the editor's."""
    for written in (
        TOP + "\tsay: 好\n" + UNDER,
        TOP + "　　say: 好\n" + UNDER,
        TOP + "    say: {{ city }} 好\n" + UNDER,
    ):
        _, problems, _ = look(written.encode())
        assert len(problems) == 1, written
