"""What the register says, only the register says: no text types a law, an article, a dated rule or one of its limits itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.content.edition import every_writing
from bot.content.facts import displayable
from bot.content.writing import At
from tests.shipped import shipped

DATE = re.compile(r"(?:19|20)\d\d ?年(?: ?\d{1,2} ?月)?(?: ?\d{1,2} ?日)?")
EXAMPLE = re.compile("比如「[^」]*」(?:「[^」]*」)*")
FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LAW = re.compile(
    r"第[一二三四五六七八九十百千0-9]*[十百千0-9][一二三四五六七八九十百千0-9]*条|民法典|[诉处刑保救援裁]\w{0,3}法(?=第|规|里|说|写)|司法解释|征信业|管理条例"
    r"|(?:暂行|管理)办法|法释|法发|金规|GB/T|(?:19|20)\d\d ?年"
)
DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
NUMBER = r"[0-9〇零一二两三四五六七八九十]+"
LIMIT = re.compile(rf"({NUMBER}) ?(?:个)?(?:(天|日|年|月)(?!年|月|\d)|(次)|(?::00|点)())")
# what texts say with a number that a fact has as well: the fact it repeats, or why it is no rule of law at all
REPEATED = {
    ("templates/cards/boundary.j2", "晚上十点到早上八点"): "rule_hours",
    ("flows/pressed.yaml", "晚上十点到早上八点"): "rule_hours",
    ("flows/pressed.yaml", "第十五天"): "complain_order",
    ("templates/letters/complain_org.md.j2", "第十五天"): "complain_order",
}
NO_RULE = (
    "第三十天",  # a second look at the answer, two weeks after the first
    "7 到 30 天缓冲",  # what the person asks for
    "前三个月",  # the same
    "三个月以上",  # how long something is overdue
    "一到三个月",
    "一天一",  # one a day
    "三天",  # three days ahead, three days of food
    "两次",  # two reminders
)


def number(said: str) -> str:
    """12, 十二 or 二十二 as digits."""
    if said.isascii():
        return str(int(said))
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return "".join(DIGITS[c] for c in said)
    return str(int(DIGITS.get(tens, "1")) * 10 + int(DIGITS.get(ones, "0")))


def limits(text: str) -> set[tuple[str, str]]:
    """The numbers with a unit that a text holds: (15, 天), (6, 次), (22, 点)."""
    found = set()
    for hit in LIMIT.finditer(text):
        said, days, times, _ = hit.groups()
        unit = {"日": "天"}.get(days, days) if days else times or "点"
        found.add((number(said), unit))
    return found


def of_law() -> dict[tuple[str, str], str]:
    """Every limit of a displayed fact about the law, and in which fact it stands."""
    register = shipped().register
    return {
        limit: name
        for name, fact in register.facts.items()
        if fact.kind == "law" and displayable(fact) and not name.startswith(("scam_", "lender_"))
        for limit in limits(DATE.sub("", fact.fields["plain"].text))
        if int(limit[0]) > 2  # one a day, the second day: no rule of law
    }


def typed() -> Iterator[tuple[At, str]]:
    """What editors typed themselves, texts of any kind, without what is filled in and without sample answers."""
    for writing in every_writing(shipped().tree):
        yield writing.at, EXAMPLE.sub("", FILLED.sub("｛｝", writing.source))


def test_no_text_names_a_law_itself() -> None:
    """Statutes, articles, standards and years are filled in from facts, so that they expire with them."""
    assert [(at.file, hit.group()) for at, text in typed() if (hit := LAW.search(text))] == []


def test_no_text_types_a_limit_of_the_law() -> None:
    """A number of days, months, years, calls or hours that a fact holds comes from it, save the few that are no rule."""
    law = of_law()
    assert {("15", "天"), ("6", "次"), ("22", "点"), ("5", "年")} <= set(law)
    found = []
    for at, text in typed():
        own = text
        for known in (*NO_RULE, *(words for file, words in REPEATED if file == at.file)):
            own = own.replace(known, "")
        found += [(at.file, limit, law[limit]) for limit in limits(own) if limit in law]
    assert found == []


@pytest.mark.parametrize(("where", "fact"), REPEATED.items())
def test_what_is_typed_agrees_with_its_fact(where: tuple[str, str], fact: str) -> None:
    """The few sentences to be spoken that repeat a fact's number say the number that the fact says."""
    file, words = where
    assert any(words in text for at, text in typed() if at.file == file)
    said = {("22", "点") if limit == ("10", "点") else limit for limit in limits(words)}
    plain = shipped().register.facts[fact].fields["plain"].text
    assert said <= limits(plain)


@pytest.mark.parametrize(
    ("said", "digits"), [("十", "10"), ("十五", "15"), ("三十", "30"), ("二十二", "22"), ("7", "7")]
)
def test_numbers_are_read(said: str, digits: str) -> None:
    """The check reads Chinese numbers and digits alike."""
    assert number(said) == digits


def test_a_planted_rule_is_found() -> None:
    """The checks can fail: a typed article and a typed limit are seen."""
    assert LAW.search("民法典第六百七十条说")
    assert limits("收到起十五日内，不超过 6 次，晚上十点以后不打") == {("15", "天"), ("6", "次"), ("10", "点")}


def test_nobody_dates_what_nobody_announced() -> None:
    """What is no rule in force from a day (scams, who may stand behind a platform) carries no such day."""
    facts = shipped().register.facts.values()
    dated = [f.id for f in facts if f.id.startswith(("scam_", "lender_")) and f.effective is not None]
    assert dated == []
