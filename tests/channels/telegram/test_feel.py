"""What makes the talk feel right: links, menus, captions, quotations, old buttons, copies, typing; and who is told what."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import pypdf
import pytest

from bot import safe
from bot.app import House, Shelf
from bot.channels import telegram_words as words
from bot.channels.telegram_api import Api, ApiError
from bot.engine.builtins import builtin
from bot.settings import Settings
from tests.channels.telegram.botapi import TOKEN, Call, Fault
from tests.channels.telegram.people import Person
from tests.channels.telegram.rig import Rig

pytestmark = pytest.mark.asyncio
SECRET = TOKEN.partition(":")[2]
TO_THE_SCRIPT = ("/start", "想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二", "失业或降薪", "每个月能拿 800")


async def test_a_link_opens_its_flow(rig: Rig) -> None:
    """`t.me/bot?start=court` goes there after the notice, from the middle too; a link that names nothing just begins."""
    person, other, third = rig.person(), rig.person(1002), rig.person(1003)
    first = await rig.says(person, "/start court")
    assert "删除" in first
    assert "最像哪一种" in first
    begun = await rig.says(other, "/start")
    await rig.says(other, "正被催收")
    assert "最像哪一种" in await rig.says(other, "/start court")
    assert await rig.says(third, "/start nothing_of_the_kind") == begun
    assert await rig.says(rig.person(1004), "/start danger") == begun


async def test_menus_and_descriptions_stand_in_two_languages(rig: Rig) -> None:
    """At the start the commands and texts are set; each command is one that the bot knows; failing that, people talk."""
    await rig.says(rig.person(), "/start")
    assert set(rig.api.commands) == {"", "en"}
    names = [c["command"] for c in rig.api.commands[""]]
    assert names == [c["command"] for c in rig.api.commands["en"]]
    assert {"help", "menu", "back", "summary", "export", "remind", "privacy", "forget"} <= set(names)
    for name in names:
        assert builtin(f"/{name}") or name == "remind", name
    assert rig.api.texts["description", ""] == words.DESCRIPTION
    assert set(rig.api.texts) == {(n, lang) for n in ("description", "short_description") for lang in ("", "en")}
    rig.api.faults = lambda call: Fault("400") if call.method.lower().startswith("set") else None
    await rig.restart()
    assert await rig.says(rig.person(1002), "/start")
    assert "提醒" in await rig.says(rig.person(1002), "/remind")


async def test_a_caption_is_read(rig: Rig) -> None:
    """What stands below a picture is heard like words; the picture itself is answered with what helps instead."""
    person = rig.person()
    await rig.says(person, "/start")
    await person.sends("photo", "微粒贷逾期半个月，欠两万")
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    assert any("微粒贷" in str(slot.value) for slot in session.slots.values())


async def test_a_forwarded_message_is_a_quotation(rig: Rig) -> None:
    """Somebody else's words answer no question, whatever they say."""
    person = rig.person()
    await rig.says(person, "/start")
    before = await rig.session()
    await person.says(person.labels()[0], forwarded=True)
    await rig.quiet()
    after = await rig.session()
    assert before is not None
    assert after is not None
    assert before.open is not None
    assert after.open is not None
    assert before.open.place == after.open.place
    assert person.news()


async def test_an_old_button_corrects(rig: Rig) -> None:
    """A stale phone presses a button of an earlier question: the answer is corrected and said so, the place is kept."""
    person = rig.person()
    for line in ("/start", "想知道下一步", "都没有", "逾期半个月了", "微粒贷", "一万二"):
        await rig.says(person, line)
    label = person.labels()[0]
    pressed = person.press(label)
    asked = pressed["callback_query"]["message"]
    await rig.presses(person, label)
    other = next(b for b in person.buttons(asked) if b["text"] != label and "callback_data" in b)
    await rig.api.push(person.tap(asked, other["callback_data"]))
    await rig.quiet()
    session = await rig.session()
    assert session is not None
    key = other["callback_data"].rpartition(":")[2]
    assert any(key in str(slot.value) for slot in session.slots.values())
    assert "记下：" in "\n".join(m["text"] for m in person.news())


async def test_a_script_is_a_block_and_hotlines_are_copied(rig: Rig) -> None:
    """What is said to the hotline is a block that a tap copies, without the notes beside it; numbers have their buttons."""
    person = rig.person()
    for line in TO_THE_SCRIPT:
        await rig.says(person, line)
    script = next(m for m in person.theirs() if any(e["type"] == "pre" for e in m["entities"]))
    marked = {kind: _marked(script, kind) for kind in ("pre", "blockquote", "expandable_blockquote")}
    (said,) = [words for words in marked["pre"] if "我是微粒贷的用户" in words]
    assert "打之前" not in said
    assert "工单号：＿＿" in "".join(marked["blockquote"])
    assert "我不是律师" in "".join(marked["expandable_blockquote"])
    await rig.says(person, "我不想活了")
    copies = [b["copy_text"]["text"] for m in person.theirs() for b in person.buttons(m) if "copy_text" in b]
    assert "12356" in copies


def _marked(message: dict[str, Any], kind: str) -> list[str]:
    """What stands under marks of a kind."""
    text = message["text"].encode("utf-16-le")
    spans = [(e["offset"], e["offset"] + e["length"]) for e in message["entities"] if e["type"] == kind]
    return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


async def test_who_waits_sees_that_somebody_writes(rig: Rig) -> None:
    """Before anything slow the chat shows "typing"."""
    person = rig.person()
    rig.api.faults = lambda call: Fault("slow", 1.6) if call.method.lower() == "sendmessage" else None
    await rig.says(person, "/start")
    assert ("sendchataction", "typing") in _calls(rig)


async def _before_a_file(rig: Rig) -> Person:
    """Somebody who went through their page and only has to say which form."""
    person = rig.person()
    for line in ("/start", "我借呗欠了九千，逾期二十五天", "保存", "/export"):
        await rig.says(person, line)
    for label in ("我自己", "后面都留着", "不用加了"):
        if label in person.labels():
            await rig.presses(person, label)
    return person


async def test_a_file_that_cannot_leave_is_said(rig: Rig) -> None:
    """While it goes the chat shows it; refused by Telegram, one sentence tells the person what to do."""
    person = await _before_a_file(rig)
    rig.api.faults = lambda call: Fault("400") if call.method.lower() == "senddocument" else None
    assert words.FILE_LOST in await rig.presses(person, "PDF（打印）")
    assert ("sendchataction", "upload_document") in _calls(rig)


async def test_without_its_font_a_page_comes_as_text(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF cannot be drawn: the same page comes as text, the person hears why, and the talk goes on with its question."""

    def no_font(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("bot.reports.handing_over.pdf", no_font)
    person = await _before_a_file(rig)
    said = await rig.presses(person, "PDF（打印）")
    assert safe.TEXT_INSTEAD[0] in said
    ((name, content),) = person.files()
    assert name.endswith(".txt")
    assert "9000" in content.decode().replace(",", "")
    assert person.labels()


async def test_a_file_in_doubt_comes_twice_at_most_and_nobody_says_it_was_not_sent(rig: Rig) -> None:
    """The receipt of every attempt is lost: one more attempt, then a sentence that fits both what came and what did not."""
    person = await _before_a_file(rig)
    rig.api.faults = lambda call: Fault("after") if call.method.lower() == "senddocument" else None
    said = await rig.presses(person, "PDF（打印）")
    assert words.FILE_LOST not in said
    assert words.FILE_IN_DOUBT in said
    assert len(person.files()) == 2


async def test_a_file_is_what_was_decided_and_not_what_came_later(rig: Rig) -> None:
    """Telegram is away, the person goes on and changes the sum, the program is started anew: the page is the one that was shown."""
    person = await _before_a_file(rig)
    rig.api.faults = lambda call: Fault("429", 60) if call.method.lower() == "senddocument" else None
    await rig.presses(person, "PDF（打印）")
    await rig.says(person, "我借呗欠的是一万三")
    session = await rig.session()
    assert session is not None
    assert 13000 in {slot.value for slot in session.slots.values()}
    assert person.files() == []
    rig.api.faults = lambda call: None
    assert rig.time is not None
    rig.time += dt.timedelta(minutes=2)
    await rig.restart()
    await rig.house.delivery.sweep()
    await rig.settle()
    ((_, content),) = person.files()
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "9000" in said.replace(",", "")
    assert "13000" not in said.replace(",", "")


@pytest.mark.parametrize("what", ["sendmessage", "senddocument"])
async def test_what_is_in_doubt_comes_twice_at_most_across_lives(rig: Rig, what: str) -> None:
    """The receipt is lost, the program is stopped before it tries again, the next life loses the receipt too: two copies, no third."""
    person = await _before_a_file(rig)
    before = len(person.theirs())
    rig.api.faults = lambda call: Fault("after") if call.method.lower() == what else None
    await person.presses("PDF（打印）")
    await rig.api.changed(lambda: len(person.theirs()) > before)
    for _ in range(4):
        await rig.restart()
        assert rig.time is not None
        rig.time += dt.timedelta(minutes=3)
        await rig.house.delivery.sweep()
        await rig.settle()
    rig.api.faults = lambda call: None
    copies = Counter((m["text"] or m.get("caption", "")) for m in person.theirs()[before:])
    assert max(copies.values()) == 2
    assert not (await rig.house.store.status()).undelivered


async def test_the_receipt_of_a_deletion_comes_when_telegram_is_back(rig: Rig) -> None:
    """Telegram is away longer than anybody waits, and the program is started anew: who is forgotten hears it, once."""
    person = await _before_a_file(rig)
    await rig.says(person, "/forget")
    rig.api.faults = lambda call: Fault("500") if call.method.lower() == "sendmessage" else None
    await rig.presses(person, "全部清掉")
    assert await rig.session() is None
    for _ in range(3):
        assert rig.time is not None
        rig.time += dt.timedelta(minutes=2)
        await rig.restart()
        await rig.house.delivery.sweep()
        await rig.settle()
    before = len(person.theirs())
    rig.api.faults = lambda call: None
    rig.time += dt.timedelta(minutes=2)
    await rig.house.delivery.sweep()
    await rig.settle()
    (told,) = person.theirs()[before:]
    assert "都清掉了" in told["text"]
    status = await rig.house.store.status()
    assert (status.people, status.turns, status.undelivered, status.erasing) == (0, 0, 0, 0)


async def test_a_file_keeps_the_pause_that_telegram_orders(rig: Rig) -> None:
    """Told to wait, the file waits in the store, so that no restart shortens the pause; then it comes."""
    person = await _before_a_file(rig)
    faults = [Fault("429", 1)]
    rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == "senddocument" else None
    said = await rig.presses(person, "PDF（打印）")
    assert words.FILE_LOST not in said
    assert person.files() == []
    assert rig.time is not None
    rig.time += dt.timedelta(seconds=2)
    await asyncio.sleep(1)
    await rig.house.delivery.sweep()
    await rig.settle()
    assert len(person.files()) == 1


def _calls(rig: Rig) -> set[tuple[str, str]]:
    return {(call.method.lower(), call.parameters.get("action", "")) for call in rig.api.calls}


async def test_added_to_a_group_or_channel_it_says_one_sentence(rig: Rig) -> None:
    """The sentence comes when it is added, once; posts and talk there leave nothing in the store."""
    rig.person(1002)
    for number, kind, status in ((-100600, "channel", "administrator"), (-100700, "group", "member")):
        chat = rig.api.chat(number, kind)
        for _ in range(2):
            await rig.api.push(_added(number, kind, status))
            await rig.quiet()
        assert [m["text"] for m in chat.messages] == [words.PRIVATELY]
    assert (await rig.house.store.status()).people == 0


def _added(number: int, kind: str, status: str) -> dict[str, Any]:
    bot = {"user": {"id": 7000000001, "is_bot": True, "first_name": "b"}}
    rights = ("manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members")
    rights += ("change_info", "invite_users", "post_stories", "edit_stories", "delete_stories")
    more = {f"can_{right}": False for right in rights} if status == "administrator" else {}
    more |= {"can_be_edited": False, "is_anonymous": False} if more else {}
    return {
        "my_chat_member": {
            "chat": {"id": number, "type": kind, "title": "群"},
            "from": {"id": 1002, "is_bot": False, "first_name": "x"},
            "date": 1800000000,
            "old_chat_member": {**bot, "status": "left"},
            "new_chat_member": {**bot, "status": status, **more},
        }
    }


async def test_only_an_operator_in_private_hears_how_it_runs(tmp_path: Path, shelf: Shelf) -> None:
    """Numbers and nothing else; not in a group, not for a forwarded /status, not for anybody else."""

    async def status() -> str:
        return "运行情况"

    async with Rig(tmp_path, shelf, operators={42}, status=status) as rig:
        operator, stranger = rig.person(42), rig.person(1001, name="42")
        group = rig.api.chat(-100500, "supergroup")
        assert await rig.says(operator, "/status") == "运行情况"
        faults = [Fault("500")]
        rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == "sendmessage" else None
        assert await rig.says(operator, "/status") == "运行情况"
        assert "运行情况" not in await rig.says(stranger, "/status")
        await operator.says("/status", forwarded=True)
        await rig.quiet()
        assert "运行情况" not in "\n".join(m["text"] for m in operator.news())
        update = operator.text("/status")
        update["message"]["chat"] = {"id": -100500, "type": "supergroup", "title": "群"}
        await rig.api.push(update)
        await rig.quiet()
        assert [m["text"] for m in group.messages] == [words.PRIVATELY]


async def test_operators_hear_that_an_edit_was_refused(rig: Rig, tmp_path: Path) -> None:
    """An editor breaks a flow while people talk: every operator gets the place of the mistake, the talk goes on."""
    own = tmp_path / "own" / "flows"
    own.mkdir(parents=True)
    operator = Person(rig.api, 42)
    rig.channel._operators = frozenset({42})
    settings = Settings(content_dir=tmp_path / "own", data_dir=tmp_path / "other")
    own_shelf = Shelf(settings)
    own_shelf.refresh()
    house = House(settings, shelf=own_shelf, senders={}, private=True, editors=rig.channel.notify)
    (own / "about_fee.yaml").write_text("flow: [", encoding="utf-8")
    faults = [Fault("500")]  # one bad moment of Telegram does not cost the notice
    rig.api.faults = lambda call: faults.pop() if faults and call.method.lower() == "sendmessage" else None
    await house.refresh()
    await rig.channel.outbox.settle()
    (notice,) = operator.theirs()
    assert "flows/about_fee.yaml:" in notice["text"]
    assert house.borrow() is not None


@pytest.mark.parametrize("kind", ["500", "502", "before", "after", "429", "400", "403", "wrong", "nobody"])
async def test_no_error_tells_the_token(rig: Rig, kind: str) -> None:
    """Whatever goes wrong, neither the error, nor what stands behind it, nor any object shows token or words."""
    root = "http://127.0.0.1:9" if kind == "nobody" else rig.api.root
    token = f"7000000001:{'w' * 35}" if kind == "wrong" else TOKEN
    api = Api(token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot")
    rig.api.chat(1001)
    rig.api.faults = lambda call: Fault(kind, 1)
    secret = "秘" + "密"  # not as one word in this very line, which tracebacks show
    parameters = {"chat_id": 1001, "text": secret, "link_preview_options": {"is_disabled": True}}
    with pytest.raises(ApiError) as caught:
        await api.call("sendMessage", parameters)
    shown = "".join(traceback.format_exception(caught.value))
    behind = [caught.value.__cause__, caught.value.__context__]
    settings = Settings(telegram={"token": token})  # type: ignore[arg-type]
    shown += repr([caught.value, str(caught.value), behind, api, vars(caught.value), rig.channel, settings])
    assert token.partition(":")[2] not in shown
    assert secret not in shown
    await api.close()


async def test_what_telegram_drops_unasked_would_be_seen(rig: Rig) -> None:
    """The server brings only the kinds of updates that the bot asks for, so that a list too narrow fails these tests."""
    person = rig.person()
    await rig.says(person, "/start")
    asked: list[Call] = []
    rig.api.faults = lambda call: asked.append(call) if call.method.lower() == "getupdates" else None
    await rig.api.push({"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}}})
    await rig.says(person, "帮助")
    assert all("callback_query" in call.parameters["allowed_updates"] for call in asked)
    assert not [u for u in rig.api.queue if "channel_post" in u]
