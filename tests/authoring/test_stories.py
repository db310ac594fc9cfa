"""Stories: read with places, told to the engine through JSON, failing with what was wanted and what came."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from bot.authoring.drivers import EngineDriver, Heard
from bot.authoring.rules import broken, registered, telling
from bot.authoring.stories import Failure, tell
from bot.authoring.story_reader import Story, read_story
from bot.content.edition import build
from bot.content.problems import Problems, report
from bot.content.sources import Snapshot
from bot.engine.flowbook import Book
from bot.engine.session import Session
from bot.engine.turn import Bubble, Button, Drawing, Paper, Question
from tests.content.books import BOOK, base, steps

FACT = """\
facts:
  h1: {kind: hotline, name: 热线, number: "12348", purpose: 问, safe: 问, source: 公开, checked_on: 2026-11-20, confidence: high, display: true}
"""
BODY = """
a:
  say: 先缓一口气。
  ask: 现在是哪一种？
  save: situation
  remind: {at: +1d 10:00, call: later, kind: care}
  next: b
b:
  ask: 准备好了吗？
  save: ready
  next: c
c:
  picture: {title: 还款图, list: debts, bar: owed}
  document: scripts/call
  ask: 有几个人？
  save: people
  choices:
    two: {label: 两个, value: 2}
    many: {label: 说不好, unknown: true}
  next: d
d:
  set: {hearing: "'2026-12-01'", town: 深圳}
  say: "可以打 {{ fact.h1.number }}。"
  ask: 主要因为什么？
  save: reasons
  next: e
e:
  say: 记下了。
  end: done
"""
LATER = "a:\n  say: 约好的时间到了。\n  ask: 方便吗？\n  save: ready\n  end: seen\n"


@pytest.fixture(scope="module")
def book() -> Book:
    wording = "\n".join(f"{k}: {v}" for k, v in WORDING.items())
    files = {**base(), **steps(BODY), **steps(LATER, flow="later", head="crisis: true"), "flows/facts/f.yaml": FACT}
    lines = files["flows/wording.yaml"].splitlines()
    kept = [line for line in lines if line.split(":")[0] not in WORDING]
    files["flows/wording.yaml"] = "\n".join([*kept, wording, ""])
    files["flows/book.yaml"] = BOOK.replace("home.hello", "home.a").replace("home.start", "home.a")
    built = build(Snapshot({name: text.encode() for name, text in files.items()}))
    assert built.edition is not None, built.report()
    return built.edition.book


WORDING = {
    "skip_label": "先跳过",
    "forget_ask": "真的都删掉吗？",
    "forget_yes": "都删掉",
    "forget_no": "先留着",
    "echo": "'记下：{{ read_back }}。'",
}


def story(text: str) -> tuple[Story | None, Problems]:
    problems = Problems()
    head = "story: 试一试\nclock: 2026-11-20 10:00\nsteps:\n"
    return read_story("stories/t.yaml", (head + text).encode(), problems), problems


def run(book: Book, text: str, driver: EngineDriver | None = None) -> list[Failure]:
    found, problems = story(text)
    assert found is not None, report(problems, {})
    return tell(found, book, driver)


def messages(book: Book, text: str) -> list[str]:
    return [f.message for f in run(book, text)]


GOOD = """\
  - opens: true
    at: home.a
    sees: [先缓一口气, 现在是哪一种]
    sees_not: [保证]
    buttons: [收到法院消息, 别的事, 先跳过]
    latched: false
    slots: {situation: none}
  - presses: 收到法院消息
    at: home.b
    slots: {situation: court}
    timers: [later]
  - repeats: true
    at: home.b
  - restarts: true
    at: home.b
  - presses_old: {from: 1, label: 别的事}
    slots: {situation: other}
  - presses: 是
    slots: {ready: yes}
    at: home.c
    document: scripts/call
    missing: [平台, 欠款金额]
  - says: 跳过
    slots: {people: skipped, hearing: 2026-12-01, town: 深圳, afford: none}
  - presses: 生病
    slots: {reasons: [illness]}
    outcome: done
"""


def test_a_conversation_that_comes_out_as_written(book: Book) -> None:
    """Presses by label, an old button, a duplicate, a restart; slots, papers and outcome are looked at."""
    assert run(book, GOOD) == []


def test_clock_and_reminders(book: Book) -> None:
    """Waiting lets reminders go off in their time; `timer` goes to the moment of one."""
    assert messages(book, "  - opens: true\n  - waits: 3 天\n    sees: [约好的时间到了]\n    timers: []\n") == []
    assert messages(book, "  - opens: true\n  - timer: later\n    sees: [约好的]\n    rule: timer\n") == []
    assert messages(book, "  - opens: true\n  - waits: 2 小时\n    silent: true\n") == []
    assert messages(book, "  - opens: true\n  - timer: nothing\n") == ["没有去 nothing 的提醒，有的是：later"]
    assert messages(book, "  - timer: later\n") == ["没有去 later 的提醒，有的是：一个也没有"]
    assert messages(book, "  - waits: 3 天\n    silent: true\n") == []


def test_every_kind_of_arrival(book: Book) -> None:
    """Bursts, forwards, edits and things that cannot be read all get an answer."""
    text = """\
  - opens: true
    payload: x
  - bursts: [别的事, 谢谢]
    silent: false
  - forwards: 别人写的话
    silent: false
  - edits: 改过的话
    rule: edited
  - sends: photo
    caption: 看看
    silent: false
  - says: 我不想活了
    latched: true
    at: crisis.ideation
"""
    assert messages(book, text) == []


def test_deletion_leaves_nothing(book: Book) -> None:
    """After the confirmation nothing is held; the story goes on with somebody new."""
    text = """\
  - opens: true
  - says: 删除
    sees: [真的都删掉吗]
  - presses: 都删掉
    forgotten: true
    at: 没有
    slots: {situation: none}
    timers: []
    outcome: ""
  - restarts: true
  - opens: true
    forgotten: false
"""
    assert messages(book, text) == []


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        ("at: home.z", "想停在 home.z，却停在 home.b"),
        ("sees: [你好]", "想看到「你好」，回复里没有"),
        ("sees_not: [准备]", "不该看到「准备」，回复里有：准备好了吗？"),
        ("buttons: [好]", "想要按钮 好，来的是 是、不是、不清楚"),
        ("buttons: []", "想要按钮 一个也没有，来的是 是、不是、不清楚"),
        ("document: scripts/x", "想要话术 scripts/x，来的是 一个也没有"),
        ("missing: [平台]", "〔请补〕里没有「平台」，有的是 一个也没有"),
        ("rule: nothing", "想由规则 nothing 回答，却是 press"),
        ("latched: true", "危险锁没有锁上"),
        ("timers: []", "想要提醒 一个也没有，现在是 later"),
        ("outcome: done", "想以 done 结束，却是 还没结束"),
        ("silent: true", "不该有回复，却有"),
        ("forgotten: true", "还留着这个人的东西"),
        ("slots: {situation: other}", "想要 situation 是 other，却是 court"),
        ("slots: {situation: unknown}", "想要 situation 是 unknown，却是 court"),
        ("slots: {ready: yes}", "想要 ready 是 yes，却是 none"),
        ("slots: {situatoin: court}", "没有槽 situatoin，是不是想写 situation？"),
        ("slots: {xyz: court}", "没有槽 xyz，看看 flows/slots.yaml"),
    ],
)
def test_differences_say_what_was_wanted_and_what_came(book: Book, expectation: str, message: str) -> None:
    """Each look has its own sentence."""
    assert messages(book, f"  - opens: true\n  - presses: 收到法院消息\n    {expectation}\n") == [message]


def test_values_are_compared_by_type(book: Book) -> None:
    """Numbers, yes and no, lists and dates."""
    way = "  - opens: true\n  - presses: 别的事\n  - presses: 不是\n    slots: {ready: no}\n"
    assert messages(book, way + "  - presses: 两个\n    slots: {people: 2}\n") == []
    assert messages(book, way + "  - presses: 两个\n    slots: {people: 3}\n") == ["想要 people 是 3，却是 2"]
    assert messages(book, way + "  - presses: 两个\n    slots: {people: 两}\n") == ["想要 people 是 两，却是 2"]
    assert messages(book, way + "  - presses: 说不好\n    slots: {people: unknown}\n") == []
    assert messages(book, way + "  - presses: 两个\n    slots: {ready: yes}\n") == ["想要 ready 是 yes，却是 no"]
    reasons = messages(book, way + "  - presses: 两个\n  - presses: 生病\n    slots: {reasons: [job, illness]}\n")
    assert reasons == ["想要 reasons 是 job、illness，却是 illness"]


def test_failures_print_place_and_last_turns(book: Book) -> None:
    """File, line, column, the line itself, and what was said and answered."""
    text = "  - opens: true\n  - presses: 收到法院消\n"
    (failure,) = run(book, text)
    head = "story: 试一试\nclock: 2026-11-20 10:00\nsteps:\n"
    printed = failure.print_with(head + text)
    assert printed.startswith(
        "stories/t.yaml:5:14 故事「试一试」第 2 步：没有「收到法院消」这个按钮，是不是想写 收到法院消息？\n"
        "      - presses: 收到法院消\n"
        "                 ^^^^^^^^^^\n"
        "    最近几轮：\n"
        "      打开对话\n"
    )
    assert "        ← 先缓一口气。" in printed
    assert failure.print_with(None).count("\n") == printed.count("\n") - 2


def test_steps_that_cannot_be_done(book: Book) -> None:
    """No question yet, a step not reached, no such button."""
    assert messages(book, "  - presses: 好\n") == ["还没有出现过问题，没有按钮可按"]
    assert messages(book, "  - opens: true\n  - presses_old: {from: 7, label: 好}\n") == ["第 7 步还没走到"]
    assert messages(book, "  - at: home.a\n  - presses_old: {from: 1, label: 好}\n") == ["想停在 home.a，却停在 没有"]
    assert messages(book, "  - at: 没有\n  - presses_old: {from: 1, label: 好}\n") == [
        "没有「好」这个按钮，有的是：一个也没有"
    ]


class Forgetful(EngineDriver):
    """A house that loses everything when it restarts, and answers a duplicate a second time."""

    def restart(self) -> None:
        self.stored = None

    def again(self, now: dt.datetime) -> Heard:
        return replace(self.last, replies=(Bubble("又来了"),))


class Doubling(EngineDriver):
    """A house in which a duplicate changes the session."""

    def again(self, now: dt.datetime) -> Heard:
        session = self.session()
        assert session is not None
        session.turn += 1
        self._keep(session)
        return self.last

    def _keep(self, session: Session) -> None:
        import json

        from bot.engine.session import to_json

        self.stored = json.dumps(to_json(session))


def test_houses_that_forget_or_double_are_found_out(book: Book) -> None:
    """A restart that loses the place, a duplicate that answers otherwise, a duplicate that writes."""
    lost = run(book, "  - opens: true\n  - restarts: true\n", Forgetful(book))
    assert [f.message for f in lost] == ["重启以后停的地方变了，原来在 home.a"]
    twice = run(book, "  - opens: true\n  - repeats: true\n", Forgetful(book))
    assert [f.message for f in twice] == ["重复送来的一件事，回复和第一次不一样"]
    writes = run(book, "  - opens: true\n  - repeats: true\n", Doubling(book))
    assert [f.message for f in writes] == ["重复送来的一件事改了会话"]


def test_a_session_that_does_not_survive_json_fails(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be lost in the store is found by every story."""
    from bot.authoring import drivers

    monkeypatch.setattr(drivers, "from_json", lambda data: None)
    assert messages(book, "  - opens: true\n") == ["会话存成 JSON 再读回来，和原来不一样"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  - opns: true\n", "unknown-key"),
        ("  - opens: true\n    says: 好\n", "bad-value"),
        ("  - opens: false\n", "bad-value"),
        ("  - sends: fax\n", "bad-value"),
        ("  - waits: 很久\n", "bad-value"),
        ("  - waits:\n", "missing-key"),
        ("  - presses_old: {from: x, label: 好}\n", "bad-value"),
        ("  - presses_old: {from: 1}\n", "missing-key"),
        ("  - presses_old:\n", "missing-key"),
        ("  - says:\n", "missing-key"),
        ("  - sends:\n", "missing-key"),
        ("  - silent: maybe\n", "bad-value"),
        ("  - latched:\n", "missing-key"),
        ("  - latched: [true]\n", "wrong-shape"),
        ("  - opens: true\n    slots: {a: {b: c}}\n", "wrong-shape"),
        ("  - 随便说说\n", "wrong-shape"),
        ("  []\n", "missing-key"),
        ("  好\n", "wrong-shape"),
    ],
)
def test_mistakes_in_stories_are_told_like_those_in_flows(text: str, code: str) -> None:
    """With file, line and column, never as a traceback."""
    found, problems = story(text)
    assert found is None
    assert code in {p.code for p in problems}
    assert all(p.file == "stories/t.yaml" for p in problems)


def test_heads_of_stories() -> None:
    """A story needs a name and steps; the clock may be left out, but not misspelt."""
    problems = Problems()
    plain = read_story("s.yaml", "story: 一\nsteps:\n  - opens: true\n".encode(), problems)
    assert plain is not None
    assert plain.clock.isoformat() == "2026-11-20T10:00:00+08:00"
    for text in ("steps: []\n", "story: 一\n", "story: 一\nclock: 明天\nsteps: [{opens: true}]\n", "- x\n"):
        assert read_story("s.yaml", text.encode(), Problems()) is None
    late = "story: 一\nclock: 2026-13-40 10:00\nsteps: [{opens: true}]\n"
    assert read_story("s.yaml", late.encode(), Problems()) is None


def test_rules_of_what_may_leave_the_house(book: Book) -> None:
    """Length, labels, one question, numbers of the register or of the person, forbidden words."""
    many = tuple(Button(f"1:a.b:{n}", "十个字以上的按钮标签啊", "1", str(n)) for n in range(1))
    replies = (
        Bubble("长" * 121),
        Bubble("打 12348 或 95588。我们保证谈成。"),
        Question("几个？多久？", many),
        Question("好吗？"),
        Paper("p1", "scripts/x", "题", "电话 13800138000", ()),
        Drawing("plan", "图"),
    )
    assert registered(book) == {"12348"}
    found = list(broken(replies, registered(book), "我的电话是 138 0013 8000"))
    assert found == [
        "一轮里问了两个问题",
        f"气泡有 121 个字，最多 120 个：「{'长' * 20}……」",
        "「保证」不能说：改成说得准的话，例如“可以争取”“谈不成也正常”",
        "号码 95588 不在事实登记里",
        "一次问了两件事：「几个？多久？」",
        "按钮「十个字以上的按钮标签啊」超过 10 个字",
    ]
    assert registered(replace(book, constants={})) == frozenset()


def test_two_numbers_of_the_person_are_no_telephone() -> None:
    """A sum that is read back beside a lender whose name begins with digits stays two numbers."""
    back = (Bubble("记下：借呗还欠 3000，360借条还欠 3000 元。"),)
    assert list(broken(back, set(), "还有360借条欠3000")) == []
    assert list(broken(back, set(), "欠3000")) == ["号码 3000360 不在事实登记里"]


def test_a_reminder_shows_nothing_that_others_must_not_read() -> None:
    """Words, buttons, papers and pictures; the harmless sentence passes."""
    button = Button("1:a.b:1", "先不还款", "1", "1")
    replies = (Bubble("约好的那通电话，现在方便吗？"), Bubble("花呗的欠款"), Question("打了吗？", (button,)))
    assert list(telling((*replies, Paper("p1", "scripts/x", "电话稿", "好", ())))) == [
        "提醒一响就露出「欠」，锁屏上别人也看得见：「花呗的欠款」",
        "提醒一响就露出「还款」，锁屏上别人也看得见：「先不还款」",
        "提醒一响就给出了「电话稿」，锁屏上别人也看得见",
    ]


def test_a_reply_that_may_not_leave_fails_the_story(book: Book) -> None:
    """The rules hold whether the story asks or not."""
    text = book.flows["talk"].steps["begin"]
    assert text.place.step == "begin"

    class Rude(EngineDriver):
        def deliver(self, event: object, now: dt.datetime) -> Heard:
            return Heard((Bubble("一定能减免。"), Drawing("x", "图"), Paper("p", "n", "t", "好")))

    assert [f.message[:6] for f in run(book, "  - says: 好\n    sees: [图, 好]\n", Rude(book))] == ["「一定能」不"]
