"""What comes in: one event a turn. Texts of a burst arrive joined with newlines in one `Said`.

As JSON each names its kind under `is`.
"""

from __future__ import annotations

from msgspec import Struct


class Opened(Struct, frozen=True, tag_field="is", tag="opened"):
    """The person opened the conversation (`/start`, a page, the terminal); `payload` may name a flow."""

    payload: str = ""


class Said(Struct, frozen=True, tag_field="is", tag="said"):
    """Words. `forwarded`: somebody else's, a quotation. `early`: written before the open question was delivered,
    so they give slots and danger but are not its answer."""

    text: str
    forwarded: bool = False
    early: bool = False


class Edited(Struct, frozen=True, tag_field="is", tag="edited"):
    """An earlier message was changed: read for danger, otherwise answered with one line."""

    text: str


class Sent(Struct, frozen=True, tag_field="is", tag="sent"):
    """Something that cannot be read: photo, voice, sticker, location, contact, poll, file; a caption is read."""

    kind: str
    caption: str = ""


class Pressed(Struct, frozen=True, tag_field="is", tag="pressed"):
    """A button: `turn:flow.step:choice`."""

    token: str


class TimeUp(Struct, frozen=True, tag_field="is", tag="time_up"):
    """A timer that the store held is due. `wakes`: the channel reaches people who are not looking."""

    timer: str
    wakes: bool = True


Event = Opened | Said | Edited | Sent | Pressed | TimeUp
