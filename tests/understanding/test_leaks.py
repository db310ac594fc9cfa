"""Who sends the borrower's picture or papers to people he knows has both made them public and drawn those people in."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding.opening import read_opening

TODAY = dt.date(2026, 11, 22)
BOTH = frozenset({"privacy_leak", "contacts_harassed"})


def _events(text: str) -> frozenset[str]:
    reading = read_opening(text, TODAY).facts.get("events")
    return frozenset(reading.value) & BOTH if reading is not None and isinstance(reading.value, tuple) else frozenset()


@pytest.mark.parametrize(
    "told",
    [
        "催收发了我的身份证照片到通讯录", "他们发我身份证到我通讯录里的人", "催收把我的身份证照片发到通讯录了", "把我照片发给我通讯录所有人了", "催收发我的照片给我亲戚",
        "他们将我的欠款截图群发给了我的同事", "平台发了我手持身份证的照片给我爸妈", "催收给我通讯录群发我的照片", "给我所有联系人发了我的身份证", "他把我借款合同发给了我同学",
        "对方发了我的自拍给我老公", "把我欠钱的事发给了通讯录好友", "催收往我家族群里发了我的身份证", "他们传我的照片给我的朋友们",
    ],
)  # fmt: skip
def test_papers_sent_to_people_one_knows(told: str) -> None:
    """Verb in front of the picture or behind it: both events are told."""
    assert _events(told) == BOTH


@pytest.mark.parametrize(
    "told",
    [
        "会不会把我的身份证照片发到通讯录", "怕他们发我的照片给亲戚", "客服让我发身份证照片给他", "我把身份证照片发给客服了", "我发了我的身份证照片给我老婆", "我发照片到家族群",
        "催收没有发我的照片给通讯录", "网上说会发你的照片给通讯录", "银行要我发身份证照片", "我妈发了我的照片给我姑姑看", "老婆发了孩子的照片给我", "他们让我发身份证到群里",
    ],
)  # fmt: skip
def test_what_is_feared_asked_for_or_ones_own_doing(told: str) -> None:
    """A fear, a request and what the family sends each other are neither."""
    assert not _events(told)
