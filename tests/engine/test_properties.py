"""Any sequence of events on a book: a turn comes out, it says something, somebody can go on, and nothing is done twice over."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.events import Edited, Event, Opened, Pressed, Said, Sent, TimeUp
from bot.engine.flowbook import Book
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Forget, Question, Turn
from tests.engine.books import shelf
from tests.engine.person import FRIDAY, turn_of

POOL = [
    "心慌睡不着",
    "正被催收",
    "收到法院消息",
    "想知道下一步",
    "只想说说话",
    "20天",
    "半个月",
    "微粒贷",
    "花呗",
    "8000",
    "一万二",
    "失业",
    "生病",
    "500",
    "没有",
    "是",
    "不是",
    "好",
    "不",
    "对",
    "不对",
    "不对，是9000",
    "改",
    "上一步",
    "跳过",
    "删除",
    "删这一家",
    "停",
    "暂停",
    "继续",
    "重来",
    "菜单",
    "帮助",
    "为什么问",
    "再说一遍",
    "话术",
    "没时间",
    "人工",
    "导出",
    "不聊了",
    "有人来了",
    "隐私",
    "不保存",
    "保存",
    "谢谢",
    "是真人吗",
    "缓一下",
    "滚",
    "还有",
    "没有了",
    "全部清掉",
    "先留着",
    "接着",
    "先说别的",
    "清空",
    "打通了",
    "还没打",
    "要",
    "不要",
    "11月18日",
    "8000还是18000",
    "不知道",
    "记不清",
    "卡被冻了",
    "收到传票了",
    "微粒贷欠8000，逾期20天",
    "还有花呗欠3000",
    "一共4家",
    "我不想活了",
    "我现在就从楼顶跳下去",
    "我好难受",
    "他说要自杀",
    "别人",
    "是我自己",
    "回去",
    "A",
    "B",
    "1",
    "2",
    "3",
    "6",
    "嗯",
    "啥",
    "今天天气真怪",
    "13800138000",
    "，",
    "。",
    "😀",
    "\u200b",
    "\u3000",
    "1",
    "",
    "   ",
    "\n",
    "😭😭😭",
    "�",
    "哈" * 3000,
]
GARBAGE = (
    "",
    ":",
    "x",
    "1:",
    "1::",
    ":a:b",
    "1:main.settle:",
    "1:main.settle:zzz",
    "999999999:main.settle:plan",
    "²:main.settle:plan",
    "1:nowhere.step:yes",
    "0:main.owed:skip",
    "1:main:yes",
    "-1:main.settle:plan",
    "1:main.settle:plan:extra",
)

words = (
    st.sampled_from(POOL)
    | st.text(max_size=30)
    | st.lists(st.sampled_from(POOL), min_size=2, max_size=3).map("，".join)
)
moves = st.one_of(
    words.map(lambda w: ("says", w)),
    words.map(lambda w: ("says", w)),
    words.map(lambda w: ("says", w)),
    words.map(lambda w: ("early", w)),
    words.map(lambda w: ("forwards", w)),
    words.map(lambda w: ("edits", w)),
    st.tuples(st.just("sends"), st.sampled_from(["photo", "voice", "sticker", "odd"]), st.sampled_from(["", "微粒贷", "我不想活了", " "])),
    st.integers(0, 6).map(lambda n: ("presses", n)),
    st.integers(0, 6).map(lambda n: ("presses", n)),
    st.integers(0, 400).map(lambda n: ("presses_old", n)),
    st.sampled_from(GARBAGE).map(lambda t: ("token", t)),
    st.sampled_from(["", "budget", "all_debts", "kinds", "crisis", "nowhere"]).map(lambda p: ("opens", p)),
    st.sampled_from([1, 5, 15, 300, 800, 3000, 60000, -30]).map(lambda m: ("waits", m)),
    st.integers(0, 3).map(lambda n: ("timer", n)),
)  # fmt: skip
STACK, BYTES = 24, 60_000  # bounds that no conversation of a person comes near


def events(session: Session | None, tokens: list[str], move: tuple) -> Event | None:  # type: ignore[type-arg]
    """The event that a move means here; None where it only lets time pass."""
    match move:
        case ("says", text):
            return Said(text)
        case ("early", text):
            return Said(text, early=True)
        case ("forwards", text):
            return Said(text, forwarded=True)
        case ("edits", text):
            return Edited(text)
        case ("sends", kind, caption):
            return Sent(kind, caption)
        case ("presses", n):
            opened = session.open if session else None
            if opened is None or not opened.choices:
                return Pressed("1:main.settle:plan")
            return Pressed(f"{opened.turn}:{opened.place}:{opened.choices[n % len(opened.choices)]}")
        case ("presses_old", n):
            return Pressed(tokens[n % len(tokens)] if tokens else "")
        case ("token", token):
            return Pressed(token)
        case ("opens", payload):
            return Opened(payload)
        case ("timer", n):
            held = session.timers if session else []
            return TimeUp(held[n % len(held)].id if held else "none")
    return None


def frozen(session: Session | None) -> str:
    return "" if session is None else json.dumps(to_json(session), sort_keys=True)


def walk(book: Book, steps: list) -> list[Turn]:  # type: ignore[type-arg]
    """Do all moves, checking what must hold of every turn."""
    session: Session | None = None
    now, tokens, turns = FRIDAY, list[str](), list[Turn]()
    for move in steps:
        if move[0] == "waits":
            now += dt.timedelta(minutes=move[1])
            continue
        event = events(session, tokens, move)
        assert event is not None
        before = frozen(session)
        turn = turn_of(book, session, event, now)
        assert frozen(session) == before, "the session that came in was written"
        again = turn_of(book, session, event, now)
        assert turn == again, "same inputs, another turn"
        check(turn, event)
        latched = session.latch if session else None
        if latched is not None and turn.session.latch is not None:
            assert turn.session.latch.level >= latched.level, "the level fell"
        tokens += [b.token for r in turn.replies if isinstance(r, Question) for b in r.buttons]
        session = from_json(json.loads(json.dumps(to_json(turn.session))))
        assert session == turn.session, "JSON gives back another session"
        turns.append(turn)
        if any(isinstance(e, Forget) for e in turn.effects):
            session = None
    return turns


def check(turn: Turn, event: Event) -> None:
    session = turn.session
    assert turn.silent or turn.replies or isinstance(event, TimeUp), f"nothing was said to {event}"
    asked = [n for n, r in enumerate(turn.replies) if isinstance(r, Question)]
    assert len(asked) <= 1, "more than one question"
    assert not asked or asked[0] == len(turn.replies) - 1, "the question is not last"
    if not turn.silent and not any(isinstance(e, Forget) for e in turn.effects):
        assert session.open is not None or (not session.stack and session.outcome), f"nobody can go on after {event}"
    if asked:
        opened = session.open
        assert opened is not None
        assert opened.turn == session.turn
        assert tuple(b.key for b in turn.replies[-1].buttons) == opened.choices  # type: ignore[union-attr]
    for key in session.slots:
        item = key.partition("@")[2]
        assert not item or any(item in items for items in session.items.values()), f"{key} belongs to nobody"
    assert len(session.stack) <= STACK, "the stack grows"
    assert len(json.dumps(to_json(session), ensure_ascii=False)) <= BYTES, "the session grows"


SHELF = shelf()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=st.lists(moves, min_size=1, max_size=25))
def test_any_conversation_goes_on(steps: list) -> None:  # type: ignore[type-arg]
    """Whatever comes, in whatever order: a reply, a way on, the same turn for the same inputs (semantics 1–9, guarantees of `advance`)."""
    walk(SHELF, steps)
