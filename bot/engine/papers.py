"""Scripts and letters: rendered in full, with the gaps listed, and recorded so that a correction can mark them superseded."""

from __future__ import annotations

import re

from msgspec.structs import replace

from bot.engine.flowbook import Document
from bot.engine.session import PaperRecord
from bot.engine.turn import Paper, Supersede
from bot.engine.work import Work

GAP = re.compile(r"〔请补：([^〔〕]{1,40})〕")
RECORDED = 30  # papers remembered by a session; older ones are in the transcript


def hand_over(work: Work, document: Document) -> tuple[str, ...]:
    """Render a document with the present answers, reply with it; returns the labels of what is missing."""
    text = document.body.render(work.values())
    missing = gaps(text)
    session = work.session
    paper = f"p{session.next_paper}"
    session.next_paper += 1
    session.papers = [*session.papers, PaperRecord(paper, document.name, session.turn)][-RECORDED:]
    work.replies.append(Paper(paper, document.name, document.title, text, missing))
    work.count(f"document:{document.name}")
    return missing


def gaps(text: str) -> tuple[str, ...]:
    """The labels of what a paper leaves to be filled in."""
    return tuple(dict.fromkeys(GAP.findall(text)))


def supersede_since(work: Work, turn: int) -> None:
    """Documents made after this turn rest on an answer that is no longer held."""
    session = work.session
    stale = tuple(p.id for p in session.papers if p.turn > turn and not p.superseded)
    if stale:
        session.papers = [replace(p, superseded=True) if p.id in stale else p for p in session.papers]
        work.effects.append(Supersede(stale))
