"""A kept conversation becomes a story: masked words, places as they come today, so that it runs as written.

What was erased or never kept is left out with a remark; the story is told to the engine while it is written, and says what
this edition answers.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.authoring.drivers import Driver, EngineDriver
from bot.authoring.stories import Failure, tell
from bot.authoring.story_reader import KINDS, read_story
from bot.content.problems import Problems
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.turn import Question, Reply

PAUSE = dt.timedelta(hours=12)
HOUR = 3600


class Line(Struct, frozen=True):
    """One stored turn: what came in, or None where it is gone."""

    at: dt.datetime
    event: Event | None


class Written(Struct, frozen=True):
    """The story as YAML, what it leaves out, and what does not come as written."""

    text: str
    left_out: int
    failures: tuple[Failure, ...]


def write_story(name: str, lines: Iterable[Line], book: Book) -> Written:
    """The story of one conversation."""
    found = list(lines)
    start = found[0].at if found else dt.datetime(2026, 1, 1, 10, tzinfo=dt.UTC)
    writer = _Writer(EngineDriver(book), start)
    steps = [step for line in found for step in writer.step(line)]
    head = [f"story: {_quoted(name)}", f"clock: {start:%Y-%m-%d %H:%M}", "steps:"]
    text = "\n".join([*head, *(steps or ["  - opens: true"])]) + "\n"
    problems = Problems()
    story = read_story("story.yaml", text.encode(), problems)
    assert story is not None, [str(p) for p in problems]
    return Written(text, writer.left_out, tuple(tell(story, book)))


class _Writer:
    def __init__(self, driver: Driver, start: dt.datetime) -> None:
        self.driver = driver
        self.clock = start
        self.last = start
        self.asked: tuple[Reply, ...] = ()
        self.opened = False
        self.left_out = 0

    def step(self, line: Line) -> Iterator[str]:
        """The lines of one turn; a long silence before it becomes a `waits`."""
        if line.event is None:
            self.left_out += 1
            yield "  # 这里有一轮，话没有保存或已经清掉"
            return
        if isinstance(line.event, TimeUp):
            return  # `waits` lets reminders go off by themselves
        gap = line.at - self.last
        self.last = line.at
        if gap >= PAUSE:
            hours = int(gap.total_seconds() // HOUR)
            yield f"  - waits: {hours} 小时"
            self._wait(dt.timedelta(hours=hours))
        if not self.opened and not isinstance(line.event, Opened):
            yield from self._do("opens: true", Opened())
        action = self._action(line.event)
        if action is not None:
            yield from self._do(*action)

    def _action(self, event: Event) -> tuple[str, Event] | None:
        match event:
            case Opened():
                return "opens: true", Opened()
            case Said(text=text, forwarded=forwarded) if text.strip():
                return f"{'forwards' if forwarded else 'says'}: {_quoted(text)}", Said(text, forwarded)
            case Edited(text=text) if text.strip():
                return f"edits: {_quoted(text)}", event
            case Sent(kind=kind) if kind in KINDS:
                return f"sends: {kind}", Sent(kind)
            case Pressed(token=token):
                key = token.rpartition(":")[2]
                buttons = [b for r in self.asked if isinstance(r, Question) for b in r.buttons]
                button = next((b for b in buttons if b.key == key), None)
                if button is not None:
                    return f"presses: {_quoted(button.label)}", Pressed(button.token)
        self.left_out += 1
        return None

    def _do(self, words: str, event: Event) -> Iterator[str]:
        self.opened = True
        heard = self.driver.deliver(event, self.clock)
        if any(isinstance(r, Question) for r in heard.replies):
            self.asked = heard.replies
        yield f"  - {words}"
        session = self.driver.session()
        if session is not None and session.open is not None:
            yield f"    at: {session.open.place}"

    def _wait(self, span: dt.timedelta) -> None:
        until = self.clock + span
        while (session := self.driver.session()) is not None:
            due = min(((dt.datetime.fromisoformat(t.at), t.id) for t in session.timers), default=None)
            if due is None or due[0] > until:
                break
            self.clock = max(self.clock, due[0])
            heard = self.driver.deliver(TimeUp(due[1]), self.clock)
            if any(isinstance(r, Question) for r in heard.replies):
                self.asked = heard.replies
        self.clock = until


def _quoted(text: str) -> str:
    """Any text as one YAML scalar on one line; JSON's quotes are YAML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
