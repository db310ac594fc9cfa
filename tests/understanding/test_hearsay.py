"""What one only read or was told of is no event: 网上说一万以下不起诉 threatens nobody; what collectors say, and what kin saw, does."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding.opening import read_opening

TODAY = dt.date(2026, 11, 22)


def _events(text: str) -> tuple[str, ...]:
    reading = read_opening(text, TODAY).facts.get("events")
    return tuple(str(v) for v in reading.value) if reading is not None and isinstance(reading.value, tuple) else ()


@pytest.mark.parametrize(
    "told",
    [
        "网上说一万以下不起诉", "律师说三个月以上才起诉", "听说逾期三个月会起诉", "网上说三个月就起诉", "群里说五万以上要立案", "抖音上说逾期不还会坐牢", "抖音说不还就抓人",
        "朋友说欠款不还就起诉", "同事讲这种要走法律程序", "有人说满九十天就起诉", "别人说平台会上门", "贴吧里说逾期就爆通讯录", "视频里说逾期一天就上征信", "小红书说要转给法务",
        "据说两万以上走诉讼", "评论区说催收会打单位电话", "网友说他们就是吓唬人不起诉", "大家都说会冻结银行卡", "听人说要列入失信", "我问过律师，律师说一般不起诉小额的",
        "老乡说这种都要告到法院的", "知乎上说逾期半年会被强制执行", "网上都讲平台就喜欢打单位座机", "群里讲这家最爱打家里人电话",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}", "借呗欠两万，{}", "{}，我该怎么办"])
def test_hearsay_is_no_event(told: str, frame: str) -> None:
    """A rule that somebody read of happened to nobody."""
    assert _events(frame.format(told)) == ()


@pytest.mark.parametrize(
    ("told", "event"),
    [
        ("催收说三天不还就起诉", "lawsuit_threat"), ("他们说要起诉我", "lawsuit_threat"), ("平台说要起诉我了", "lawsuit_threat"), ("听催收说要起诉我", "lawsuit_threat"),
        ("对方律师说要起诉我", "lawsuit_threat"), ("短信说再不还就起诉", "lawsuit_threat"), ("网上说不会起诉，可是催收说明天就起诉", "lawsuit_threat"),
        ("催收说不还就抓我坐牢", "criminal_threat"), ("催收说明天上门", "home_visit_threat"),
        ("同事说催收打电话到公司了", "workplace_contact"), ("我妈说催收给我爸打电话了", "contacts_harassed"), ("邻居说昨天有人来敲我家门", "home_visit"),
        ("朋友说接到催收电话了", "contacts_harassed"), ("亲戚说收到了催收的短信", "contacts_harassed"), ("听同事说催收把电话打到前台了", "workplace_contact"),
        ("家族群里说催收打电话给亲戚了", "contacts_harassed"), ("律师说我被起诉了", "summons"), ("朋友说他收到我的催收短信了", "contacts_harassed"),
    ],
)  # fmt: skip
def test_what_is_said_to_oneself_or_seen_by_kin_stays(told: str, event: str) -> None:
    """A collector's word is the event itself, and what a colleague took on the telephone happened."""
    assert event in _events(told)
