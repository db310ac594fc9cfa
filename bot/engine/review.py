"""Nothing leaves unseen: a page is gone through section by section, each kept or taken out, before it becomes a file.

First what such a page holds (留着／去掉; 后面都留着 shows all that is left at once), then, if the person wants to look, what may
be added to it (加上／不加; health and crisis with a yes of their own). A yes rests on the words that were shown: a section that
says something else by now is shown again, whatever was said since. A no is one to the section: it stays out, whatever it says.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bot.engine.answers import value_under
from bot.engine.asking import put_question
from bot.engine.flowbook import Export, Step
from bot.engine.pages import CONSENT, REQUIRED, Section
from bot.engine.papers import gaps
from bot.engine.session import Decided, OpenQuestion, PaperRecord, Review
from bot.engine.turn import Export as Leaves
from bot.engine.turn import Paper
from bot.engine.work import Work

KIND = "review"
CHOICES = {
    "keep": ("keep", "drop", "rest", "none"),
    "offer": ("look", "enough", "none"),
    "add": ("add", "leave", "enough", "none"),
    "consent": ("agree", "refuse", "enough", "none"),
}
"""What can be pressed at each kind of question; `none` is always there: nothing leaves."""
STAYS = frozenset({"keep", "rest", "add", "agree"})
OFFERED = frozenset({"look", "enough"})
"""What is said to the offer of more; it is of no section."""


class Asked(Struct, frozen=True):
    """The next question of a review: about a section, or (offer) whether to look at what may be added."""

    stage: str
    section: Section | None = None
    number: int = 0
    of: int = 0
    titles: str = ""


def audience_of(work: Work, slot: str) -> str:
    """For whom: the choice held under this slot, "" where there is none."""
    value = value_under(work, slot)
    return value if isinstance(value, str) else ""


def begin_anew(work: Work) -> None:
    """A review that was left half way is no beginning of another one."""
    work.session.review = None


def review(work: Work, step: Step, slot: str) -> str:
    """Put the next question of the review: `wait`; `on` once all is decided; `none` where nothing is left to give."""
    audience = audience_of(work, slot)
    if not audience:
        return "none"
    session = work.session
    if session.review is None or session.review.audience != audience:
        session.review = Review(audience, session.turn)
    sections = work.pages.get(audience)
    if sections is None:
        work.wants = audience
        return "wait"
    if session.review.rest:
        session.review = show_rest(work, session.review, sections)
    asked = following(session.review, sections)
    if asked is not None:
        put(work, step, asked)
        return "wait"
    if any(decision(session.review, s) for s in sections):
        return "on"
    session.review = None
    return "none"


def show_rest(work: Work, held: Review, sections: tuple[Section, ...]) -> Review:
    """后面都留着: all that is left of the page in one bubble, kept in these words."""
    left = [s for s in sections if s.terms == REQUIRED and decision(held, s) is None]
    if left:
        work.say("review_rest_shown")
        work.bubble("\n\n".join(map(shown, left)), "page")
    for section in left:
        held = _with(held, Decided(section.field, True, section.mark, "rest"))
    return replace(held, rest=False)


def following(held: Review, sections: tuple[Section, ...]) -> Asked | None:
    """What is to be asked next, None once everything is decided."""
    required = [s for s in sections if s.terms == REQUIRED]
    for number, section in enumerate(required, 1):
        if decision(held, section) is None:
            return Asked("keep", section, number, len(required))
    more = [s for s in sections if s.terms != REQUIRED]
    left = [s for s in more if decision(held, s) is None]
    changed = [s for s in left if any(d.field == s.field for d in held.decided)]
    if not changed and (not left or _said(held, "enough")):
        return None
    if not changed and not _said(held, "look"):
        return Asked("offer", None, 0, len(left), "、".join(s.title for s in left))
    section = (changed or left)[0]
    return Asked("consent" if section.terms == CONSENT else "add", section, more.index(section) + 1, len(more))


def decision(held: Review, section: Section) -> bool | None:
    """Whether a section stays; None while nothing was said of it, or other words of it were kept."""
    found = next((d for d in held.decided if d.field == section.field), None)
    if found is None or (found.stays and found.mark != section.mark):
        return None
    return found.stays


def _said(held: Review, word: str) -> bool:
    """Whether the offer of more was answered with this."""
    return any(d.stage == word for d in held.decided)


def _with(held: Review, made: Decided) -> Review:
    """The last word on a section is the one that counts."""
    return replace(held, decided=(*(d for d in held.decided if not made.field or d.field != made.field), made))


def shown(section: Section) -> str:
    return f"【{section.title}】\n{section.text}"


def put(work: Work, step: Step, asked: Asked) -> None:
    """The section in its own words, then the question under it."""
    keys = CHOICES[asked.stage]
    extra = {"n": asked.number, "of": asked.of, "titles": asked.titles}
    data: tuple[str, ...] = (asked.stage,)
    if asked.section is not None:
        work.bubble(shown(asked.section), "page")
        data = (asked.stage, asked.section.field, asked.section.mark)
    choices = [(key, work.phrase(f"review_{key}")) for key in keys]
    put_question(work, work.phrase(f"review_{asked.stage}_ask", **extra), choices, step.place, "none", KIND, data=data)


def decide(work: Work, opened: OpenQuestion, key: str) -> bool:
    """Hold what was pressed; true where the person wants nothing to leave."""
    held = work.session.review
    if key == "none" or held is None:
        work.session.review = None
        return True
    if key in OFFERED:
        if len(opened.data) == 3:  # an addition that says something else by now, and is no longer wanted
            held = replace(held, decided=tuple(d for d in held.decided if d.field != opened.data[1]))
        held = _with(held, Decided("", True, "", key))
    elif len(opened.data) == 3:
        stage, field, mark = opened.data
        held = _with(held, Decided(field, key in STAYS, mark, "rest" if key == "rest" else stage))
    work.session.review = replace(held, rest=key == "rest")
    return False


def leave_out(work: Work, opened: OpenQuestion) -> None:
    """跳过: what was not answered does not leave."""
    stage = opened.data[0] if opened.data else ""
    decide(work, opened, {"keep": "drop", "add": "leave", "consent": "refuse"}.get(stage, "enough"))


def undo(work: Work) -> bool:
    """上一步: the last decision is open again; false where none was made."""
    held = work.session.review
    if held is None or not held.decided:
        return False
    made = list(held.decided)
    while len(made) > 1 and made[-1].stage == made[-2].stage == "rest":
        made.pop()
    work.session.review = replace(held, decided=tuple(made[:-1]), rest=False)
    return True


def hand_out(work: Work, step: Step, action: Export) -> str:
    """The file, once its page was gone through; a paper needs no review, it was shown when it was made."""
    form = audience_of(work, action.form)
    if not action.audience:
        return _paper(work, form)
    outcome = review(work, step, action.audience)
    held = work.session.review
    if outcome != "on" or held is None:
        return outcome
    leaving = [s for s in work.pages[held.audience] if decision(held, s)]
    consented = tuple(s.field for s in leaving if s.terms == CONSENT)
    work.effects.append(
        Leaves(
            audience=held.audience,
            form=form,
            removed=tuple(d.field for d in held.decided if not d.stays and d.stage == "keep"),
            added=tuple(s.field for s in leaving if s.terms != REQUIRED),
            consented=consented,
            before=held.turn,
        )
    )
    for field in consented:
        work.session.consents[f"export:{held.audience}:{field}"] = work.now.isoformat()
    work.count(f"export:{held.audience}:{form}")
    work.session.review = None
    return "on"


def _paper(work: Work, form: str) -> str:
    """The script or letter handed over last, with the answers of this moment."""
    record = last_paper(work)
    if record is None:
        work.say("export_nothing")
        return "on"
    document = work.book.documents[record.name]
    text = document.body.render(work.values())
    work.effects.append(Leaves(form=form, paper=Paper(record.id, document.name, document.title, text, gaps(text))))
    work.count(f"export:{document.name}:{form}")
    return "on"


def last_paper(work: Work) -> PaperRecord | None:
    """The paper shown last that this edition still has."""
    return next((p for p in reversed(work.session.papers) if p.name in work.book.documents), None)
