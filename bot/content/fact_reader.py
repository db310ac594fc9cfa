"""`flows/facts/*.yaml` become facts: hotlines, laws, numbers, organisations, each with source and expiry."""

from __future__ import annotations

import datetime as dt
import re

from bot.content.forms import Form, is_id, table
from bot.content.nodes import Scalar, Table
from bot.content.problems import Problems, nearest
from bot.content.tree import SHOWN, Fact
from bot.content.writing import At, Word

LASTS = dt.timedelta(days=180)  # from the day of checking, where no expiry is given
NUMBER = re.compile(r"\d[\d\- ]{1,18}\d", re.ASCII)
VALUE = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)
COMMON = ("kind", "source", "checked_on", "expires_on", "confidence", "display", "essential", "safe")
NEEDED: dict[str, tuple[str, ...]] = {
    "hotline": ("name", "number", "purpose"),
    "law": ("name", "text"),
    "number": ("name", "value"),
    "organisation": ("name",),
}
EXTRA: dict[str, tuple[str, ...]] = {"law": ("quotable",), "number": ("unit",)}


def read_facts(top: Table, problems: Problems) -> list[Fact]:
    """Every fact of one file."""
    listed = Form(top, ("facts",), "事实文件", problems).table("facts", required=True)
    found: list[Fact] = []
    for key, node in listed.items if listed else ():
        body = table(node, f"事实 {key.text} ", problems)
        if is_id(key.word, problems) and body is not None:
            fact = _fact(key.word, body, problems)
            if fact is not None:
                found.append(fact)
    return found


def _fact(word: Word, body: Table, problems: Problems) -> Fact | None:
    kind_node = body.get("kind")
    kind = kind_node.word if isinstance(kind_node, Scalar) else None
    if kind is None or kind.text not in SHOWN:
        place = kind.at if kind else word.at
        remedy = (nearest(kind.text, SHOWN) if kind else "") or f"可写 {'、'.join(SHOWN)}"
        problems.add("bad-value", place, f"事实 {word} 要写明 kind", remedy)
        return None
    shown = SHOWN[kind.text]
    form = Form(body, (*COMMON, *shown, *EXTRA.get(kind.text, ())), f"事实 {word} ", problems)
    fields = {name: value for name in shown if (value := form.word(name, required=name in NEEDED[kind.text]))}
    checked = form.date("checked_on", required=True)
    _numbers(kind.text, fields, form, problems)
    effective = form.date("effective_from") if kind.text == "law" else None
    confidence = form.one_of("confidence", ("high", "medium", "low"), "low", required=True)
    source = form.text("source", required=True)
    safe, essential = form.text("safe"), form.flag("essential")
    if not safe:
        remedy = "加一行 safe: 不能展示或过期时怎么说"
        problems.add("fact-no-safe", word.at, f"事实 {word} 没有替代的说法", remedy)
    if checked is None:
        return None
    fields["as_of"] = Word(f"{checked.year} 年 {checked.month} 月 {checked.day} 日", word.at)
    expires = form.date("expires_on") or checked + LASTS
    if expires < checked:
        place = _place(form, "expires_on", word)
        problems.add("bad-value", place, "到期日早于核对日", "核对日之后的日子才行")
    return Fact(
        word.text,
        word,
        kind.text,
        fields,
        source,
        checked,
        expires,
        confidence,
        display=form.flag("display"),
        essential=essential,
        quotable=form.flag("quotable") if kind.text == "law" else True,
        safe=safe,
        effective=effective,
        unit=form.text("unit") if kind.text == "number" else "",
    )


def _numbers(kind: str, fields: dict[str, Word], form: Form, problems: Problems) -> None:
    """A hotline's number and a figure's value are checked character by character."""
    number, value = fields.get("number"), fields.get("value")
    if kind == "hotline" and number and not NUMBER.fullmatch(number.text):
        problems.add("bad-value", number.at, f"号码「{number}」不像电话号码", "只写数字和横线")
        del fields["number"]
    if kind == "number" and value and not VALUE.fullmatch(value.text):
        problems.add("bad-value", value.at, f"数值「{value}」不是数字", "单位写在 unit 里")
        del fields["value"]


def _place(form: Form, key: str, word: Word) -> At:
    named = form.node.key(key)
    return named.at if named else word.at
