"""Identifiers never survive; what a conversation about debts needs stays."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.masking import KINDS, MARKS, mask, surname_like, valid_id, valid_luhn
from bot.understanding.readings import Masked

FULL = str.maketrans("0123456789", "０１２３４５６７８９")
SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
WORDS = st.sampled_from(
    ["", "我的是", "你好，", "欠了三万，", "逾期23天 ", "给你看：", "就这个 ", "卡号", "手机号", "。\n"]
)


def id_number(area: int, born: dt.date, serial: int) -> str:
    body = f"{area:06d}{born:%Y%m%d}{serial:03d}"
    total = sum(
        int(char) * weight
        for char, weight in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return body + "10X98765432"[total % 11]


def card_number(body: int, size: int) -> str:
    digits = f"62{body:017d}"[: size - 1]
    return next(digits + check for check in "0123456789" if valid_luhn(digits + check))


IDS = st.builds(
    id_number, st.integers(110000, 659999), st.dates(dt.date(1940, 1, 1), dt.date(2010, 12, 31)), st.integers(0, 999)
)
CARDS = st.builds(card_number, st.integers(0, 10**17 - 1), st.integers(15, 19))
PHONES = st.builds(lambda second, rest: f"1{second}{rest:09d}", st.integers(3, 9), st.integers(0, 10**9 - 1))


def grouped(number: str, mark: str, sizes: tuple[int, ...]) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return mark.join([*(piece for piece in pieces if piece), *([number[at:]] if number[at:] else [])])


def survives(number: str, text: str) -> bool:
    """The digits of a number can still be read one after the other."""
    return (
        "".join(
            c
            for c in text.translate(str.maketrans("０１２３４５６７８９零一二三四五六七八九", "01234567890123456789"))
            if c.isalnum()
        ).find(number)
        >= 0
    )


@settings(max_examples=200, deadline=None)
@given(IDS, WORDS, WORDS, st.sampled_from(["plain", "full", "lower", "grouped"]))
def test_id_numbers_never_survive(number: str, before: str, after: str, style: str) -> None:
    """A valid ID number is hidden in every way of writing it."""
    shown = {
        "plain": number,
        "full": number.translate(FULL),
        "lower": number.lower(),
        "grouped": grouped(number, " ", (6, 8, 4)),
    }[style]
    out = mask(before + shown + after)
    assert "id" in out.kinds
    assert not survives(number[:17], out.text)


@settings(max_examples=200, deadline=None)
@given(CARDS, WORDS, WORDS, st.sampled_from(["plain", "full", "spaces", "dashes", "dots"]))
def test_card_numbers_never_survive(number: str, before: str, after: str, style: str) -> None:
    """A valid card number is hidden with spaces, with dashes, in full width."""
    marks = {"spaces": " ", "dashes": "-", "dots": "."}
    shown = (
        grouped(number, marks[style], (4, 4, 4, 4, 4))
        if style in marks
        else number.translate(FULL)
        if style == "full"
        else number
    )
    out = mask(before + shown + after)
    assert out.kinds
    assert not survives(number, out.text)


@settings(max_examples=200, deadline=None)
@given(PHONES, WORDS, WORDS, st.sampled_from(["plain", "full", "344", "dash", "86", "spoken", "hidden"]))
def test_mobile_numbers_never_survive(number: str, before: str, after: str, style: str) -> None:
    """A mobile number is hidden in groups, in full width, spoken, with a country code, with hidden characters."""
    shown = {
        "plain": number, "full": number.translate(FULL), "344": grouped(number, " ", (3, 4, 4)), "dash": grouped(number, "-", (3, 4, 4)),
        "86": f"+86 {number}", "spoken": number.translate(SPOKEN).replace("一", "幺", 1), "hidden": "\u200b".join(number),
    }[style]  # fmt: skip
    out = mask(before + shown + after)
    assert "phone" in out.kinds
    assert not survives(number[1:], out.text)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("0123456789 -，路号栋室我叫李明验证码一二三〔〕元万")),
        max_size=90,
    )
)
def test_masking_is_total_and_idempotent(text: str) -> None:
    """Any text is masked, and masking again changes nothing."""
    once = mask(text)
    assert isinstance(once, Masked)
    assert set(once.kinds) <= set(KINDS)
    assert mask(once.text).text == once.text
    assert (once.text == text) == (not once.kinds)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 -，我叫李明路号元", max_size=60), st.integers(0, 60), st.integers(0, 20))
def test_kept_spans_are_never_touched(text: str, start: int, length: int) -> None:
    """The words of a kept span stand in the masked text as they were."""
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert text[start:end] in mask(text, keep=((start, end),)).text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我叫李明", ("name",)), ("我叫欧阳娜娜，", ("name",)), ("姓名：王小红，身份证11010119900307457X", ("id", "name")), ("联系人张三 13900139000", ("phone", "name")),
        ("本人陈静，现欠款三万", ("name",)), ("我老公叫刘强。", ("name",)), ("我住在朝阳区建国路88号院2栋301室", ("address",)), ("地址：湖北省武汉市洪山区珞喻路１０３７号", ("address",)),
        ("阳光花园3栋2单元501", ("address",)), ("王家村3组12号", ("address",)), ("验证码是883210", ("code",)), ("收到的883210是验证码吗", ("code",)), ("支付密码123456", ("code",)),
        ("验证码八八三二一零", ("code",)), ("一三八零零一三八零零零打给我", ("phone",)), ("138 0013 8000或139 0013 9000", ("phone",)), ("卡6222021234567890128", ("card",)),
        ("15位证110101900307457", ("id",)), ("张三,13900139000", ("phone",)), ("13800138000,13900139000", ("phone",)), ("13800138000 13900139000", ("phone",)),
    ],
)  # fmt: skip
def test_identifiers_are_hidden_with_their_kinds(text: str, kinds: tuple[str, ...]) -> None:
    """Every kind has its mark."""
    out = mask(text)
    assert out.kinds == kinds
    assert all(MARKS[kind] in out.text for kind in kinds)


@pytest.mark.parametrize(
    "text",
    [
        "本人逾期三个月", "本人单身", "本人于2023年借款", "本人常年在外打工", "本人高中文化", "本人向平台申请", "我叫不醒老公", "本人安排还款", "我叫苦不迭", "联系人都被打了", "姓名不方便说",
        "欠12345678901元", "欠 1,234,567.00 元", "一共13800138000块？", "借了80000分12期每期910", "三万二千一百", "一二三四五", "1500 3000 200 4000", "2026-11-20 2026-12-20",
        "2026年11月20日 12:30", "工单号20261120123456", "投诉编号：2026112000123", "案号（2026）京0105民初12345号", "打12356，不行打400-161-9995", "95188 12378 12348 110 120",
        "15号还款，12月5号发工资", "到了半路15号再说", "这里3号发", "坐3号线", "三栋房子都卖了", "密码改了", "验证码收不到", "利率0.05%，年化18.25", "010-12345678", "360借条58好借", "逾期23天欠8000",
        "2万3千5百", "本人王", "我叫", "10月20号到12月3号",
    ],
)  # fmt: skip
def test_what_the_talk_needs_stays(text: str) -> None:
    """Amounts, dates, tickets, hotlines and sentences that look like names are not masked."""
    assert mask(text) == Masked(text)


def test_check_digits_are_understood() -> None:
    """The helpers agree with published examples."""
    assert valid_luhn("4111111111111111")
    assert not valid_luhn("4111111111111112")
    assert valid_id("11010519491231002X")
    assert not valid_id("110105194912310021")
    assert not valid_id("１１０１０５１９４９１２３１００２X")
    assert surname_like("李明")
    assert not surname_like("单身")


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "一", "路3号", "我叫李", "验证码", "3栋", "13800138000，", "\ud800", "0.1"]
)
def test_long_texts_are_masked_in_time(unit: str) -> None:
    """100,000 characters of anything are masked without trouble."""
    assert isinstance(mask((unit * 100_000)[:100_000]), Masked)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("身份证 4 4 0 3 0 1 1 9 9 0 0 1 0 1 1 2 3 7", "4 4 0"), ("身份证号四四零三零一一九九零零一零一一二三七", "四四"),
        ("卡是6222.0212.3456.7890.123", "6222"), ("手机138-1234-5678", "138"), ("我号码是幺三八幺二三四五六七八", "幺三八"),
        ("验证码 4 8 2 9 1 3", "4 8"), ("收到验证码482 913", "913"), ("校验码是 １２３４５６", "１２３"), ("密码1 2 3 4 5 6", "5 6"),
        ("我住幸福小区3号楼2单元501", "501"), ("建设路甲12号3门601", "601"), ("住在阳光花园十二栋三单元四零二", "四零二"),
        ("我姓王叫王建国", "建国"), ("你好，我是王小明。", "小明"), ("借款人：李雷 身份证在平台", "李雷"), ("护照E12345678", "1234"),
        ("我姓欧阳叫娜娜", "娜娜"), ("我姓欧阳，叫娜娜", "欧阳"), ("我姓王叫小明", "小明"), ("姓李名建国", "建国"), ("我姓张，名叫三丰。", "三丰"),
    ],
)  # fmt: skip
def test_identifiers_in_disguise_are_hidden(text: str, hidden: str) -> None:
    """Blanks, dots, full width and words for digits hide nothing from the mask."""
    assert hidden in text
    assert hidden not in mask(text).text


@pytest.mark.parametrize(
    "text",
    ["我是包工头，没活了", "我是单亲妈妈，", "我是周五，", "我是石家庄，", "我姓什么不重要", "我姓王叫什么不重要", "我姓王叫啥", "我姓陈", "姓王的叫我还", "验证码没收到 欠 3000 2000", "住在3号楼那会儿借的",
     "12378打不通", "95188转3", "一二三四五家都欠", "2026年11月20号到期", "案号(2026)粤0305民初12345号"],
)  # fmt: skip
def test_what_looks_alike_stays(text: str) -> None:
    """Trades, towns, days, hotlines and case numbers are no identifiers."""
    assert mask(text).text == text
