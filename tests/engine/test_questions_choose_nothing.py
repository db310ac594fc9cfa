"""A question chooses nothing: at no menu of the shipped book is what somebody only asks taken for one of its options."""

from __future__ import annotations

import pytest

from tests.engine.person import settled
from tests.shipped import shipped_book

MENUS = {
    "first_response.settle": (),
    "first_response.urgent": ("借呗两万，逾期20天，失业了，一个月能还500",),
    "first_response.reason": ("借呗两万，逾期20天", "都没有"),
    "first_response.script": ("借呗两万，逾期20天，失业了，一个月能还500", "都没有"),
    "after_call.refused": ("借呗两万，逾期20天，失业了，一个月能还500", "都没有", "打了，被拒"),
}
QUESTIONS = (
    "催收会打给我老婆吗", "会不会上门啊", "多久会起诉", "会坐牢吗", "能不能只还本金", "打电话会被录音吗", "要不要告诉家里人", "不还会怎么样", "会影响孩子上学吗",
    "征信什么时候能恢复", "可以先还一家吗", "法院会冻结我工资卡吗", "卡里的钱会被划走吗", "换了号码他们会找到我吗", "打了没打通要再打吗", "我是不是该先跳过", "要是没打通咋整",
    "谈不拢会不会马上起诉", "第一个是什么意思", "失业了还能谈分期吗", "选哪个好", "文字版啥意思",
)  # fmt: skip


@pytest.mark.parametrize("at", MENUS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_is_no_option(at: str, question: str) -> None:
    """The menu still waits, and no answer to it is held."""
    them = settled(shipped_book())
    them.say_all(*MENUS[at])
    assert them.at == at
    opened = them.here.open
    assert opened is not None
    held = them.here.slots.get(opened.key)
    them.says(question)
    assert them.here.slots.get(opened.key) == held
    assert not (them.last.rule or "").startswith(("label", "parser:"))
