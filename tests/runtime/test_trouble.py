"""Whatever fails between accepting and sending, somebody answers, nothing is half done, and the log has no words."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from bot import safe
from bot.runtime.wire import SendError
from bot.storage.errors import StoreUnavailable
from tests.runtime.rig import House, echo

pytestmark = pytest.mark.asyncio


async def test_a_fault_of_ours_is_answered_and_the_place_is_kept(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """The safe text goes out, the session is as it was, the event is set aside, the log has no words."""
    await house.says("你好")
    with caplog.at_level(logging.INFO, logger="wenzhu"):
        answer = await house.says("坏")
    assert answer.safe
    assert house.phone.words()[2:] == list(safe.STUMBLED)
    assert await house.told() == ["你好"]
    assert await house.store.waiting() == []
    assert (await house.store.status()).set_aside == 1
    assert "turn-failed" in caplog.text
    assert "error=KeyError" in caplog.text
    assert "where=tests/runtime/rig.py" in caplog.text
    assert "秘密" not in caplog.text
    assert "坏" not in caplog.text
    await house.says("接着")
    assert await house.told() == ["你好", "接着"]


async def test_one_poisonous_text_never_hides_the_others(house: House) -> None:
    """A text that raises is set aside, those around it are answered."""
    await house.dispatcher.accept([house.said("一"), house.said("坏"), house.said("二")])
    await house.dispatcher.settle()
    # joined they are no longer the poison; alone it is
    assert await house.told() == ["一\n坏\n二"]

    def poisoned(book: Any, session: Any, event: Any, now: Any) -> Any:
        if "坏" in getattr(event, "text", ""):
            raise RuntimeError
        return echo(book, session, event, now)

    house.dispatcher._turns._advance = poisoned
    await house.dispatcher.accept([house.said("三"), house.said("坏"), house.said("四")])
    await house.dispatcher.settle()
    assert await house.told() == ["一\n坏\n二", "三", "四"]
    assert (await house.store.status()).set_aside == 1


class Broken:
    """A store whose disk is gone in some of its doors."""

    def __init__(self, store: Any, *doors: str) -> None:
        self._store, self.doors = store, set(doors)

    def __getattr__(self, name: str) -> Any:
        if name in self.doors:

            async def refuse(*_: Any, **__: Any) -> Any:
                raise StoreUnavailable("The disk is full.")

            return refuse
        return getattr(self._store, name)


@pytest.mark.parametrize("doors", [("accept",), ("load",), ("commit",), ("accept", "load", "commit", "claim_parts")])
@pytest.mark.parametrize(("text", "said"), [("你好", safe.CANNOT_SAVE), ("我不想活了", safe.DANGER)])
async def test_with_the_disk_gone_the_safe_words_come_at_once(
    tmp_path: Path, doors: tuple[str, ...], text: str, said: tuple[str, ...]
) -> None:
    """Whichever door of the store fails, the constant words are said, within two seconds."""
    async with House(tmp_path) as house:
        broken = Broken(house.store, *doors)
        house.dispatcher._store = house.dispatcher._turns._store = house.delivery._store = broken
        began = asyncio.get_running_loop().time()
        answer = await asyncio.wait_for(house.says(text), 2)
        assert asyncio.get_running_loop().time() - began < 1
        assert answer.safe
        assert house.phone.words() == list(said)
        broken.doors.clear()
        await house.says("好了")
        told = "\n".join(await house.told()).split("\n")
        assert told[-1] == "好了"
        assert ("accept" in doors) or text in told  # what was accepted is answered once the disk is back


async def test_a_full_disk_is_told_once_however_often_the_platform_asks_again(tmp_path: Path) -> None:
    """The same updates come with every poll: one telling a person, one more for a new message, danger first."""
    async with House(tmp_path) as house:
        house.dispatcher._store = Broken(house.store, "accept")
        batch = [house.said("一"), house.said("二"), house.said("三", who="b")]
        house.phone.faults = [SendError("gone for good", retry=False)]  # one person's telling is lost: it comes again
        for _ in range(4):
            with pytest.raises(StoreUnavailable):
                await house.dispatcher.accept(batch)
        assert house.phone.words("phone:a") == list(safe.CANNOT_SAVE)
        assert house.phone.words("phone:b") == list(safe.CANNOT_SAVE)
        batch.append(house.said("我不想活了"))
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await house.dispatcher.accept(batch)
        assert house.phone.words("phone:a") == [*safe.CANNOT_SAVE, *safe.DANGER]
        assert house.phone.words("phone:b") == list(safe.CANNOT_SAVE)


async def test_a_disk_that_comes_back_needs_no_restart(tmp_path: Path) -> None:
    """The accepted message is answered by itself, once."""
    async with House(tmp_path) as house:
        broken = Broken(house.store, "commit")
        house.dispatcher._store = house.dispatcher._turns._store = broken
        assert (await house.says("你好")).safe
        broken.doors.clear()
        await asyncio.wait_for(house.dispatcher.settle(), 5)
        assert await house.told() == ["你好"]
        assert house.phone.words()[-2:] == ["第1轮：你好", "还有1"]


async def test_danger_never_waits_for_a_slow_disk(tmp_path: Path) -> None:
    """While a disk takes seconds, danger is answered from memory."""
    async with House(tmp_path) as house:
        real = house.store.accept

        async def slow(items: Any) -> Any:
            await asyncio.sleep(2.2)
            return await real(items)

        house.store.accept = slow  # type: ignore[method-assign]
        asking = asyncio.create_task(house.says("我不想活了"))
        await asyncio.sleep(1.9)
        assert house.phone.words() == list(safe.DANGER)
        await asking
        assert house.phone.words()[-2:] == ["第1轮：我不想活了", "还有1"]


async def test_broken_flows_still_give_the_safe_words(house: House) -> None:
    """Without any edition danger is answered from the constant table."""

    def gone() -> Any:
        raise RuntimeError

    house.dispatcher._safety._borrow = house.dispatcher._turns._borrow = gone
    assert (await house.says("我不想活了")).safe
    assert house.phone.words() == list(safe.DANGER)


async def test_a_danger_reader_that_fails_lets_no_danger_pass(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the reader of danger raises, the words for danger are said."""

    def fails(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.runtime.safety.read_danger", fails)
    assert (await house.says("坏")).safe
    assert house.phone.words() == list(safe.DANGER)
