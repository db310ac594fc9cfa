"""Stories as written: YAML with places, so that a mistake in a story is told like one in a flow."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from msgspec import Struct, field

from bot.content.forms import Form, duration, rows, scalar, table
from bot.content.nodes import Node, Scalar
from bot.content.problems import Problems
from bot.content.writing import At, Word
from bot.content.yaml_reader import read
from bot.engine.session import COMES, GONE, WAITS

ZONE = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
CLOCK = re.compile(r"(\d{4}-\d\d-\d\d) (\d{1,2}):(\d\d)", re.ASCII)
DEFAULT_CLOCK = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
CHANNELS = {"telegram": COMES, "terminal": WAITS, "private": GONE}
KINDS = ("photo", "voice", "sticker", "location", "contact", "poll", "file")
ACTIONS = (
    "opens",
    "says",
    "presses",
    "presses_old",
    "bursts",
    "forwards",
    "edits",
    "sends",
    "waits",
    "timer",
    "restarts",
    "repeats",
)
ASSERTIONS = (
    "at",
    "sees",
    "sees_not",
    "slots",
    "buttons",
    "document",
    "missing",
    "file",
    "rule",
    "latched",
    "timers",
    "outcome",
    "silent",
    "forgotten",
)
EXTRAS = ("payload", "caption")  # of opens and sends


class Action(Struct, frozen=True, eq=False):
    """What the person does, or the clock, or the machine; `words` are its texts."""

    kind: str
    words: tuple[Word, ...]
    at: At
    number: int = 0  # presses_old: the step whose buttons are meant, from 1
    span: dt.timedelta = dt.timedelta()  # waits
    extra: str = ""  # payload of opens, caption of sends

    @property
    def text(self) -> str:
        return self.words[0].text if self.words else ""


class StoryStep(Struct, frozen=True, eq=False):
    """One action (or none: only a look) and what must be true afterwards."""

    at: At
    action: Action | None = None
    expects: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    slots: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)

    @property
    def looks(self) -> bool:
        """Whether anything at all is looked at afterwards."""
        return bool(self.expects or self.slots)


class Story(Struct, frozen=True, eq=False):
    """A conversation that must come out as written."""

    file: str
    name: str
    at: At
    clock: dt.datetime
    steps: tuple[StoryStep, ...]
    reach: str = COMES  # how reminders get to this person


def read_story(file: str, data: bytes, problems: Problems) -> Story | None:
    """The story of one file, or None where it cannot be read (told)."""
    top = read(file, data, problems)
    if top is None:
        return None
    before = len(problems.errors)
    form = Form(top, ("story", "clock", "channel", "steps"), "故事", problems)
    name = form.word("story", required=True)
    clock, reach = _clock(form, problems), _reach(form, problems)
    listed = form.raw("steps", required=True)
    nodes = rows(listed, "steps", problems) if listed is not None else None
    steps = tuple(step for node in nodes or () if (step := _step(node, problems)) is not None)
    if nodes is not None and not steps and len(problems.errors) == before:
        problems.add("missing-key", nodes.at, "故事里一步也没有", "至少写一步 - opens: true")
    if name is None or len(problems.errors) > before:
        return None
    return Story(file, name.text, name.at, clock, steps, reach)


def _clock(form: Form, problems: Problems) -> dt.datetime:
    word = form.word("clock")
    if word is None:
        return DEFAULT_CLOCK
    found = CLOCK.fullmatch(word.text.strip())
    try:
        if found:
            day = dt.date.fromisoformat(found.group(1))
            moment = dt.time(int(found.group(2)), int(found.group(3)))
            return dt.datetime.combine(day, moment, ZONE)
    except ValueError:
        pass
    problems.add("bad-value", word.at, f"clock 不是时刻：「{word}」", "写成 2026-11-20 10:00")
    return DEFAULT_CLOCK


def _reach(form: Form, problems: Problems) -> str:
    """Where the story is told decides how a reminder gets to the person."""
    word = form.word("channel")
    if word is None or word.text in CHANNELS:
        return CHANNELS[word.text] if word is not None else COMES
    problems.add("bad-value", word.at, f"没有「{word}」这种 channel", f"可以写：{'、'.join(CHANNELS)}")
    return COMES


def _step(node: Node, problems: Problems) -> StoryStep | None:
    body = table(node, "故事的一步", problems)
    if body is None:
        return None
    form = Form(body, (*ACTIONS, *EXTRAS, *ASSERTIONS), "故事的一步", problems)
    done = [key for key, _ in body.items if key.text in ACTIONS]
    if len(done) > 1:
        problems.add("bad-value", done[1].at, "一步只做一件事", "另起一步，以「- 」开头")
        return None
    action = _action(form, done[0], problems) if done else None
    expects: dict[str, tuple[Word, ...]] = {}
    for key in ASSERTIONS:
        if key in {"latched", "silent", "forgotten"} and form.raw(key) is not None:
            named = form.word(key)
            form.flag(key)
            expects[key] = (named,) if named is not None else ()
        elif key != "slots" and body.key(key) is not None:
            named_key = body.key(key)
            expects[key] = form.words(key) or (Word("", named_key.at if named_key else body.at),)
    return StoryStep(body.at, action, expects, _slots(form, problems))


def _slots(form: Form, problems: Problems) -> dict[str, tuple[Word, ...]]:
    body = form.table("slots")
    found: dict[str, tuple[Word, ...]] = {}
    for key, value in body.items if body else ():
        listed = (value,) if isinstance(value, Scalar) else rows(value, key.text, problems) or ()
        words = [s.word for item in listed if (s := scalar(item, key.text, problems)) is not None]
        found[key.text] = tuple(words)
    return found


def _action(form: Form, key: Scalar, problems: Problems) -> Action | None:
    kind, at = key.text, key.at
    match kind:
        case "opens" | "restarts" | "repeats":
            if not form.flag(kind):
                problems.add("bad-value", at, f"{kind} 只能写 true", f"写成 {kind}: true")
            return Action(kind, (), at, extra=form.text("payload"))
        case "presses_old":
            return _old(form, at)
        case "waits":
            return _waits(form, at, problems)
        case "bursts":
            return Action(kind, form.words(kind), at)
        case "sends":
            return Action(kind, _one(form, kind, KINDS), at, extra=form.text("caption"))
        case _:
            word = form.scalar(kind)
            return Action(kind, (word.word,) if word is not None else (), at)


def _one(form: Form, key: str, values: tuple[str, ...]) -> tuple[Word, ...]:
    form.one_of(key, values, required=True)
    word = form.word(key)
    return (word,) if word is not None else ()


def _old(form: Form, at: At) -> Action | None:
    inner = form.table("presses_old", required=True)
    if inner is None:
        return None
    old = Form(inner, ("from", "label"), "presses_old", form.problems)
    number, label = old.number("from", 1, 999, required=True), old.word("label", required=True)
    return Action("presses_old", (label,), at, number=number) if label is not None and number else None


def _waits(form: Form, at: At, problems: Problems) -> Action | None:
    word = form.word("waits", required=True)
    span = duration(word.text) if word is not None else None
    if word is not None and span is None:
        problems.add("bad-value", word.at, f"不知道「{word}」是多久", "写成 3 天、12 小时或 20 分钟")
    return Action("waits", (word,), at, span=span) if word is not None and span is not None else None
