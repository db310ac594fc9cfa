"""Disguise does not help: what fires plainly also fires split, dotted, hidden, in full width, traditional or pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.crisis import CORE_REGRESSION, read_danger
from bot.understanding.crisis_normal import fold
from bot.understanding.crisis_respell import views
from bot.understanding.readings import Level

# Sentences of Chinese characters only, short enough that one separator style runs through all of them.
PLAIN = [text for text, level, _ in CORE_REGRESSION if all("一" <= char <= "鿿" for char in text)]
SHORT = [text for text in PLAIN if len(text) <= 12]
INVISIBLE = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufe0f", "\u00ad"])
SOFT = st.sampled_from([" ", "  ", ".", "·", "-", "_", "*", "~", "/", "|", "😭", "💔", "…", "#", "　"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLAIN), INVISIBLE, st.data())
def test_invisible_characters_hide_nothing(text: str, mark: str, data: st.DataObject) -> None:
    """Zero-width characters anywhere change neither level nor kind."""
    places = data.draw(st.sets(st.integers(0, len(text))))
    hidden = "".join((mark if place in places else "") + char for place, char in enumerate(text))
    plain, found = read_danger(text), read_danger(hidden)
    assert (found.level, found.kind) == (plain.level, plain.kind)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLAIN), SOFT, st.data())
def test_soft_separators_anywhere_still_fire(text: str, mark: str, data: st.DataObject) -> None:
    """Spaces, dots, dashes and emoji between any characters do not stop a sentence from latching."""
    places = data.draw(st.sets(st.integers(1, max(1, len(text) - 1))))
    split = "".join((mark if place in places else "") + char for place, char in enumerate(text))
    assert read_danger(split).latches


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SHORT), st.sampled_from(["，", "。", "！", ",", "、", "\n", "；", "? "]))
def test_every_character_on_its_own_still_fires(text: str, mark: str) -> None:
    """Sentence marks or line breaks after every single character are read as one sentence."""
    assert read_danger(mark.join(text)).latches


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PLAIN),
    st.sampled_from(["在吗，", "我欠微粒贷两万，逾期23天。", "ok\n", "！！", "你好 "]),
    st.booleans(),
)
def test_words_around_do_not_hide_danger(text: str, other: str, first: bool) -> None:
    """A sentence of danger fires before or after a sentence about debts."""
    whole = other + text if first else f"{text}。{other}"
    assert read_danger(whole).level >= Level.IDEATION


@pytest.mark.parametrize(
    "text",
    [
        "zisha", "ZI SHA", "zìshā", "zi4sha1", "ｚｉｓｈａ", "想zs", "zs", "我想z sha", "wo xiang si", "xiangsi", "bu想活了", "不xiang活了",
        "bu xiang huo le", "huobuxiaqu", "wo bu xiang huo le", "bxhl", "想si", "想s", "去s算了", "想4了", "tiaolou", "想跳lou", "割wan",
        "自沙", "自鲨", "自砂", "自纱", "紫砂", "籽杀", "自*杀", "自x杀", "自○杀", "自 杀", "自。杀", "自\n杀", "自\u200b杀", "想亖", "想歹匕",
        "不想氵舌了", "不想火了", "不想伙了", "布想活", "想鼠了", "想似了", "想die", "想💀", "轻 生", "跳·楼", "割 腕", "自殺", "跳樓", "燒炭自殺",
        "唔想活", "活着冇意思", "死咗算", "想 死", "想…死", "想💀死", "我想🔪自己", "一了l百了", "kill myself", "i want to die", "烧tan", "安眠yao都备好了",
    ],
)  # fmt: skip
def test_known_disguises_fire(text: str) -> None:
    """Pinyin, initials, homophones, look-alikes, net slang and emoji of the core words latch."""
    assert read_danger(text).latches


@pytest.mark.parametrize(
    "text",
    [
        "紫砂壶生意亏了", "zs银行信用卡", "招商银行zs", "选4", "想火锅了", "不想火上浇油", "挑楼层", "上钓鱼台", "xs哈哈", "sb催收", "tl通联", "gw",
        "xiang huan qian", "wo bu hui", "buzhidao", "hao de", "shi de", "ok", "app打不开", "vip", "ssss", "4", "xswl", "想4期还", "le",
    ],
)  # fmt: skip
def test_ordinary_letters_do_not_latch(text: str) -> None:
    """Letters and homophones in ordinary use stay ordinary."""
    assert not read_danger(text).latches


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_views_know_where_their_characters_came_from(text: str) -> None:
    """Each character of a view points at a piece of the original, in order."""
    for view in (fold(text), *views(text)):
        assert len(view.starts) == len(view.stops) == len(view.text)
        places = list(zip(view.starts, view.stops, strict=True))
        assert all(0 <= start < stop <= len(text) for start, stop in places)
        assert places == sorted(places)


def test_spans_count_characters_of_the_original() -> None:
    """The place of a sign is given in the text as typed."""
    text = "欠三万，我\u200b不 想.活了"
    danger = read_danger(text)
    (start, end), *_ = danger.spans
    assert text[start:end] == "不 想.活"
