"""Telling a story: each step is done as a person would do it, and what comes is compared.

A failure says in Chinese where in the story, what was wanted, what came, and the last few turns. Every reply is
also held to the rules of what may leave the house (`rules.py`), whether the story asks or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from msgspec import Struct, field

from bot.authoring.drivers import Driver, EngineDriver, Heard
from bot.authoring.expectations import compare, standing
from bot.authoring.rules import broken, registered, telling
from bot.authoring.story_reader import Action, Story, StoryStep
from bot.content.problems import columns, nearest
from bot.content.writing import At
from bot.engine.events import Edited, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.session import COMES, WAITS, to_json
from bot.engine.turn import Bubble, Drawing, Paper, Question, Reply, Way

LAST = 3  # turns that a failure shows
FIRED = 30  # reminders that one jump of the clock may fire


class Failure(Struct, frozen=True):
    """One thing that did not come as written."""

    at: At
    story: str
    step: int
    message: str
    turns: tuple[str, ...] = ()

    def print_with(self, source: str | None) -> str:
        """As an editor reads it, with the line of the story and the last turns."""
        where = f"{self.at.file}:{self.at.line}:{self.at.col}"
        lines = [f"{where} 故事「{self.story}」第 {self.step} 步：{self.message}"]
        text = source.split("\n")[self.at.line - 1 : self.at.line] if source is not None else []
        for line in text:
            indent = columns(line[: self.at.col - 1])
            width = columns(line[self.at.col - 1 : self.at.col - 1 + self.at.width])
            lines += [f"    {line}", f"    {' ' * indent}{'^' * max(1, width)}"]
        if self.turns:
            lines.append("    最近几轮：")
            lines += [f"      {row}" for turn in self.turns for row in turn.split("\n")]
        return "\n".join(lines)


class Stuck(Exception):
    """A step that cannot be done: no such button, no such reminder."""

    def __init__(self, at: At, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


class Telling(Struct):
    """One story on its way through a driver."""

    story: Story
    driver: Driver
    book: Book
    now: dt.datetime
    heard: Heard = field(default_factory=Heard)
    shown: list[tuple[Reply, ...]] = field(default_factory=list)  # replies of each step
    said: list[str] = field(default_factory=list)  # what the person wrote: its digits may come back
    turns: list[str] = field(default_factory=list)
    walked: set[Way] = field(default_factory=set)  # in turns of which the story looks at what came

    def tell(self) -> list[Failure]:
        """All that fails in the first step that fails; nothing where the story comes out as written."""
        allowed = registered(self.book)
        for number, step in enumerate(self.story.steps, 1):
            try:
                self.do(step)
            except Stuck as stuck:
                return [self._failure(stuck.at, number, stuck.message)]
            except AssertionError as error:
                return [self._failure(step.at, number, str(error))]
            found = [self._failure(at, number, message) for at, message in self.judge(step, allowed)]
            if found:
                return found
            if step.looks:
                self.walked.update(self.heard.walked)
        return []

    def judge(self, step: StoryStep, allowed: Collection[str]) -> list[tuple[At, str]]:
        """What is not as written, and what may not leave the house."""
        session = self.driver.session()
        found = list(compare(self.book, session, self.heard, step, self.now))
        if step.action is not None:
            at = step.action.at
            found += [(at, m) for m in broken(self.heard.replies, allowed, "\n".join(self.said))]
            if self.heard.rule == "timer":
                found += [(at, m) for m in telling(self.heard.replies)]
        return found

    def _failure(self, at: At, number: int, message: str) -> Failure:
        return Failure(at, self.story.name, number, message, tuple(self.turns[-LAST:]))

    # --- doing

    def do(self, step: StoryStep) -> None:
        action = step.action
        if action is not None:
            self.heard = self.act(action)
            self.turns.append(_printed(action, self.heard.replies))
        self.shown.append(self.heard.replies if action is not None else ())

    def act(self, action: Action) -> Heard:
        doing: dict[str, Callable[[Action], Heard]] = {
            "opens": self._open,
            "says": lambda a: self._say(Said(a.text)),
            "forwards": lambda a: self._say(Said(a.text, forwarded=True)),
            "bursts": self._burst,
            "edits": lambda a: self._say(Edited(a.text)),
            "sends": self._send,
            "presses": self._press,
            "presses_old": self._press_old,
            "waits": self._wait,
            "timer": self._timer,
            "restarts": self._restart,
            "repeats": self._repeat,
        }
        return doing[action.kind](action)

    def _open(self, action: Action) -> Heard:
        """The person is there again; in a terminal, what came due meanwhile is shown instead of a greeting."""
        due = self._due(self.now) if self.story.reach == WAITS else None
        if due is not None and (heard := self.driver.deliver(TimeUp(due[1], wakes=False), self.now)).replies:
            return heard
        return self.driver.deliver(Opened(action.extra), self.now)

    def _say(self, event: Said | Edited) -> Heard:
        self.said.append(event.text)
        return self.driver.deliver(event, self.now)

    def _send(self, action: Action) -> Heard:
        self.said.append(action.extra)
        return self.driver.deliver(Sent(action.text, action.extra), self.now)

    def _burst(self, action: Action) -> Heard:
        texts = tuple(w.text for w in action.words)
        self.said += texts
        return self.driver.burst(texts, self.now)

    def _press(self, action: Action) -> Heard:
        """The button as a person sees it: the newest question that showed any."""
        for replies in reversed(self.shown):
            if any(isinstance(r, Question) for r in replies):
                return self._press_on(replies, action)
        raise Stuck(action.at, "还没有出现过问题，没有按钮可按")

    def _press_old(self, action: Action) -> Heard:
        if action.number > len(self.shown):
            raise Stuck(action.at, f"第 {action.number} 步还没走到")
        return self._press_on(self.shown[action.number - 1], action)

    def _press_on(self, replies: Iterable[Reply], action: Action) -> Heard:
        buttons = [b for r in replies if isinstance(r, Question) for b in r.buttons]
        for button in buttons:
            if button.label == action.text:
                return self.driver.deliver(Pressed(button.token), self.now)
        labels = [b.label for b in buttons]
        hint = nearest(action.text, labels) or f"有的是：{'、'.join(labels) or '一个也没有'}"
        raise Stuck(action.words[0].at, f"没有「{action.text}」这个按钮，{hint}")

    def _wait(self, action: Action) -> Heard:
        """The clock goes on; reminders due on the way go off in their order, each at its time, where they come by themselves."""
        until = self.now + action.span
        replies: list[Reply] = []
        walked: list[Way] = []
        for _ in range(FIRED if self.story.reach == COMES else 0):
            due = self._due(until)
            if due is None:
                break
            self.now = max(self.now, due[0])
            heard = self.driver.deliver(TimeUp(due[1]), self.now)
            replies += heard.replies
            walked += heard.walked
        self.now = until
        return Heard(tuple(replies), "timer" if replies else "", walked=tuple(walked))

    def _due(self, until: dt.datetime) -> tuple[dt.datetime, str] | None:
        session = self.driver.session()
        timers = [(dt.datetime.fromisoformat(t.at), t.id) for t in session.timers] if session else []
        return min((t for t in timers if t[0] <= until), default=None)

    def _timer(self, action: Action) -> Heard:
        """The clock goes on to the reminder; those that are due before go off on the way, and nobody answers them."""
        for _ in range(FIRED):
            session = self.driver.session()
            timers = sorted(session.timers, key=lambda t: (t.at, t.flow != action.text)) if session else []
            if not any(t.flow == action.text for t in timers):
                there = "、".join(t.flow for t in timers) or "一个也没有"
                raise Stuck(action.words[0].at, f"没有去 {action.text} 的提醒，有的是：{there}")
            first = timers[0]
            self.now = max(self.now, dt.datetime.fromisoformat(first.at))
            heard = self.driver.deliver(TimeUp(first.id), self.now)
            if first.flow == action.text and heard.rule == "timer":
                return heard
        raise Stuck(action.words[0].at, f"去 {action.text} 的提醒一直轮不到")

    def _restart(self, action: Action) -> Heard:
        before = standing(self.driver.session())
        self.driver.restart()
        if standing(self.driver.session()) != before:
            raise Stuck(action.at, f"重启以后停的地方变了，原来在 {before}")
        return Heard()

    def _repeat(self, action: Action) -> Heard:
        """The same replies again, and nothing has changed."""
        session, first = self.driver.session(), self.heard
        second = self.driver.again(self.now)
        after = self.driver.session()
        if second.replies != first.replies:
            raise Stuck(action.at, "重复送来的一件事，回复和第一次不一样")
        if (session and to_json(session)) != (after and to_json(after)):
            raise Stuck(action.at, "重复送来的一件事改了会话")
        return second


def tell(story: Story, book: Book, driver: Driver | None = None) -> list[Failure]:
    """Tell a story to a driver (the engine alone, where none is given)."""
    return Telling(story, driver or EngineDriver(book, story.reach), book, story.clock).tell()


def _printed(action: Action, replies: tuple[Reply, ...]) -> str:
    """A turn as text: what was done, and what came."""
    words = " ／ ".join(w.text for w in action.words)
    lines = [f"{DOES[action.kind]}{'：' + words if words else ''}"]
    return "\n".join([*lines, *(f"  ← {line}" for line in _lines(replies))])


DOES = {
    "opens": "打开对话",
    "says": "人说",
    "presses": "人按",
    "presses_old": "人按旧按钮",
    "bursts": "人连着说",
    "forwards": "人转发",
    "edits": "人改了话",
    "sends": "人发来",
    "waits": "过了",
    "timer": "提醒响起",
    "restarts": "程序重启",
    "repeats": "上一件事又送来一次",
}


def _lines(replies: tuple[Reply, ...]) -> list[str]:
    lines: list[str] = []
    for reply in replies:
        match reply:
            case Bubble(text):
                lines.append(text)
            case Question():
                labels = " ".join(f"[{b.label}]" for b in reply.buttons)
                lines.append(f"{reply.text} {labels}".rstrip())
            case Paper():
                lines.append(f"（话术 {reply.name}）")
            case Drawing():
                lines += reply.lines()
    return [row for line in lines for row in line.split("\n")] or ["（没有回复）"]
