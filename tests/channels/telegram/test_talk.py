"""A conversation on a real wire feels as it should."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from bot import safe
from bot.app import Shelf
from bot.channels import telegram_manners
from bot.channels import telegram_words as words
from tests.channels.telegram.botapi import Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "contact", "poll", "file", "other"])
async def test_what_cannot_be_read_is_answered_kindly(rig: Rig, kind: str) -> None:
    """One sentence that says what helps instead, and the present question again with its buttons."""
    person = rig.person()
    await rig.says(person, "/start")
    await person.sends(kind)
    await rig.quiet()
    news = "\n".join(m["text"] for m in person.news())
    assert "现在更像哪一种情况" in news
    assert len(news.split("\n")[0]) > 5


async def test_danger_in_a_caption_an_edit_and_a_forward(rig: Rig) -> None:
    """A caption and an edited message with danger words are answered as danger; somebody else's words ask gently."""
    for number, update in enumerate(("caption", "edit", "forward")):
        person = rig.person(3000 + number)
        await rig.says(person, "/start")
        match update:
            case "caption":
                await person.sends("photo", "我不想活了")
            case "edit":
                await rig.says(person, "逾期了")
                await rig.api.push(person.edit("我不想活了"))
            case _:
                await person.says("我不想活了", forwarded=True)
        await rig.quiet()
        session = await rig.session(person.id)
        assert session is not None
        assert (session.latch is not None) == (update != "forward")


async def test_an_edit_is_answered_with_one_line(rig: Rig) -> None:
    """An edited message is no answer: it says how to change something, and the place stays."""
    person = rig.person()
    await rig.says(person, "/start")
    await rig.says(person, "正被催收")
    before = await rig.session()
    await rig.api.push(person.edit("心慌睡不着"))
    await rig.quiet()
    after = await rig.session()
    assert "「改」" in "\n".join(m["text"] for m in person.news())
    assert before is not None
    assert after is not None
    assert before.slots == after.slots


async def test_texts_sent_together_make_one_turn(rig: Rig) -> None:
    """A burst is one turn and one answer."""
    person = rig.person()
    await rig.says(person, "/start")
    await person.says("微粒贷", "逾期半个月", "欠了两万")
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    assert session.turn == 2


async def _before_the_second_question(rig: Rig) -> tuple[Person, str]:
    """Somebody at the first question, and an answer to the second one (known from another person, who went ahead)."""
    person, other = rig.person(), rig.person(1002)
    await rig.says(other, "/start")
    await rig.presses(other, other.labels()[0])
    await rig.says(person, "/start")
    return person, other.labels()[0]


async def _words_overtaken_by_their_question(rig: Rig) -> tuple[Person, dict[str, Any], str]:
    """That answer was written before the second question was shown, and Telegram brings it only afterwards."""
    person, answer = await _before_the_second_question(rig)
    older = person.text(answer)
    await rig.presses(person, person.labels()[0])
    return person, older, answer


async def _open_place(rig: Rig, update: Any) -> str:
    """The place of the question that is open once this has been taken in."""
    await rig.api.push(*([update] if update else []))
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    assert session.open is not None
    return session.open.place


async def test_words_from_before_a_question_was_shown_are_not_its_answer(rig: Rig) -> None:
    """Within one second the numbers of the messages decide: older than the question is not its answer, newer is."""
    person, older, answer = await _words_overtaken_by_their_question(rig)
    assert answer in person.labels()
    places = [await _open_place(rig, update) for update in (None, older, person.text(answer))]
    assert places[0] == places[1] != places[2]


async def test_a_restart_does_not_forget_what_was_shown(rig: Rig) -> None:
    """Words from before the question that Telegram brings only after a restart are not its answer; newer ones are."""
    person, older, answer = await _words_overtaken_by_their_question(rig)
    places = []
    for update in (None, older, person.text(answer)):
        await rig.restart()
        places.append(await _open_place(rig, update))
    assert places[0] == places[1] != places[2]


async def test_a_question_still_on_its_way_has_no_answer_yet(rig: Rig) -> None:
    """What is written while the question hangs in the line is not taken as its answer."""
    person, answer = await _before_the_second_question(rig)
    leaving = asyncio.Event()

    def slow(call: Call) -> Fault | None:
        if call.method.lower() != "sendmessage":
            return None
        leaving.set()
        return Fault("slow", 1.0)

    rig.api.faults = slow
    await person.presses(person.labels()[0])
    await leaving.wait()
    rig.api.faults = lambda call: None
    await person.says(answer)
    await rig.quiet()
    here, there = await rig.session(), await rig.session(1002)
    assert here is not None
    assert there is not None
    assert here.open is not None
    assert there.open is not None
    assert here.open.place == there.open.place


async def test_warming_up_leaves_no_trace(rig: Rig) -> None:
    """Before people are let in the engine runs for nobody: nothing is stored, nothing is said, nothing is logged as a fault."""
    rig.house.warm()
    await rig.settle()
    status = await rig.house.store.status()
    assert (status.people, status.turns) == (0, 0)
    assert not [call for call in rig.api.calls if call.method.lower() == "sendmessage"]


def in_group(person: Person, text: str) -> dict[str, Any]:
    update = person.text(text)
    update["message"]["chat"] = {"id": -100500, "type": "supergroup", "title": "群"}
    return update


@pytest.mark.parametrize(("kind", "copies"), [("500", 1), ("502", 1), ("before", 1), ("after", 2), ("429", 1)])
async def test_danger_in_a_group_is_answered_although_telegram_fails(rig: Rig, kind: str, copies: int) -> None:
    """One failed call does not cost the safe text; only where it may have arrived is it there twice."""
    group, person = rig.api.chat(-100500, "supergroup"), rig.person(4001)
    faults = [Fault(kind, 1)]
    rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == "sendmessage" else None
    await rig.api.push(in_group(person, "我不想活了"))
    await rig.quiet()
    assert [m["text"] for m in group.messages] == ["\n\n".join(words.PRIVATELY_IN_DANGER)] * copies


async def test_what_a_group_never_got_is_said_to_the_next_words(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A safe text that stays lost does not count as said; nor does the sentence of the day."""
    monkeypatch.setattr(telegram_manners, "PAUSES", (0.0,))
    group, person = rig.api.chat(-100500, "supergroup"), rig.person(4001)
    rig.api.faults = lambda call: Fault("500") if call.method.lower() == "sendmessage" else None
    for text in ("大家好", "我不想活了"):
        await rig.api.push(in_group(person, text))
        await rig.quiet()
    assert not group.messages
    rig.api.faults = lambda call: None
    for text in ("大家好", "真的不想活了"):
        await rig.api.push(in_group(person, text))
        await rig.quiet()
    assert [m["text"] for m in group.messages] == [words.PRIVATELY, "\n\n".join(words.PRIVATELY_IN_DANGER)]


async def test_a_group_gets_one_sentence_and_leaves_no_trace(rig: Rig) -> None:
    """In a group the bot says once a day to write privately, danger gets the safe text, nothing is stored."""
    group, person = rig.api.chat(-100500, "supergroup"), rig.person(4001)
    for text in ("/start", "大家好", "我不想活了"):
        await rig.api.push(in_group(person, text))
        await rig.quiet()
    said = [m["text"] for m in group.messages]
    assert said == [words.PRIVATELY, "\n\n".join(words.PRIVATELY_IN_DANGER)]
    assert (await rig.house.store.status()).people == 0


async def test_an_export_is_a_file_with_a_chinese_name(rig: Rig) -> None:
    """Gone through section by section, then a document; read back it says what was kept and nothing that was taken out."""
    person = rig.person()
    for line in ("/start", "我借呗欠了九千，逾期二十五天，生病了", "保存", "/export"):
        await rig.says(person, line)
    await rig.presses(person, "律师热线")
    await rig.presses(person, "去掉")  # the overview, which would name the sum
    shown = await rig.presses(person, "留着")
    assert "【每笔的数】" in shown
    assert "9000" in shown
    await rig.presses(person, "去掉")
    await rig.presses(person, "后面都留着")
    await rig.presses(person, "不用加了")
    assert person.files() == []
    await rig.presses(person, "PDF（打印）")
    ((name, content),) = person.files()
    assert name.startswith("稳住-咨询一页-")
    assert name.endswith(".pdf")
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "借呗" in said
    assert "9000" not in said
    assert "不是律师" in said


async def test_a_letter_is_a_file_to_sign(rig: Rig) -> None:
    """After a letter its file is offered; Word reads back with the letter's own words and the gaps listed."""
    person = rig.person()
    for line in ("/start", "我借呗欠了九千，逾期二十五天，生病了，每月最多还四百", "写申请"):
        await rig.says(person, line)
    await rig.presses(person, "协商还款申请")
    await rig.presses(person, "记不清")  # how much was paid already
    assert person.files() == []
    await rig.presses(person, "Word（能改）")
    ((name, content),) = person.files()
    assert name.startswith("稳住-协商还款申请-")
    assert name.endswith(".docx")
    said = "".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert "每月最多能还 400 元" in said
    assert "手写签名" in said
    assert "〔请补：到手多少〕" in said
    for aside in ("□ 到手多少", "验证码、密码谁要都不给"):  # on a sheet of its own, which is not handed in
        assert said.index("手写签名") < said.index("这一张给自己看") < said.index(aside)


async def test_nothing_leaves_when_it_is_called_off(rig: Rig) -> None:
    """先不要了, 有人来了 and danger words: no file, whatever was decided before."""
    person = rig.person()
    for line in ("/start", "我借呗欠了九千", "导出"):
        await rig.says(person, line)
    await rig.presses(person, "我自己")
    assert "回头再聊" in await rig.says(person, "有人来了")
    await rig.says(person, "导出")
    await rig.presses(person, "社工")
    assert "什么都没有给出去" in await rig.presses(person, "先不要了")
    await rig.says(person, "导出")
    await rig.presses(person, "我自己")
    assert "12356" in await rig.says(person, "我不想活了")
    assert person.files() == []


async def test_a_poisonous_update_never_hides_the_next(rig: Rig) -> None:
    """A date out of range, no chat at all, a list: the good ones around them are answered, danger in a bad one as well."""
    person, other = rig.person(), rig.person(1002)
    bad = other.text("我不想活了")
    bad["message"]["date"] = 10**15
    nothing: dict[str, Any] = {"message": {"message_id": 1}}
    await rig.api.push(person.text("/start"), nothing, bad, {"callback_query": []}, person.text("正被催收"))
    await rig.quiet()
    assert person.theirs()
    session = await rig.session(1002)
    assert session is not None
    assert session.latch is not None


async def test_hotline_numbers_can_be_copied_with_one_tap(rig: Rig) -> None:
    """Below a message with a hotline stands a button that copies its number."""
    person = rig.person()
    await rig.house.delivery.say("telegram:1001", safe.DANGER, urgent=True)
    copies = [b["copy_text"]["text"] for m in person.theirs() for b in person.buttons(m) if "copy_text" in b]
    assert "12356" in copies


async def test_numbers_that_start_again_after_a_quiet_week(rig: Rig) -> None:
    """Telegram may go on with any number; nothing is taken for old."""
    person = rig.person()
    await rig.says(person, "/start")
    await asyncio.sleep(0.05)
    rig.api.update_id = 5
    assert await rig.says(person, "正被催收")


async def test_refused_marks_go_again_as_plain_words(rig: Rig) -> None:
    """400 never costs a word: the same message comes without marks, then without buttons."""
    fails = [2]

    def fault(call: Call) -> Fault | None:
        if call.method.lower() == "sendmessage" and fails[0]:
            fails[0] -= 1
            return Fault("400")
        return None

    rig.api.faults = fault
    person = rig.person()
    text = await rig.says(person, "/start")
    assert "现在更像哪一种情况" in text
    assert "心慌睡不着" in text


async def test_operators_hear_of_refused_content(tmp_path: Path, shelf: Shelf) -> None:
    """A notice reaches every operator in private, escaped and cut to size."""
    async with Rig(tmp_path, shelf, operators={42}) as rig:
        operator = Person(rig.api, 42)
        await rig.channel.notify("flows/a.yaml:1:1 <错误> " + "长" * 6000)
        await rig.channel.outbox.settle()
        (message,) = operator.theirs()
        assert "<错误>" in message["text"]
