"""Several pictures sent together are one thing said, however Telegram brings them."""

from __future__ import annotations

import asyncio

import pytest

from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio


async def test_an_album_is_answered_once(rig: Rig) -> None:
    """Five screenshots sent together are one photo to us, and a caption among them is read."""
    person = rig.person()
    await rig.says(person, "/start")
    await rig.api.push(*(person.medium("photo", media_group_id="77") for _ in range(5)))
    await rig.quiet()
    assert sum("图" in m["text"] for m in person.news()) == 1
    first = person.medium("photo", "都是催收发来的", media_group_id="78")
    await rig.api.push(first, *(person.medium("photo", media_group_id="78") for _ in range(4)))
    await rig.quiet()
    assert sum("图我看不了" in m["text"] for m in person.news()) <= 1
    session = await rig.session()
    assert session is not None
    assert session.turn == 3  # the opening and one turn for each album


@pytest.mark.parametrize("pause", [0.0, 0.6])
@pytest.mark.parametrize("worded", [0, 1, None])
async def test_an_album_in_two_batches_is_answered_once(rig: Rig, pause: float, worded: int | None) -> None:
    """Its second part comes in the next batch, at once or late, with the words in the first part, the second, or none."""
    person = rig.person()
    await rig.says(person, "/start")
    await rig.says(person, "正被催收")
    parts = [person.medium("photo", "微粒贷逾期半个月" if n == worded else "", media_group_id="9") for n in (0, 1)]
    asked = rig.api._poll
    await rig.api.push(parts[0])
    await rig.api.changed(lambda: rig.api._poll > asked)  # the first batch is in the bot's hands
    await asyncio.sleep(pause)
    await rig.api.push(parts[1])
    await rig.quiet()
    news = person.news()
    assert sum("图我看不了" in m["text"] for m in news) == 1
    session = await rig.session()
    assert session is not None
    late = bool(pause) and worded == 1  # words that came when the album was answered are words of their own
    assert session.turn == 4 if late else 3
    assert any("微粒贷" in str(slot.value) for slot in session.slots.values()) == (worded is not None)


async def test_all_words_of_an_album_are_read(rig: Rig) -> None:
    """Danger below the third of four pictures is heard, and what else waits in that chat keeps its order."""
    person, other = rig.person(), rig.person(1002)
    await rig.says(person, "/start")
    captions = ("看看", "", "我不想活了", "")
    parts = [person.medium("photo", caption, media_group_id="9") for caption in captions]
    await rig.api.push(*parts, other.text("/start"))
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    assert session.latch is not None
    assert session.turn == 2
    assert other.theirs()
