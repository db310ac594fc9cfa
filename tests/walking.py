"""A machine that walks the shipped book: every step, every rung, every rendering that it can find, the same way each time.

`walked()` walks once a process and remembers; `walked().texts` is everything that was ever shown, each with the events that
led there. It is guided by what is new: a moment is gone on from when it entered a step, took a way, or printed a text as never
before. Everything goes through `advance`; chance is a fixed seed and the number of turns is bounded.
It is long because it is one machine: what it tries, what it remembers and what it tells belong together.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import cycle

from bot.authoring.drivers import EngineDriver
from bot.authoring.stories import tell
from bot.authoring.story_reader import KINDS, Story, read_story
from bot.content.edition import Edition, every_writing
from bot.content.freeze import freeze
from bot.content.problems import Problems
from bot.content.sources import snapshot
from bot.content.summary_fields import Audience
from bot.content.tree import CardRef
from bot.content.writing import At, Put
from bot.content.writing import walk as parts_of
from bot.engine.advance import advance
from bot.engine.builtins import WORDS
from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book, Document, Place, Slot
from bot.engine.pages import Section
from bot.engine.session import Answer, Frame, Session
from bot.engine.turn import Bubble, Drawing, Forget, Paper, Question, Reply, Turn
from bot.engine.values import SlotType, Stored
from bot.engine.values import freeze as freeze_value
from bot.reports.case import case_of
from bot.reports.summary import sections_of
from tests.renderings import renderings
from tests.shipped import shipped
from tests.walking_people import BESIDE, HELD, OPENINGS, TYPED

ZONE = dt.timezone(dt.timedelta(hours=8))
FRIDAY = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
YEARS_LATER = dt.datetime(2028, 3, 1, 10, 0, tzinfo=ZONE)  # every fact has expired: its safe wording is said
ENOUGH, TURNS = 14_000, 26_000  # of the normal run: until everything was met, but not less and not more
KNOWN = 0.6  # of the later stretches: people whose answers are held already
PATIENCE = 30  # people in a row for whom a paper prints nothing new
STRETCH = 12  # turns of one ordinary stretch
KEEPS = 0.9  # of those people let their answers be kept
MOSTLY = 0.85  # of them answer what was asked
DEPTH = 60  # events from the first bubble; more is a person who plays
AWAY = (dt.timedelta(minutes=11), dt.timedelta(hours=13), dt.timedelta(hours=21), dt.timedelta(days=3))


@dataclass(frozen=True, slots=True)
class Shown:
    """One text that somebody can be shown, and how they came there."""

    kind: str  # bubble, question, label, paper, drawing
    text: str
    reply: Reply  # of which it is a part
    came: tuple[str, ...]
    said: str = ""  # what the person had typed on the way: its digits may come back
    name: str = ""  # of a paper
    reckoned: bool = False  # a rate was worked out in this turn: its percentage is no fact

    def __str__(self) -> str:
        return f"{self.kind} {self.name}\n{self.text}\n  <- {' / '.join(self.came[-8:])}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in the walk: the session, the clock, and the way here."""

    session: Session | None
    now: dt.datetime
    came: tuple[str, ...] = ()
    said: str = ""


@dataclass(slots=True)
class Walk:
    """All that was met: steps, ways, rungs, renderings, texts, and what went wrong on the way."""

    edition: Edition
    seen: set[Hashable] = field(default_factory=set)
    texts: dict[tuple[str, str], Shown] = field(default_factory=dict)
    several: list[tuple[str, ...]] = field(default_factory=list)  # ways to turns that ask more than once
    turns: int = 0
    marks: set[tuple[At, str]] = field(default_factory=set)

    def places(self) -> set[str]:
        return {f[1] for f in self._of("at")}

    def ways(self) -> set[tuple[str, str, str]]:
        return {(f[1], f[2], f[3]) for f in self._of("way")}

    def rungs(self) -> set[tuple[str, int]]:
        """Question and rung."""
        return {(f[1], f[2]) for f in self._of("rung")}

    def renderings(self) -> set[tuple[At, str]]:
        return {(f[1], f[2]) for f in self._of("text")}

    def shown(self) -> Iterator[Shown]:
        yield from self.texts.values()

    def _of(self, kind: str) -> Iterator[tuple]:  # type: ignore[type-arg]
        return (f for f in self.seen if isinstance(f, tuple) and f[0] == kind)


@cache
def walked() -> Walk:
    """The walk of this process."""
    return Walker(shipped()).walk(TURNS)


class Witness(EngineDriver):
    """Tells a written story to the walk: each of its turns is met as well."""

    def __init__(self, walker: Walker, reach: str) -> None:
        super().__init__(walker.book, reach)
        self.walker = walker
        self.moment = Moment(None, FRIDAY)

    def turn(self, event: Event, now: dt.datetime) -> Turn:
        self.walker.here.marks.clear()
        turn = super().turn(event, now)
        self.moment = self.walker.met(replace(self.moment, now=now), event, turn)
        return turn


class Walker:
    """Chooses what to do next, does it, and notes what came."""

    def __init__(self, edition: Edition, seed: int = 0) -> None:
        self.chance = random.Random(seed)
        self.here = Walk(edition)
        operator = {"name": "某社区法律服务站", "contact": "前台"}
        self.book = freeze(edition.tree, edition.id, edition.register, operator, self._watch)
        self.nobodys = freeze(edition.tree, edition.id, edition.register, {}, self._watch)
        self.rates = {
            part.at
            for writing in every_writing(edition.tree)
            for part in parts_of(writing.parts)
            if isinstance(part, Put) and any(f.name == "rate" for f in part.filters)
        }
        self.stories = tuple(stories_of(snapshot().files))
        self.words = tuple(dict.fromkeys(words for story in self.stories for words in said_in(story)))
        self.queue: deque[Moment] = deque()
        self.kept: list[Moment] = []
        self.todo: list[tuple[str, Hashable]] = [(at.file, ("text", at, how)) for at, how, _ in renderings(edition)]
        self.todo += [
            (step.file, ("at", str(step.place))) for flow in self.book.flows.values() for step in flow.steps.values()
        ]
        self.users = users_of(edition)
        self.asked: set[Hashable] = set()
        self.keys = {name: tuple(o.key for o in slot.options) for name, slot in self.book.slots.items()}

    def _watch(self, at: At, how: str) -> None:
        if not at.file.startswith("templates/summaries"):  # printed by reports, whose own tests walk them
            self.here.marks.add((at, how))

    def walk(self, turns: int) -> Walk:
        first = self.does(Moment(None, FRIDAY), Opened())
        later = self.does(Moment(None, YEARS_LATER), Opened())
        for start in (first, later):
            self.everything_at(start)
        for story in self.stories:
            tell(story, self.book, Witness(self, story.reach))
        for words in (*OPENINGS, *self.words):
            self.does(Moment(None, FRIDAY), Said(words))
        for words in OPENINGS:
            self.does(first, Said(words, forwarded=True))
        self.oddities(first)
        self.papers(first, PATIENCE)
        self.papers(later, PATIENCE)
        self.pages(first)
        flows = cycle(sorted(self.book.flows))
        while self.here.turns < (turns if self.missing() else min(turns, ENOUGH)):
            if self.queue:
                self.go_on(self.queue.popleft())
            elif self.here.turns > ENOUGH:
                self.towards(first, later, self.chance.choice(self.missing()))
            elif self.chance.random() < KNOWN:
                self.wander(self.does(self.known_person(first), Opened(next(flows))))
            else:
                self.wander(self.chance.choice(self.kept))
        return self.here

    def missing(self) -> list[str]:
        """The files of which a step or a rendering was not met yet."""
        self.todo = [(file, thing) for file, thing in self.todo if thing not in self.here.seen]
        return [file for file, _ in self.todo]

    def towards(self, first: Moment, later: Moment, file: str) -> None:
        """To where a file is said: its flow, a flow that uses the card, a step that hands the paper over."""
        start = self.chance.choice((first, first, later))
        somebody = self.chance.choice((start, self.known_person(start)))
        place = self.chance.choice(self.users.get(file, [Place("", "")]))
        if file.startswith("flows/") and place.flow:
            self.wander(self.does(somebody, Opened(place.flow)))
        elif file.startswith("templates/") and place.flow:
            self.enter(self.known_person(start), place)
            self.wander(self.does(somebody, Opened(place.flow)))
        else:
            self.wander(self.chance.choice(self.kept))

    def enter(self, somebody: Moment, place: Place) -> None:
        """A step as it is for this person, entered at once: for papers, which print gaps for whatever is unknown."""
        assert somebody.session is not None
        somebody.session.stack, somebody.session.open = [Frame(place.flow, place.step)], None
        self.does(somebody, Said("再说一遍"))

    def everything_at(self, start: Moment) -> None:
        """Every flow by its link, every word that works everywhere, every interrupt by its first words."""
        for flow in self.book.flows.values():
            self.does(start, Opened(flow.id))
        for interrupt in self.book.interrupts:
            for word in (*interrupt.whole[:1], *interrupt.contains[:1]):
                self.does(start, Said(word))
        for words in (*OPENINGS, *(w[0] for w in WORDS.values())):
            self.does(start, Said(words))

    def oddities(self, first: Moment) -> None:
        """What machines and other editions bring: media, words that were too early, old buttons, a step that is gone."""
        assert first.session is not None
        assert first.session.open is not None
        for kind in (*KINDS, "other"):
            self.does(first, Sent(kind))
        self.does(first, Edited("改过的话"))
        self.does(first, Said(BESIDE[0], early=True))
        opened = first.session.open
        token = f"{opened.turn}:{opened.place}:{opened.choices[0]}"
        self.does(self.does(self.does(first, Pressed(token)), Opened("about_bot")), Pressed(token))
        self.does(first, Pressed("1:nowhere.step:yes"))
        self.does(first, Pressed(f"1:{self.book.routes.returning}:yes"))
        gone = first.session.copy()
        gone.stack, gone.open, gone.edition = [Frame(self.book.routes.home.flow, "gone")], None, "former"
        for _ in range(3):  # a clock that chance moves on hides it behind a return
            self.does(replace(first, session=gone), Opened())

    def papers(self, first: Moment, patience: int) -> None:
        """Every script and letter where it is handed over, for different people, as long as one prints something new."""
        for flow in self.book.flows.values():
            for step in flow.steps.values():
                if step.action(Document) is None or flow.crisis:
                    continue
                idle = 0
                while idle < patience:
                    known = len(self.here.seen)
                    self.enter(self.known_person(first), step.place)
                    idle = 0 if len(self.here.seen) > known else idle + 1

    def pages(self, first: Moment) -> None:
        """The page of different people for each reader, gone through to its end: all kept, all taken out, and by chance."""
        ways = (("rest", "look", "add", "agree"), ("rest", "look", "add", "refuse"), ("drop", "enough"), ())
        for liked in ways * 3:
            moment = self.does(self.known_person(first), Opened(self.book.routes.export.flow))
            while len(moment.came) < DEPTH and (opened := moment.session.open if moment.session else None) is not None:
                likely = [key for key in opened.choices if key != "none"]
                if not likely:
                    break
                key = next((key for key in liked if key in likely), self.chance.choice(likely))
                moment = self.does(moment, Pressed(f"{opened.turn}:{opened.place}:{key}"))

    def go_on(self, moment: Moment) -> None:
        """At a question not met before everything that answers it; elsewhere one thing that somebody may do."""
        opened = moment.session.open if moment.session else None
        question = waits(moment.session)
        if opened is not None and ("rung", f"{opened.place}:{opened.key}", 1) not in self.here.seen:
            beside = composed(moment)
            for words in BESIDE:
                beside = self.does(beside, Said(words))
        if question in self.asked:
            self.wander(moment, 2)
            return
        self.asked.add(question)
        for event in self.answers(moment):
            self.does(moment, event)
        self.does(moment, Said("为什么问"))
        self.does(moment, Said("还有360借条欠3000"))
        self.appointments(moment)

    def appointments(self, moment: Moment) -> None:
        """Each reminder at its hour, the first of them when all are due, and danger while they wait."""
        timers = moment.session.timers if moment.session else []
        hours = [dt.datetime.fromisoformat(timer.at) for timer in timers]
        for timer, hour in zip(timers, hours, strict=True):
            self.does(replace(moment, now=max(moment.now, hour)), TimeUp(timer.id))
        if timers:
            self.does(replace(moment, now=max(moment.now, *hours)), TimeUp(timers[0].id))
            self.does(moment, Said("我不想活了"))

    def wander(self, moment: Moment, steps: int = STRETCH) -> None:
        """A stretch of an ordinary conversation: mostly answers, now and then something else."""
        for _ in range(steps):
            if moment.session is None or len(moment.came) >= DEPTH:
                return
            likely = self.chance.random() < MOSTLY
            moment = self.does(moment, self.chance.choice(self.answers(moment)) if likely else self.anything(moment))

    def known_person(self, start: Moment) -> Moment:
        """Somebody whose answers are held already, some of them as said-unknown or skipped, of one or more lenders."""
        assert start.session is not None
        session, chance = start.session.copy(), self.chance
        session.keep, missing = chance.random() < KEEPS, chance.choice((0, 0.2, 0.5, 0.8))
        for owner in self.book.lists.values():
            count = chance.choice((0, 1, 1, 2, 3, owner.maximum))
            session.items[owner.name] = [f"d{n + 1}" for n in range(count)]
            session.next_item = count + 1
            if count:
                session.current[owner.name] = "d1"
        for slot in self.book.slots.values():
            if slot.compute is not None or chance.random() < missing:
                continue
            owned = next((o for o in self.book.lists.values() if slot.name.startswith(f"{o.alias}.")), None)
            for item in session.items[owned.name] if owned else [""]:
                session.slots[f"{slot.name}@{item}" if item else slot.name] = self.answer(slot, start.now)
        said = "\n".join(HELD[SlotType.REFERENCE])  # type: ignore[arg-type]  # texts, all of them
        return replace(start, session=session, came=(*start.came, "(answers held)"), said=f"{start.said}\n{said}")

    def answer(self, slot: Slot, now: dt.datetime) -> Answer:
        chance = self.chance
        value: Stored
        state = chance.choice(("value",) * 8 + ("unknown", "skipped"))
        keys = self.keys.get(slot.name, ())
        match slot.type:
            case SlotType.CHOICE:
                value = chance.choice(keys)
            case SlotType.CHOICES:
                value = chance.sample(keys, chance.randrange(1, 4))
            case SlotType.YES_NO:
                value = chance.choice((True, False))
            case kind:
                value = freeze_value(chance.choice(HELD[kind]))
        early = None  # said as a stretch of days: the earliest counts
        if slot.type is SlotType.DATE and chance.random() < 0.4:
            early = (dt.date.fromisoformat(str(value)) - dt.timedelta(days=2)).isoformat()
        if state != "value":
            return Answer(state, at=now.isoformat(), turn=1)
        return Answer(state, value, early, value if early else None, at=now.isoformat(), turn=1)

    def answers(self, moment: Moment) -> list[Event]:
        session = moment.session
        opened = session.open if session else None
        if opened is None:
            return [Said("在吗"), Opened()]
        found: list[Event] = [Pressed(f"{opened.turn}:{opened.place}:{key}") for key in opened.choices]
        slot = self.book.slots.get(opened.key.partition("@")[0])
        found += [Said(words) for words in (TYPED.get(slot.type, ()) if slot else ())]
        return [*found, Said(BESIDE[0]), Said("嗯"), Said("跳过")]

    def anything(self, moment: Moment) -> Event:
        """One thing that somebody may do anywhere."""
        chance = self.chance
        match chance.randrange(10):
            case 0 | 1 | 2:
                return chance.choice(self.answers(moment))
            case 3 | 4 | 5:
                return Said(chance.choice(self.words))
            case 6:
                return Said(chance.choice([w[0] for w in WORDS.values()]))
            case 7:
                return Opened(chance.choice(["", *self.book.flows]))
            case 8:
                return Said(chance.choice(OPENINGS), forwarded=chance.random() < 0.2)
            case _:
                sent = Sent(chance.choice(("photo", "voice", "sticker", "file")))
                return chance.choice((sent, Edited("改过的话"), Pressed("1:nowhere.step:yes")))

    def does(self, moment: Moment, event: Event) -> Moment:
        """One turn; where it brought something new, the walk goes on from it."""
        if moment.session is not None and self.chance.random() < 0.05:
            moment = replace(moment, now=moment.now + self.chance.choice(AWAY))
        self.here.marks.clear()
        book = self.book if moment.now.year == FRIDAY.year else self.nobodys  # years later nobody says who runs it
        turn = advance(book, moment.session, event, moment.now)
        if turn.wants:
            turn = advance(book, moment.session, event, moment.now, {turn.wants: page(book, turn, moment.now)})
        return self.met(moment, event, turn)

    def met(self, moment: Moment, event: Event, turn: Turn) -> Moment:
        """What a turn brought is noted."""
        self.here.turns += 1
        said = f"{moment.said}\n{event.text}" if isinstance(event, Said) else moment.said
        after = Moment(turn.session, moment.now, (*moment.came, printed(event)), said)
        self.note(turn, after)
        new = features(turn, self.here.marks) - self.here.seen
        self.here.seen |= new
        if new and len(after.came) < DEPTH and not any(isinstance(e, Forget) for e in turn.effects):
            self.queue.append(after)
            self.kept.append(after)
        return after

    def note(self, turn: Turn, after: Moment) -> None:
        reckoned = any(at in self.rates for at, _ in self.here.marks)
        if sum(isinstance(r, Question) for r in turn.replies) > 1:
            self.here.several.append(after.came)
        for reply in turn.replies:
            for kind, text, name in texts_of(reply):
                if (kind, text) not in self.here.texts:
                    self.here.texts[kind, text] = Shown(kind, text, reply, after.came, after.said, name, reckoned)


def page(book: Book, turn: Turn, now: dt.datetime) -> tuple[Section, ...]:
    """What would leave for the reader that a turn wants to show it to, of somebody without a transcript."""
    return sections_of(case_of(turn.session, book, now), Audience(turn.wants))


def composed(moment: Moment) -> Moment:
    """The same moment of somebody who has not spoken beside the question before."""
    assert moment.session is not None
    session = moment.session.copy()
    session.adrift = session.rung = 0
    return replace(moment, session=session)


def waits(session: Session | None) -> Hashable:
    """The question that is open; in danger also whether a paper was spoken of, which waits until danger is over; of the items of
    a list also which is talked of, and whether there may be more."""
    opened = session.open if session else None
    if session is None or opened is None:
        return None
    more = not any(t.endswith(":done") for t in session.told) if "@" in opened.key else None
    return opened.place, opened.key, opened.kind, session.latch is not None and "events" in session.slots, more


def features(turn: Turn, marks: set[tuple[At, str]]) -> set[Hashable]:
    """What makes a turn worth going on from."""
    opened = turn.session.open
    found: set[Hashable] = {("at", place) for place in turn.path}
    found |= {("way", w.kind, w.place, w.name) for w in turn.ways}
    found |= {("text", *mark) for mark in marks}
    found.add(("waits", waits(turn.session)))
    found.add(("rule", turn.rule.partition(":")[0], opened.kind if opened else ""))
    if turn.rule == "ladder" and opened is not None:
        found.add(("rung", turn.session.rung_at, turn.session.rung))
    return found


def texts_of(reply: Reply) -> Iterator[tuple[str, str, str]]:
    match reply:
        case Bubble(text):
            yield "bubble", text, ""
        case Question(text, buttons):
            yield "question", text, ""
            for button in buttons:
                yield "label", button.label, ""
        case Paper(_, name, title, text):
            yield "paper", f"{title}\n{text}", name
        case Drawing(name, title):
            yield "drawing", title, name


def users_of(edition: Edition) -> dict[str, list[Place]]:
    """Which steps say what is written in a file."""
    found: dict[str, list[Place]] = {}
    for flow in edition.tree.flows.values():
        for name, step in flow.steps.items():
            place = Place(flow.id, name)
            files = [flow.file]
            files += [f"templates/{step.document.text}.md.j2"] if step.document else []
            said = (*step.say, *(step.handoff.bubbles if step.handoff else ()))
            files += [f"templates/cards/{b.name.text}.j2" for b in said if isinstance(b, CardRef)]
            for file in files:
                found.setdefault(file, []).append(place)
    return found


def printed(event: Event) -> str:
    match event:
        case Pressed(token):
            return f"[{token.partition(':')[2]}]"
        case Opened(payload):
            return f"open {payload}".strip()
        case Said(text) | Edited(text):
            return text
        case Sent(kind, _):
            return f"<{kind}>"
        case TimeUp(timer):
            return f"timer {timer}"


def stories_of(files: Mapping[str, bytes]) -> Iterator[Story]:
    """The written stories."""
    for name, data in sorted(files.items()):
        if name.startswith("stories/") and (story := read_story(name, data, Problems())) is not None:
            yield story


def said_in(story: Story) -> Iterator[str]:
    """All that somebody says in a story."""
    for step in story.steps:
        if step.action is not None and step.action.kind in {"says", "bursts", "forwards"}:
            yield from (w.text for w in step.action.words)
