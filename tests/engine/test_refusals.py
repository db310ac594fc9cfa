"""Words that deny, refuse or only ask are not taken for their opposite, in danger and beside it, on the shipped book."""

from __future__ import annotations

import pytest

from tests.engine.person import Person, settled
from tests.shipped import shipped_book


def talk(*lines: str) -> Person:
    """Somebody who has said all this to the shipped book."""
    them = settled(shipped_book())
    them.say_all(*lines)
    return them


@pytest.mark.parametrize(
    "text", ["他把我逼的", "他说不还就让我去死", "不是我说的那样，是我爸逼的", "我妈说的", "人没意思"]
)
def test_somebody_else_in_the_sentence_turns_nothing(text: str) -> None:
    """Whoever wants to die and names another stays the one who is asked."""
    them = talk("我不想活了", text)
    assert (them.at, them.here.latch and them.here.latch.kind) == ("crisis.ideation", "self")


@pytest.mark.parametrize("text", ["不是我，是我儿子", "是我老公说的", "他关机了"])
def test_somebody_else_is_turned_to(text: str) -> None:
    """Whoever says plainly that another is meant is helped with the other."""
    assert talk("我不想活了", text).at.startswith("crisis.other")


@pytest.mark.parametrize(
    "text",
    ["他不接电话了", "他不回我消息了", "他说他不回来了", "他没回来了", "他不开门了", "他没放下刀了", "他不肯住院", "医生说他是抑郁症",
     "要不要送他去医院", "怎么劝他去医院", "我不敢报警了", "他妈妈"],
)  # fmt: skip
def test_nothing_is_over_beside_somebody(text: str) -> None:
    """What has not happened yet brings no 「先松半口气」, no 「有人接手了」, no 「接线的人怎么说」 and no 「骂吧」."""
    said = talk("我老公说不想活了", text).said
    assert not any(relief in said for relief in ("松半口气", "有人接手了", "接线的人怎么说", "骂吧"))


@pytest.mark.parametrize("text", ["别叫120来了", "我不想去医院", "我不在医院", "警察别来了", "在去楼顶的路上了"])
def test_nothing_is_over_at_the_edge(text: str) -> None:
    """Help that is refused has not come."""
    said = talk("我已经站在楼顶了", text).said
    assert "人到了就好" not in said
    assert "做得对。先别挂" not in said


@pytest.mark.parametrize("text", ["我妈在家就好了", "我爸来了会打我", "我爸来了又走了", "老公在家打我", "我妈在外地"])
def test_a_wish_for_company_is_no_company(text: str) -> None:
    """The night is not planned on somebody who is not there, or who hurts."""
    them = talk("我不想活了", "有", "没有", "没有")
    them.says(text)
    assert them.at != "crisis.tonight"
    assert "我也松一口气" not in them.said


@pytest.mark.parametrize(
    "text", ["我妈去世，之前治病借了两万，现在还不上", "遗产分完了，我还欠网贷两万", "我爸病逝了，借钱给他看病欠了三万"]
)
def test_own_debts_beside_a_death_are_own_debts(text: str) -> None:
    """Heirs' bounds are told of debts of the dead only."""
    assert "遗产价值以内" not in talk(text).said


@pytest.mark.parametrize("text", ["每月可以分期还五百", "可以缓一个月还500", "能晚两天还一千", "最多可以晚点还，八百"])
def test_a_sum_is_no_question(text: str) -> None:
    """An answer that holds a sum is not answered by a topic."""
    assert not any(topic in talk(text).said for topic in ("各家不一样，看合同", "不用会说话，照着念就行"))


@pytest.mark.parametrize("text", ["想过跳楼", "吃安眠药", "活着没意思，想吃药"])
def test_a_way_that_is_named_does_not_start_over(text: str) -> None:
    """Whoever has said yes to the direct question, by its label too, and then names a way is asked on from there."""
    them = talk("我真的不想活了", "有", text)
    assert them.at == "crisis.thanks"
    assert "你又说到这里" not in them.said
