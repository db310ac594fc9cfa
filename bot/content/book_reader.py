"""The files that belong to no flow: routes, the engine's own sentences, interrupts, danger words."""

from __future__ import annotations

from collections.abc import Collection

from bot.content.ask_reader import Reading
from bot.content.forms import Form, is_id, table, words
from bot.content.nodes import Scalar, Table
from bot.content.patterns import LONGEST_PATTERN, is_good
from bot.content.problems import Problems, nearest
from bot.content.say_reader import LONGEST_BUBBLE
from bot.content.template_reader import read_text
from bot.content.tree import Aside, DangerList, Interrupt, Routes
from bot.content.writing import Word, Writing
from bot.engine.wording import REQUIRED
from bot.understanding.lexicon import HAPPENINGS
from bot.understanding.readings import FACTS

DANGERS = ("distress", "ideation", "imminent", "other_person", "harm_to_others", "forwarded")
AT_HAND = "other_imminent"  # may be left out: then danger at hand for somebody else goes where their danger goes
HELD = ("self", "other_person", "harm_to_others", "forwarded")  # whom danger is about; a text sent on holds nobody yet
SAID = ("of", "at", "whole", "contains", "pattern", "unless", "goto")
ROUTES = ("home", "talk", "returning", "returned", "care", "script", "short_script", "lawyer_script", "export")
INTERRUPT = (
    "whole",
    "contains",
    "pattern",
    "unless",
    "event",
    "fact",
    "call",
    "quiet",
    "urgent",
    "in_answer",
    "in_talk",
    "inside",
    "beside",
)
LONG_WORDING = frozenset({"help", "menu", "privacy"})  # answers that may take a page
LONGEST_WORDING = 1000


def read_routes(top: Table, problems: Problems) -> Routes:
    """Where the engine goes by itself."""
    form = Form(top, (*ROUTES, "danger", "priorities", "road"), "总目录", problems)
    danger = _places(form.table("danger", required=True), problems)
    for level in DANGERS:
        if level not in danger:
            named = form.node.key("danger")
            place = named.at if named else form.at
            problems.add("missing-key", place, f"danger 缺少 {level}", f"补上 {level}: 流程.步骤")
    levels = (*DANGERS, AT_HAND)
    for level, word in danger.items():
        if level not in levels:
            remedy = nearest(level, levels) or f"只有 {'、'.join(levels)}"
            problems.add("unknown-key", word.at, f"danger 里没有「{level}」", remedy)
    return Routes(
        form.at,
        form.word("home", required=True),
        form.word("talk", required=True),
        form.word("returning", required=True),
        form.word("returned"),
        form.word("script", required=True),
        form.word("short_script", required=True),
        form.word("lawyer_script", required=True),
        form.word("export", required=True),
        {level: word for level, word in danger.items() if level in levels},
        _places(form.table("priorities"), problems),
        _road(form.table("road"), problems),
        form.word("care"),
    )


def _road(body: Table | None, problems: Problems) -> dict[str, tuple[Word, ...]]:
    """The stretches of the whole way, in order, with the questions in each."""
    return {key.text: words(node, key.text, problems) for key, node in body.items} if body else {}


def _places(body: Table | None, problems: Problems) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for key, node in body.items if body else ():
        if isinstance(node, Scalar) and not node.empty:
            found[key.text] = node.word
        else:
            problems.add("wrong-shape", node.at, f"{key.text} 要写 流程.步骤", "例如 court.start")
    return found


def read_wording(top: Table, reading: Reading) -> dict[str, Writing]:
    """The engine's own sentences, complete by the engine's list of keys."""
    problems = reading.problems
    form = Form(top, ("wording",), "机器人的话", problems) if top.get("wording") is not None else None
    body = (form.table("wording") if form else top) or Table((), top.at)
    found: dict[str, Writing] = {}
    for key, node in body.items:
        if key.text not in REQUIRED:
            remedy = nearest(key.text, REQUIRED) or "删掉这一行"
            problems.add("unknown-key", key.at, f"机器人用不到「{key.text}」这句话", remedy)
        elif not isinstance(node, Scalar):
            problems.add("wrong-shape", node.at, f"{key.text} 要一段文字", "整句写在冒号后面")
        elif not node.text.strip():
            problems.add("empty-text", node.at, f"{key.text} 是空的", "写上要说的话")
        else:
            names = REQUIRED[key.text]
            writing = read_text(node, "wording", reading.scope, problems, extra=names)
            if writing is not None:
                found[key.text] = writing
                _measure(key.text, writing, problems)
    for missing in REQUIRED:
        if body.get(missing) is None:
            problems.add("missing-key", top.at, f"机器人的话里缺少 {missing}", f"补上 {missing}: …")
    return found


def _measure(key: str, writing: Writing, problems: Problems) -> None:
    most = LONGEST_WORDING if key in LONG_WORDING else LONGEST_BUBBLE
    size = len("".join(writing.plain.split()))
    if size > most:
        problems.add("bubble-long", writing.at, f"{key} 有 {size} 个字，最多 {most} 个", "写短一些")


def read_interrupts(top: Table, problems: Problems) -> tuple[Interrupt, ...]:
    """Words that are answered anywhere, ranked by the order written."""
    body = Form(top, ("interrupts",), "插话", problems).table("interrupts", required=True)
    found: list[Interrupt] = []
    for key, node in body.items if body else ():
        inner = table(node, f"插话 {key.text} ", problems)
        if not is_id(key.word, problems) or inner is None:
            continue
        form = Form(inner, INTERRUPT, f"插话 {key.text} ", problems)
        call = form.word("call", required=True)
        one = Interrupt(
            key.word,
            call or key.word,
            form.words("whole"),
            form.words("contains"),
            _pattern(form, problems),
            form.flag("quiet"),
            heard_as(form, "event", HAPPENINGS, problems),
            form.flag("urgent"),
            form.flag("in_answer"),
            heard_as(form, "fact", FACTS, problems),
            form.flag("in_talk", default=True),
            form.word("inside"),
            form.word("beside"),
            _pattern(form, problems, "unless"),
        )
        if not any(form.node.get(k) for k in ("whole", "contains", "pattern", "event", "fact")):
            remedy = "写 whole（整句）、contains（含有）、pattern、event 或 fact"
            problems.add("missing-key", key.at, f"插话 {key.text} 没写听到什么才答", remedy)
        elif call is not None:
            found.append(one)
    return tuple(found)


def heard_as(form: Form, key: str, known: Collection[str], problems: Problems) -> Word | None:
    """A word of what the program can hear; one that nobody reads would never come true, without a word."""
    found = form.word(key)
    if found is not None and found.text not in known:
        remedy = nearest(found.text, known) or f"可写 {'、'.join(sorted(known))}"
        problems.add("bad-value", found.at, f"{key}: 没有「{found}」这一类事，{form.what}永远听不到", remedy)
    return found


def _pattern(form: Form, problems: Problems, key: str = "pattern") -> Word | None:
    found = form.scalar(key)
    if found is None:
        return None
    if not is_good(found.text):
        size = len(found.text)
        remedy = (
            f"一共 {size} 个字，最多 {LONGEST_PATTERN} 个：拆成两条插话，call 写同一个流程"
            if size > LONGEST_PATTERN
            else "RE2 没有前后断言和反向引用；中文直接写，任意字写 .{0,4}"
        )
        problems.add("bad-pattern", found.at, f"{key} 用不了：「{found.text[:40]}」", remedy)
        return None
    return found.word


def read_danger_words(top: Table, problems: Problems) -> DangerList:
    """Words that editors add, the core list is not theirs; and what is answered to whom while danger holds."""
    form = Form(top, ("ideation", "imminent", "exceptions", "said"), "危险词", problems)
    said = _asides(form.table("said"), problems)
    return DangerList(form.words("ideation"), form.words("imminent"), form.words("exceptions"), said)


def _asides(body: Table | None, problems: Problems) -> tuple[Aside, ...]:
    """What people say while danger holds, ranked by the order written."""
    found: list[Aside] = []
    for key, node in body.items if body else ():
        inner = table(node, f"{key.text} ", problems)
        if not is_id(key.word, problems) or inner is None:
            continue
        form = Form(inner, SAID, f"{key.text} ", problems)
        of = form.words("of")
        for word in of:
            if word.text not in HELD:
                remedy = nearest(word.text, HELD) or f"可写 {'、'.join(HELD)}"
                problems.add("bad-value", word.at, f"of: 没有「{word}」这一种危险", remedy)
        goto = form.words("goto")
        pattern = _pattern(form, problems)
        whole, contains = form.words("whole"), form.words("contains")
        if not (whole or contains or form.node.get("pattern")):
            remedy = "写 whole（整句）、contains（含有）或 pattern"
            problems.add("missing-key", key.at, f"{key.text} 没写听到什么才答", remedy)
        elif not of or not goto:
            missing = "of" if not of else "goto"
            problems.add("missing-key", key.at, f"{key.text} 缺少 {missing}", f"补上 {missing}: …")
        else:
            unless = _pattern(form, problems, "unless")
            found.append(Aside(key.word, of, goto, form.words("at"), whole, contains, pattern, unless))
    return tuple(found)
