"""A child drawn into it: threatened or feared for; the parent's own ways and the borrower's own school are not meant."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.understanding.opening import read_opening


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("他们说去我孩子学校", "child_threatened"),
        ("说要对我女儿怎么样", "child_threatened"),
        ("他们说要去我孩子学校闹", "child_threatened"),
        ("说找我儿子麻烦", "child_threatened"),
        ("催收说知道我女儿在哪上学", "child_threatened"),
        ("他说要去幼儿园找我闺女", "child_threatened"),
        ("威胁要把我儿子带走", "child_threatened"),
        ("说放学去堵我孩子", "child_threatened"),
        ("对方扬言让我女儿在学校待不下去", "child_threatened"),
        ("短信里写了我儿子的学校和班级", "child_threatened"),
        ("说要打给我女儿班主任", "child_threatened"),
        ("催收给我儿子的班主任打电话了", "child_threatened"),
        ("他们真去孩子学校了", "child_threatened"),
        ("说要弄我女儿", "child_threatened"),
        ("说要动我儿子", "child_threatened"),
        ("他们把电话打到我女儿幼儿园", "child_threatened"),
        ("再不还钱就去接你女儿放学，他是这么说的", "child_threatened"),
        ("说要去我娃的学校拉横幅", "child_threatened"),
        ("有人在孩子学校门口等", "child_threatened"),
        ("怕他们去我孩子学校", "child_feared"),
        ("他们会不会去我女儿学校", "child_feared"),
        ("担心他们找我儿子", "child_feared"),
        ("催收会不会找到我孩子的老师", "child_feared"),
        ("孩子要交学费", ""),
        ("我去学校接孩子", ""),
        ("我女儿上小学", ""),
        ("他们说要去我学校", ""),
        ("孩子生病住院", ""),
        ("他们没说要去孩子学校", ""),
        ("儿子欠了网贷", ""),
        ("催收打给我儿子了", ""),
        ("老师说孩子成绩下降", ""),
        ("我要去孩子学校开家长会", ""),
        ("前妻把孩子带走了", ""),
        ("因为孩子才没想不开", ""),
        ("还钱还是给孩子上学", ""),
        ("会影响孩子上学吗", ""),
        ("有人拿着刀说要砍我孩子", ""),
        ("老婆说去接孩子放学", ""),
        ("老公说要带走孩子离婚", ""),
        ("我妈说要去学校接孩子", ""),
        ("朋友说帮我接孩子", ""),
        ("我跟老板说去接孩子放学早退", ""),
        ("孩子爷爷说把孩子接走带几天", ""),
        ("前夫说要来接孩子", ""),
        ("老师说找孩子谈话", ""),
        ("他说要动老二的学费", ""),
        ("婆婆说要带走孩子", ""),
        ("医生说孩子要住院", ""),
        ("说去学校接孩子", ""),
        ("我跟老公吵架，他说要带走孩子", ""),
        ("孩子他爸说要去学校接孩子", ""),
        ("班主任说要找我孩子谈谈", ""),
        ("打给我妈说要去我孩子学校闹", "child_threatened"),
        ("我妈说催收要去孩子学校找我儿子", "child_threatened"),
        ("我老婆接到电话说要去接我女儿放学", "child_threatened"),
        ("跟我说要弄我儿子", "child_threatened"),
        ("他威胁我说要去孩子学校", "child_threatened"),
        ("催收打电话来，说要去学校接我孩子", "child_threatened"),
        ("要债的说要把我孩子带走", "child_threatened"),
        ("老师说有人来学校找我孩子", "child_threatened"),
        ("那帮人放话要接我女儿放学", "child_threatened"),
        ("他在我家说要弄我女儿", "child_threatened"),
        ("说要动我女儿", "child_threatened"),
        ("催收天天打电话，老婆说要带走孩子离婚", ""),
        ("催收天天打，老婆气疯了，说要带走孩子", ""),
        ("老婆知道我欠借呗说要带走孩子", ""),
        ("老婆被催收吓到说要带走孩子", ""),
        ("老婆威胁要带走孩子", ""),
        ("我在家催收说要弄我女儿", "child_threatened"),
        ("我被他们威胁说要动我女儿", "child_threatened"),
        ("催收打给我老婆，说要去接孩子", "child_threatened"),
        ("我逾期三天了就说要去孩子学校闹", "child_threatened"),
    ],
)
def test_what_is_told_of_a_child(text: str, slug: str) -> None:
    """Said or done is a threat, 怕 and 会不会 a fear; a weapon at hand is left to what helps this minute."""
    heard = read_opening(text, dt.date(2026, 11, 20)).facts.get("children")
    assert (heard.value if heard is not None else ()) == ((slug,) if slug else ())
