"""A conversation on a real wire feels as it should."""

from __future__ import annotations

import pytest

from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio


async def test_a_person_starts_and_presses_a_button(rig: Rig) -> None:
    """The first bubble, a press found by its label, the keyboard that gives way to what was chosen."""
    person = rig.person()
    first = await rig.says(person, "/start")
    print(first, person.labels())
    assert "删除" in first
    label = person.labels()[0]
    second = await rig.presses(person, label)
    print(second)
    assert second
    assert f"✓ {label}" in person.words()
