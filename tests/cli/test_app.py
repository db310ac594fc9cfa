"""The assembled house: live edits, refused edits, one clock, files written whole."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from bot.app import House, NoEdition, Shelf, log_to, write_whole
from bot.settings import Settings

pytestmark = pytest.mark.asyncio
SHIPPED = Path(__file__).parents[2] / "flows" / "about_fee.yaml"


async def test_a_saved_file_is_taken_up_while_people_talk(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A good edit swaps the edition; a broken one keeps the last good one and tells its editor."""
    own = home / "own" / "flows"
    own.mkdir(parents=True)
    told: list[str] = []

    async def editors(text: str) -> None:
        told.append(text)

    settings = Settings(content_dir=home / "own", data_dir=home / "data")
    shelf = Shelf(settings)
    assert shelf.refresh() == "swapped"
    caplog.set_level(logging.INFO, logger="wenzhu")
    async with House(settings, shelf=shelf, senders={}, private=True, editors=editors) as house:
        first = house.borrow().edition
        await house.refresh()
        assert (house.borrow().edition, told) == (first, [])
        text = SHIPPED.read_text(encoding="utf-8")
        (own / "about_fee.yaml").write_text(text.replace("不收费", "不收费的"), encoding="utf-8")
        await house.refresh()
        second = house.borrow().edition
        assert second != first
        (own / "about_fee.yaml").write_text(text.replace("end: answered", "next: nowhere"), encoding="utf-8")
        await house.refresh()
        assert house.borrow().edition == second
        assert "flows/about_fee.yaml:" in told[-1]
        assert told[-1].endswith("改好保存，马上换上。"), "whoever edits must know that the last good one still talks"
        assert "content-refused" in caplog.text
        (own / "about_fee.yaml").unlink()
        await house.refresh()
        assert house.borrow().edition == first


async def test_a_broken_folder_at_the_start_leaves_the_shipped_flows(home: Path) -> None:
    """Own flows that are refused give way to the shipped ones, and the report names their file."""
    own = home / "own" / "flows"
    own.mkdir(parents=True)
    (own / "about_fee.yaml").write_text("flow: [", encoding="utf-8")
    shelf = Shelf(Settings(content_dir=home / "own"))
    with pytest.raises(NoEdition):
        shelf.book()
    assert shelf.refresh() == "refused"
    assert "about_fee" in shelf.book().flows
    assert "flows/about_fee.yaml" in shelf.report


async def test_a_file_is_written_whole_or_not_at_all(home: Path) -> None:
    """A new file replaces the old one in one step, for this account alone; a failure leaves nothing behind."""
    target = home / "out.md"
    target.write_text("old", encoding="utf-8")
    write_whole(target, "新".encode())
    assert target.read_text(encoding="utf-8") == "新"
    assert target.stat().st_mode & 0o777 == 0o600
    (home / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(home / "folder", b"x")
    assert sorted(os.listdir(home)) == ["folder", "out.md"]


async def test_the_loop_of_the_house_ends_with_it(home: Path) -> None:
    """Leaving the house leaves no task running."""
    shelf = Shelf(Settings())
    shelf.refresh()
    async with House(Settings(data_dir=home / "data"), shelf=shelf, senders={}) as house:
        await house.begin()
        await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_the_log_goes_to_a_file_of_its_own(home: Path) -> None:
    """The log is written in the data folder, not on the borrower's screen."""
    logger = logging.getLogger("wenzhu")
    before = (logger.handlers, logger.level, logger.propagate)
    try:
        (home / "data").mkdir()
        log_to(Settings(data_dir=home / "data"))
        logger.info("started")
        for handler in logger.handlers:
            handler.close()
        assert "started" in (home / "data" / "wenzhu.log").read_text(encoding="utf-8")
    finally:
        logger.handlers, logger.level, logger.propagate = before
