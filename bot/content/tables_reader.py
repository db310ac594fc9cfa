"""`flows/tables/*.yaml` become tables: holidays by year, the LPR by month; each says where it comes from and when it was checked.

A year that the State Council has not arranged yet is left out, and a month that nobody verified is marked: the sums say so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from bot.content.forms import Form, scalar, table
from bot.content.nodes import Node, Scalar, Table
from bot.content.problems import Problems
from bot.content.writing import Word
from bot.finance.calendar import DAY, SATURDAY, Calendar, HolidayYear
from bot.finance.caps import LprTable, Published, month_before
from bot.finance.tables import Tables

HOLIDAYS, LPR = "flows/tables/holidays.yaml", "flows/tables/lpr.yaml"
YEAR = re.compile(r"20\d\d", re.ASCII)
MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
VALUE = re.compile(r"\d{1,2}(?:\.\d{1,3})?", re.ASCII)
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*到\s*(\d{4}-\d\d-\d\d))?", re.ASCII)
LONGEST = 15  # days of one holiday


def read_tables(tops: Mapping[str, Table], problems: Problems) -> Tables:
    """The tables of a content; a file that is missing leaves its table empty."""
    holidays, lpr = tops.get(HOLIDAYS), tops.get(LPR)
    for name, top in tops.items():
        if name not in (HOLIDAYS, LPR):
            problems.add("bad-name", top.at, f"没有 {name} 这张表", f"表只有 {HOLIDAYS} 和 {LPR}")
    return Tables(
        read_holidays(holidays, problems) if holidays else Calendar(),
        read_lpr(lpr, problems) if lpr else LprTable(),
    )


def read_holidays(top: Table, problems: Problems) -> Calendar:
    """Years with their days off and the weekends worked instead."""
    listed = Form(top, ("holidays",), "节假日表", problems).table("holidays", required=True)
    years: dict[int, HolidayYear] = {}
    for key, node in listed.items if listed else ():
        if not YEAR.fullmatch(key.text):
            problems.add("bad-value", key.at, f"「{key.text}」不是年份", "写成 2026")
            continue
        body = table(node, f"{key.text} 年", problems)
        if body is not None:
            years[int(key.text)] = _year(int(key.text), body, problems)
    return Calendar(years)


def _year(year: int, body: Table, problems: Problems) -> HolidayYear:
    form = Form(body, ("source", "checked_on", "verified", "off", "work"), f"{year} 年", problems)
    source = form.text("source", required=True)
    form.date("checked_on", required=True)
    off: dict[dt.date, str] = {}
    for name, node in spans.items if (spans := form.table("off", required=True)) else ():
        for day in _span(year, name, node, problems):
            if day in off:
                message = f"{day} 已经写在「{off[day]}」里"
                problems.add("clash", name.at, message, "一天只写一次")
            off[day] = name.text
    work: set[dt.date] = set()
    for word in form.words("work"):
        found = _day(word, year, problems)
        if found is None:
            continue
        if found in off or found.weekday() < SATURDAY:
            why = f"又写在「{off[found]}」里" if found in off else "本来就不是周末"
            problems.add("bad-value", word.at, f"{found} {why}", "work 只写要上班的周六、周日")
            continue
        work.add(found)
    return HolidayYear(frozenset(off), frozenset(work), form.flag("verified"), source)


def _span(year: int, name: Scalar, node: Node, problems: Problems) -> list[dt.date]:
    written = scalar(node, f"{name.text} ", problems)
    if written is None:
        return []
    found = SPAN.fullmatch(written.text.strip())
    if found is None:
        remedy = "写成 2026-10-01 到 2026-10-07，一天就写一个日期"
        problems.add("bad-value", written.at, f"「{written.text}」不是起止两天", remedy)
        return []
    first = _day(Word(found.group(1), written.at), year, problems)
    last = _day(Word(found.group(2) or found.group(1), written.at), year, problems)
    if first is None or last is None:
        return []
    if not 0 <= (last - first).days < LONGEST:
        problems.add("bad-value", written.at, f"「{written.text}」不像一个假期", f"先早后晚，最多 {LONGEST} 天")
        return []
    return [first + DAY * k for k in range((last - first).days + 1)]


def _day(word: Word, year: int, problems: Problems) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(word.text.strip())
    except ValueError:
        problems.add("bad-value", word.at, f"不是日期：「{word.text}」", f"写成 {year}-10-01")
        return None
    if found.year != year:
        problems.add("bad-value", word.at, f"{found} 不在 {year} 年里", "写到它自己的那一年下面")
        return None
    return found


def read_lpr(top: Table, problems: Problems) -> LprTable:
    """The one-year LPR by month; a month missing in between is told, one at the end is simply not known yet."""
    listed = Form(top, ("lpr",), "LPR 表", problems).table("lpr", required=True)
    if listed is None:
        return LprTable()
    form = Form(listed, ("source", "checked_on", "months"), "LPR 表", problems)
    source, checked = form.text("source", required=True), form.date("checked_on", required=True)
    months: dict[str, Published] = {}
    for key, node in rows.items if (rows := form.table("months", required=True)) else ():
        if not MONTH.fullmatch(key.text):
            problems.add("bad-value", key.at, f"「{key.text}」不是月份", "写成 2026-08")
            continue
        body = table(node, key.text, problems)
        found = _published(key.text, body, problems) if body is not None else None
        if found is None:
            continue
        months[key.text] = found
        if len(months) > 1 and month_before(key.text) not in months:
            remedy = f"补上 {month_before(key.text)}；没核到就写 verified: false"
            problems.add("table-gap", key.at, f"{key.text} 前面缺一个月", remedy)
    return LprTable(months, source, checked)


def _published(month: str, body: Table, problems: Problems) -> Published | None:
    form = Form(body, ("value", "published", "verified"), month, problems)
    value, on = form.word("value", required=True), form.date("published")
    verified = form.flag("verified", default=True)
    if value is None:
        return None
    if not VALUE.fullmatch(value.text):
        problems.add("bad-value", value.at, f"「{value}」不是利率", "只写数字，例如 3.00，不写百分号")
        return None
    if on is not None and f"{on:%Y-%m}" != month:
        named = body.key("published")
        assert named is not None
        problems.add("bad-value", named.at, f"公布日 {on} 不在 {month}", "写当月的公布日")
        return None
    if verified and on is None:
        problems.add("missing-key", body.at, f"{month} 缺少 published", "补上公布日；没核到就写 verified: false")
        return None
    return Published(Decimal(value.text), on, verified)
