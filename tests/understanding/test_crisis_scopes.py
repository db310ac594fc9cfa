"""The words around a sign decide: denial, old times, somebody's insult, other people, jokes, things, the dead."""

from __future__ import annotations

import itertools

import pytest

from bot.understanding.crisis import read_danger
from bot.understanding.readings import DangerKind, Level

WISHES = ("想死", "想自杀", "想跳楼", "想轻生", "想一死了之", "想上吊")
DENIALS = ("我没有{}", "我没{}", "我不{}", "我从来没{}", "我不是{}，就是累", "我并没有{}", "我可没有{}，就是烦")
NOT_DENIALS = (
    "我不是开玩笑，我真{}",
    "不是矫情，我是真{}",
    "我不怕坐牢，我{}",
    "没什么，就是{}",
    "不要劝我，我就{}",
    "我不是不{}，是不敢",
    "别说了，我{}",
    "我没骗你，我{}",
)
PAST = ("以前{}过，现在好了", "去年{}过，现在想开了", "曾经{}过，后来走出来了", "刚逾期那会儿{}过，现在觉得不值")
NOT_PAST = ("以前{}过，现在还是{}", "之前{}过，最近又{}", "以前没{}过，现在真的{}", "昨晚{}，看着孩子又下不了手")
INSULTS = ("怎么不去死", "去死", "跳楼去吧", "赶紧去死", "死了算了")
SPEAKERS = ("催收", "客服", "对方", "催收员")
KIN = ("我老公", "我老婆", "我弟", "我妈", "我朋友", "室友", "我儿子", "我同事")


def filled(frames: tuple[str, ...], wishes: tuple[str, ...] = WISHES) -> list[str]:
    return [frame.replace("{}", wish).replace("过过", "过") for frame, wish in itertools.product(frames, wishes)]


@pytest.mark.parametrize("text", filled(DENIALS))
def test_denied_wish_is_distress(text: str) -> None:
    """A negation that covers the wish takes it back; it stays a sign of distress."""
    assert read_danger(text).level is Level.DISTRESS


@pytest.mark.parametrize("text", filled(NOT_DENIALS))
def test_negation_of_something_else_denies_nothing(text: str) -> None:
    """不是开玩笑 and 不怕坐牢 leave the wish standing, and a double negation affirms it."""
    assert read_danger(text).latches


@pytest.mark.parametrize("text", filled(PAST, ("想死", "想自杀", "想跳楼")))
def test_past_and_resolved_is_distress(text: str) -> None:
    """Thoughts of another time, said to be over, do not latch."""
    assert not read_danger(
        text.replace("想死过", "想过死").replace("想自杀过", "想过自杀").replace("想跳楼过", "想过跳楼")
    ).latches


@pytest.mark.parametrize("text", filled(NOT_PAST, ("想死", "想自杀", "想跳楼")))
def test_past_that_is_present_again_fires(text: str) -> None:
    """A wish that came back, or was there last night, is present."""
    assert read_danger(text).latches


@pytest.mark.parametrize(
    "text", [f"{who}{verb}{words}" for who in SPEAKERS for verb in ("说我", "骂我", "让我") for words in INSULTS]
)
def test_insult_of_a_collector_is_distress(text: str) -> None:
    """What a collector throws at the person is a hurt, not a wish."""
    assert read_danger(text).level is Level.DISTRESS


@pytest.mark.parametrize(
    "text",
    ["催收逼得我想死", "被催收骂得我不想活了", "客服骂我，我真想死", "他们让我去死，我也觉得死了好", "催收打爆电话，我想跳楼", "催收说要告我，我不想活了",
     "老板说我不如去死，我也这么觉得"],
)  # fmt: skip
def test_own_wish_under_pressure_fires(text: str) -> None:
    """Collectors in the sentence do not turn the person's own wish into a quotation."""
    assert read_danger(text).latches


@pytest.mark.parametrize(
    "text",
    [f"{who}{said}" for who in KIN for said in ("说想死", "说他不想活了", "想跳楼", "说活着没意思", "老说要自杀")],
)
def test_reported_wish_of_somebody_near_is_another_person(text: str) -> None:
    """A relative's words are a crisis, and the person who writes is the companion."""
    danger = read_danger(text)
    assert danger.latches
    assert danger.kind is DangerKind.OTHER_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "爸妈对不起，我想死",
        "我妈知道了我就去死",
        "老婆跟我离婚了，我不想活了",
        "看着孩子，我想死又不敢",
        "没有我，老婆孩子会过得更好",
        "妈，我先走一步了，对不起",
    ],
)
def test_relatives_in_the_sentence_do_not_take_the_danger_over(text: str) -> None:
    """The wish stays the person's own when the relative is only addressed or mentioned."""
    assert read_danger(text).kind is DangerKind.SELF


@pytest.mark.parametrize(
    "text",
    [
        f"{wish}{who}"
        for wish in ("我想捅死", "真想砍了", "我要弄死", "恨不得杀了", "迟早打死")
        for who in ("那个催收", "他们", "平台老板")
    ],
)
def test_will_to_hurt_somebody_is_harm_to_others(text: str) -> None:
    """A will to hurt with a target latches with its own kind."""
    danger = read_danger(text)
    assert danger.latches
    assert danger.kind is DangerKind.HARM_TO_OTHERS


@pytest.mark.parametrize(
    "text",
    [
        f"{who}说{threat}"
        for who in ("催收", "他", "对方")
        for threat in ("要弄死我", "要砍我", "要杀我全家", "要打断我的腿", "弄死你")
    ],
)
def test_threat_received_is_distress(text: str) -> None:
    """The same verbs aimed at the person are a threat received."""
    assert read_danger(text).level is Level.DISTRESS


@pytest.mark.parametrize("thing", ["公司", "店里", "厂子", "生意", "手机电池", "资金链"])
def test_a_thing_that_cannot_go_on_is_no_crisis(thing: str) -> None:
    """撑不下去了 latches for a person only, and also for the person beside the shop."""
    assert not read_danger(f"{thing}撑不下去了").latches
    assert read_danger(f"{thing}撑不下去了，我也撑不下去了").latches


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("我死了债要家里还吗", "我爸死了，债要我还吗"),
        ("人死债消是真的吗", "人死债消是真的吗，我爷爷走了留了点债"),
        ("我没了网贷谁还", "奶奶没了，她的网贷谁还"),
    ],
)
def test_own_death_is_not_the_estate_of_the_dead(own: str, other: str) -> None:
    """Asking about one's own death latches; asking about the debts of somebody who died does not."""
    assert read_danger(own).latches
    assert not read_danger(other).latches


@pytest.mark.parametrize(
    ("pair", "single"),
    [("我坐在天台上不想下去", "我在天台晒被子"), ("人在江边，水好凉", "在江边跑步"), ("安眠药备好了一整瓶", "医生开的安眠药一天一片"), ("刀在手边，割下去就好了", "我在切菜，刀很快"),
     ("炭点上了，门窗封死了", "炭买好了，周末烧烤"), ("密码都写好留给我妈了", "密码改了"), ("遗书写好了", "协商信写好了"), ("带着刀去他们公司", "带着合同去他们公司")],
)  # fmt: skip
def test_indirect_signs_need_their_second_half(pair: str, single: str) -> None:
    """A place, a means or a letter is a sign only beside lingering, readiness or farewell."""
    assert read_danger(pair).level is Level.IMMINENT
    assert read_danger(single).level < Level.IDEATION


@pytest.mark.parametrize("word", ["累", "烦", "饿", "热", "笑", "穷", "气", "急", "困", "忙", "尴尬", "难受"])
def test_degree_is_no_death_unless_it_ends_in_suanle(word: str) -> None:
    """累死了 is a degree; 累死算了 is not trusted."""
    assert not read_danger(f"{word}死了").latches
    assert not read_danger(f"{word}死我了").latches
    assert read_danger(f"活着{word}死了，不如死了算了").latches


@pytest.mark.parametrize(
    "text", ["我不想死，已经想好了，跟平台慢慢谈", "我没想死，我是已经决定好了要好好还钱", "借钱的念头又来了，怎么忍住"]
)
def test_a_resolve_to_live_and_a_temptation_are_no_turned_denial(text: str) -> None:
    """Decided to pay or to talk is no decision to die; a thought that is back may be of a loan."""
    assert not read_danger(text).latches


@pytest.mark.parametrize("mark", ["。", "，", "！", "？", "\n", " "])
@pytest.mark.parametrize("after", ["我欠微粒贷两万，逾期23天。", "我吃饭了", "我受够了"])
def test_what_comes_after_a_mark_is_not_whom_they_threaten(mark: str, after: str) -> None:
    """他们…下地狱。我欠两万: the person of the next clause is not the one at whom harm is aimed."""
    assert read_danger(f"想拉着他们一起下地狱{mark}{after}").latches


@pytest.mark.parametrize(
    "text",
    ["他说他死了算了", "老公说他死了算了", "我老公说他活着没意思", "他说他死了就好了", "他买了很多安眠药", "我老公买了很多安眠药"],
)  # fmt: skip
def test_what_another_says_of_himself_is_about_him(text: str) -> None:
    """Somebody who is quoted, or who bought the pills, is the one in danger; the one who writes is not asked about herself."""
    found = read_danger(text)
    assert found.level >= Level.IDEATION
    assert found.kind is DangerKind.OTHER_PERSON


@pytest.mark.parametrize("text", ["他说我死了算了", "我跟他说我死了算了", "他走了，我买了安眠药"])
def test_what_is_said_of_oneself_to_another_is_about_oneself(text: str) -> None:
    """A name beside the words takes nobody's danger away."""
    assert read_danger(text).kind is DangerKind.SELF


@pytest.mark.parametrize("text", ["我老婆割腕了", "我老公上吊了", "我女儿割腕了", "她割腕了"])
def test_an_act_of_somebody_near_is_theirs(text: str) -> None:
    """Who stands beside hears 120 for the other one; what one did oneself, told to a wife, stays one's own."""
    assert read_danger(text).kind is DangerKind.OTHER_PERSON
    assert read_danger(text).level >= Level.IDEATION
    assert read_danger("老婆，我割腕了").kind is DangerKind.SELF
    assert read_danger("我跟老婆说我割腕了").kind is DangerKind.SELF
