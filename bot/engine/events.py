"""What comes in: one event a turn. Texts of a burst arrive joined with newlines in one `Said`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    """The person opened the conversation (`/start`, a page, the terminal); `payload` may name a flow."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words. `forwarded`: somebody else's, a quotation. `early`: written before the open question was delivered,
    so they give slots and danger but are not its answer."""

    text: str
    forwarded: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """An earlier message was changed: read for danger, otherwise answered with one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that cannot be read: photo, voice, sticker, location, contact, poll, file; a caption is read."""

    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: `turn:flow.step:choice`."""

    token: str


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A timer that the store held is due. `wakes`: the channel reaches people who are not looking."""

    timer: str
    wakes: bool = True


Event = Opened | Said | Edited | Sent | Pressed | TimeUp
