"""Hand-built books: plain data in the shapes of the shipped content, small enough to see across.

It is long because the whole house is furnished here once: slots, wording, routes and flows that belong together.
`shelf()` is the whole book that most tests walk; `book(flows=…)` builds any other from the same slots, wording and routes.
Texts are `text("{debt.platform}：{read_back}")`; a document prints what is missing as 〔请补：label〕.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from bot.engine.expressions import And, Compare, Expression, IsKnown, Literal, Name, Not
from bot.engine.flowbook import (
    Action,
    Ask,
    Assign,
    Book,
    Call,
    Choice,
    Document,
    End,
    Export,
    Flow,
    Goto,
    Handoff,
    Interrupt,
    ListSlot,
    Picture,
    Place,
    Preview,
    Remind,
    Repeat,
    Routes,
    Rule,
    Say,
    Slot,
    Step,
    Text,
    Values,
    When,
    Wording,
)
from bot.engine.values import SlotType, Unknown
from bot.engine.wording import REQUIRED
from bot.understanding.readings import DangerWords, Option

NAME = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
ALWAYS, ONLY_NOW = None, dt.timedelta(0)


# ---- small words ----


def text(source: str, gaps: bool = False) -> Text:
    """A text that prints `{slot}` and `{debt.field}`; what is unknown is 〔请补：label〕 in documents, 「？」 elsewhere."""

    def render(values: Values) -> str:
        return NAME.sub(lambda hit: _printed(values, hit.group(1), gaps), source)

    return Text(source, render)


def _printed(values: Values, path: str, gaps: bool) -> str:
    value: Any = values
    for part in path.split("."):
        value = value[part]
    if isinstance(value, Unknown):
        return f"〔请补：{value.label}〕" if gaps else "？"
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def lit(value: Any) -> Literal:
    return Literal(value)


def is_known(path: str) -> IsKnown:
    return IsKnown(path)


def unknown(path: str) -> Not:
    return Not(IsKnown(path))


def cmp(path: str, op: str, value: Any) -> Compare:
    return Compare(op, Name(path), Literal(value))


def both(left: Expression, right: Expression) -> And:
    return And(left, right)


def option(key: str, label: str = "", *also: str, goto: str = "", **more: Any) -> Choice:
    """One choice: `option("court", "收到传票", "传票", goto="court.start")`."""
    return Choice(key, label or key, also, Place.parse(goto) if goto else None, **more)


def ask(question: str, save: str = "none", *choices: Choice, **more: Any) -> Ask:
    for name in ("why", "example"):
        if isinstance(more.get(name), str):
            more[name] = text(more[name])
    return Ask(text(question), save, choices, **more)


def say(*bubbles: str) -> Say:
    return Say(tuple(text(b) for b in bubbles))


def put(**values: Any) -> Assign:
    pairs = tuple((n, v if not isinstance(v, (int, str, bool)) else Literal(v)) for n, v in values.items())
    return Assign(pairs)


def remind(id: str, base: str, call: str, condition: Expression | None = None, **more: Any) -> Remind:
    when = When(base, more.pop("offset", dt.timedelta()), more.pop("clock", None))
    return Remind(id, when, call, condition, **more)


def go(*rules: tuple[Expression, str] | str) -> Goto:
    """`go((condition, "flow.step"), "flow.other")`: ordered rules and a final else."""
    return Goto(
        tuple(Rule(None, Place.parse(r)) if isinstance(r, str) else Rule(r[0], Place.parse(r[1])) for r in rules)
    )


def end(outcome: str) -> End:
    return End(outcome)


StepOf = Callable[[str, str], Step]


def step(*actions: Action, then: Goto | End | str = "", **more: Any) -> StepOf:
    """A step that learns its place from the flow it stands in; `then` is an exit or a place."""
    exit_ = go(then) if isinstance(then, str) else then

    def placed(flow: str, name: str) -> Step:
        return Step(Place(flow, name), actions, exit_, **more)

    return placed


def flow(id: str, steps: Mapping[str, StepOf], **more: Any) -> Flow:
    start = more.pop("start", next(iter(steps)))
    return Flow(id, more.pop("title", id), start, {n: make(id, n) for n, make in steps.items()}, **more)


def slot(name: str, kind: str, label: str = "", **more: Any) -> Slot:
    options = tuple(Option(k, v) for k, v in more.pop("options", {}).items())
    return Slot(name, SlotType(kind), label or name, options=options, **more)


# ---- slots ----

REASONS = {"job_loss": "失业", "illness": "生病", "other": "其他"}
EVENTS = {"summons": "传票", "account_frozen": "账户被冻", "call_flood": "电话轰炸"}

FIELDS = (
    slot("debt.platform", "platform", "平台", hears="platforms", called=("平台名字", "名字")),
    slot("debt.owed", "money", "欠款金额", hears="amount", unit="元"),
)
DEBTS = ListSlot("debts", "debt", "债务", FIELDS, maximum=3, key_field="platform")

SLOTS = (
    slot(
        "situation",
        "choice",
        "情况",
        options={
            "anxious": "心慌睡不着",
            "collectors": "正被催收",
            "court": "收到法院消息",
            "plan": "想知道下一步",
            "talk": "只想说说话",
        },
    ),
    slot("exercise", "choice", "练习", options={"feet": "脚踩地", "later": "先不做"}, fresh_for=ONLY_NOW),
    slot("overdue_days", "days", "逾期天数", hears="overdue_days", ages=True, called=("逾期时间",)),
    slot("platforms_count", "number", "一共几家", hears="platforms_count"),
    slot("reasons", "choices", "原因", options=REASONS, hears="reasons"),
    slot("events", "choices", "碰上的事", options=EVENTS, hears="events"),
    slot("monthly", "money", "每月可还", hears="affordable_monthly", unit="元", minimum=0, maximum=1_000_000),
    slot("income", "money", "每月到手", unit="元"),
    slot("essentials", "money", "必要开支", unit="元"),
    slot("afford", "money", "可承受额"),
    slot(
        "call_result",
        "choice",
        "那通电话",
        options={"got": "打通了", "refused": "被拒了", "later": "还没打"},
        fresh_for=ONLY_NOW,
    ),
    slot("reminders_ok", "yes_no", "要不要提醒"),
    slot("received_on", "date", "收到日期", hears="doc_received_date"),
    slot("ticket", "reference", "工单号"),
    slot("mood", "rating", "心慌几分", minimum=0, maximum=10),
    slot("city", "city", "城市"),
    slot("note", "text", "备注"),
    slot("month_due", "month", "哪个月"),
    slot("call_at", "clock", "几点打"),
    slot("yearly", "rate", "年利率"),
    slot("safe_now", "yes_no", "现在安全", fresh_for=dt.timedelta(hours=2)),
    slot("visited", "number", "来过几次"),
    slot("reader", "choice", "给谁看", options={"lawyer": "律师", "social": "社工"}, fresh_for=ONLY_NOW),
    slot("form", "choice", "哪种文件", options={"pdf": "PDF", "txt": "纯文字"}, fresh_for=ONLY_NOW),
)

# ---- wording ----

WORDS = {
    "echo": "记下：{read_back}。不对就说『改』。",
    "heard": "我听到：{read_back}。不对就说『改』。",
    "confirm": "跟你对一下：{read_back}，对吗？",
    "confirm_yes": "对",
    "confirm_no": "不对，改",
    "rivals": "是{first}，还是{second}？",
    "draft": "还是{read_back}",
    "ladder_example": "没接住。{example}",
    "recap": "你还在这里。{read_back}",
    "item_dropped": "{read_back}去掉了。",
    "unknown_label": "不清楚",
    "skip_label": "先跳过",
    "forget_yes": "全部清掉",
    "forget_no": "先留着",
    "more_yes": "还有",
    "more_no": "没有了",
}


def wording(**changed: str) -> Wording:
    """All required keys; those not written here print as 【key】, so that a test can name what was said."""
    return Wording({key: text({**WORDS, **changed}.get(key, f"【{key}】")) for key in REQUIRED})


# ---- flows ----


def main_flow() -> Flow:
    """The main path: seven questions at most, a script, and what became of the call."""
    return flow(
        "main",
        {
            "settle": step(
                say("先缓一口气。我是程序，发「删除」就清空。"),
                ask(
                    "现在更像哪一种情况？",
                    "situation",
                    option("anxious", "心慌睡不着", "心慌", goto="main.calm"),
                    option("collectors", "正被催收", "被催"),
                    option("court", "收到法院消息", "法院", goto="court.start"),
                    option("plan", "想知道下一步", "怎么办"),
                    option("talk", "只想说说话", "聊聊", goto="talk.start"),
                    example="点一个就行。",
                    smaller=("anxious", "plan"),
                ),
                then="main.overdue",
            ),
            "calm": step(Call("calming"), then="main.overdue", detour=True),
            "overdue": step(
                ask(
                    "最早那笔逾期多久了？",
                    "overdue_days",
                    option("few", "几天", value=5),
                    option("month", "一个月左右", value=30),
                    option("unsure", "记不清", unknown=True),
                    why="时间不同，先做的事不同。",
                    example="比如「半个月」。",
                    smaller=("month", "unsure"),
                ),
                then=go(
                    (unknown("overdue_days"), "main.unsure"),
                    (cmp("overdue_days", "<=", 9), "main.early"),
                    "main.late",
                ),
            ),
            "unsure": step(say("不清楚也行。"), then="main.platform"),
            "early": step(say("刚开始，还早。"), ask("看过合同没有？", "note"), then="main.platform"),
            "late": step(say("有一阵了。"), then="main.platform"),
            "platform": step(
                ask(
                    "先挑一家，是哪家？",
                    "debt.platform",
                    option("several", "好几家", goto="main.how_many"),
                    option("unsure", "记不清", unknown=True),
                    option("quiet", "先不说", skip=True),
                    example="比如「微粒贷」。",
                ),
                then="main.owed",
            ),
            "how_many": step(ask("一共几家？", "platforms_count"), then="main.one_first", detour=True),
            "one_first": step(ask("最揪心的那家叫什么？", "debt.platform"), then="main.owed", detour=True),
            "owed": step(
                ask(
                    "这家大概还欠多少？",
                    "debt.owed",
                    option("under_5k", "5000 元以内", value=4000),
                    option("about_10k", "一万上下", value=10000),
                    option("about_30k", "三万上下", value=30000),
                    option("over_50k", "五万以上", value=60000),
                    option("unsure", "记不清", unknown=True),
                    option("no_number", "不存数字", "通用版", skip=True),
                    consent="amount_v1",
                    example="比如「一万二」。",
                    smaller=("about_10k", "no_number"),
                ),
                then="main.reasons",
            ),
            "reasons": step(
                ask("主要因为什么？", "reasons", *(option(k, v) for k, v in REASONS.items())), then="main.monthly"
            ),
            "monthly": step(
                ask(
                    "每月拿得出多少？",
                    "monthly",
                    option("zero", "现在 0 元", "没有", value=0),
                    option("some", "500 元左右", value=500),
                    option("calc", "帮我算", "算一下", goto="main.budget"),
                ),
                then="main.script",
            ),
            "budget": step(Call("budget"), then="main.script", detour=True),
            "script": step(
                say("稿子好了。"),
                DOCUMENTS["scripts/call"],
                remind("tomorrow", "now", "checkin", offset=dt.timedelta(days=1), clock=dt.time(10)),
                ask(
                    "打完回来点结果。",
                    "call_result",
                    option("got", "打通了", goto="after.start"),
                    option("refused", "被拒了", goto="after.refused"),
                    option("later", "还没打"),
                ),
                then="after.later",
                advice=True,
            ),
        },
        progress=("settle", "overdue", "platform", "owed", "reasons", "monthly", "script"),
    )


def side_flows() -> list[Flow]:
    """Calming, budget, court, lists, what comes after the call, talking, returning."""
    return [
        flow(
            "calming",
            {
                "start": step(
                    say("脚踩住地面。"),
                    ask("试哪一种？", "exercise", option("feet", "脚踩地"), option("later", "先不做")),
                    then=end("calmed"),
                )
            },
        ),
        flow(
            "budget",
            {
                "income": step(ask("每月到手多少？", "income"), then="budget.essentials"),
                "essentials": step(ask("必要开支多少？", "essentials"), then=end("counted")),
            },
        ),
        flow(
            "court",
            {
                "start": step(
                    say("法院的纸先拍下来。"),
                    ask("哪天收到的？", "received_on", confirm=True, example="比如「11 月 18 日」。"),
                    then="court.noted",
                ),
                "noted": step(
                    say("日子记着了：{received_on}。"),
                    remind(
                        "reply_due",
                        "received_on",
                        "deadline",
                        kind="deadline",
                        offset=dt.timedelta(days=12),
                        clock=dt.time(10),
                    ),
                    then="main.overdue",
                ),
            },
        ),
        flow(
            "all_debts",
            {
                "start": step(
                    say("一家一家来。"),
                    Repeat(
                        "debts",
                        (
                            ask("这一家叫什么？", "debt.platform", example="比如「花呗」。"),
                            ask("这家欠多少？", "debt.owed"),
                        ),
                        text("还有别的平台吗？"),
                    ),
                    then="all_debts.done",
                ),
                "done": step(say("理好了。"), DOCUMENTS["scripts/many"], then=end("listed")),
            },
        ),
        flow(
            "after",
            {
                "start": step(ask("工单号是多少？", "ticket"), then="after.reminders"),
                "refused": step(
                    say("被拒很常见。"), Handoff("12348", (text("可以问 12348。"),)), then="after.reminders"
                ),
                "later": step(say("不急。"), then="after.reminders"),
                "reminders": step(
                    ask(
                        "要不要提醒你？",
                        "reminders_ok",
                        option("yes", "要"),
                        option("no", "不要"),
                        consent="reminders_v1",
                    ),
                    then="after.set",
                ),
                "set": step(
                    remind(
                        "again",
                        "next_working_day",
                        "checkin",
                        cmp("reminders_ok", "==", True),
                        offset=dt.timedelta(days=2),
                        clock=dt.time(10),
                    ),
                    say("今天到这里。"),
                    then=end("got_script"),
                ),
                "back": step(say("上回到稿子。"), ask("那通电话怎么样？", "call_result"), then="after.thanks"),
                "thanks": step(say("知道了。"), then=end("told")),
            },
        ),
        flow(
            "checkin",
            {
                "start": step(
                    ask("约好的那通电话，打了吗？", "call_result", option("got", "打通了"), option("later", "还没打")),
                    then="checkin.done",
                ),
                "done": step(say("好，知道了。"), then=end("checked")),
            },
        ),
        flow("deadline", {"start": step(say("有一件事的日子近了。"), then=end("noted"))}),
        flow(
            "talk",
            {
                "start": step(say("想说什么都行。"), ask("我听着。"), then="talk.more"),
                "more": step(ask("嗯，后来呢？"), then="talk.more"),
            },
        ),
        flow(
            "returning",
            {
                "start": step(
                    say("你回来了。"),
                    ask(
                        "要接着上次的吗？",
                        "none",
                        option("resume", "接着", "继续", goto="returning.resume"),
                        option("other", "先说别的", skip=True, goto="returning.other"),
                        option("clear", "清空", goto="returning.clear"),
                        smaller=("resume", "other"),
                    ),
                    then="returning.resume",
                ),
                "resume": step(then=end("resume")),
                "other": step(say("好，先说眼前的。"), then=end("other")),
                "clear": step(say("要清掉，会再问一次。"), then=end("clear")),
            },
        ),
        flow("about_bot", {"start": step(say("我是程序，不是真人。"), then=end("told"))}),
        flow("thanks", {"start": step(say("不用谢。"), then=end("told"))}),
        flow(
            "frozen",
            {
                "start": step(
                    say("卡被冻先别慌。"),
                    ask("谁冻的？", "none", option("court", "法院冻的"), option("bank", "银行冻的")),
                    then=end("told"),
                )
            },
        ),
        kinds_flow(),
    ]


def kinds_flow() -> Flow:
    """One question of every type, in a row."""
    return flow(
        "kinds",
        {
            "mood": step(ask("现在几分？", "mood"), then="kinds.city"),
            "city": step(ask("在哪个城市？", "city"), then="kinds.note"),
            "note": step(ask("想记一句什么？", "note"), then="kinds.month"),
            "month": step(ask("哪个月到期？", "month_due"), then="kinds.clock"),
            "clock": step(ask("几点打电话？", "call_at"), then="kinds.rate"),
            "rate": step(ask("年利率多少？", "yearly"), then="kinds.date"),
            "date": step(ask("哪天收到？", "received_on"), then="kinds.ticket"),
            "ticket": step(ask("工单号？", "ticket"), then="kinds.reasons"),
            "reasons": step(
                ask("为什么？", "reasons", *(option(k, v) for k, v in REASONS.items())), then="kinds.count"
            ),
            "count": step(ask("几家？", "platforms_count"), then="kinds.safe"),
            "safe": step(
                ask(
                    "现在安全吗？",
                    "safe_now",
                    option("yes", "安全"),
                    option("no", "不安全"),
                    option("unsure", "说不清"),
                ),
                Picture(text("台阶"), "debts", "debt.owed"),
                then=end("asked"),
            ),
        },
        progress=("mood", "city"),
    )


def crisis_flow() -> Flow:
    """Crisis in the shape of the shipped one: safety questions that keep nothing, and one way out by a yes."""
    return flow(
        "crisis",
        {
            "start": step(then="crisis.ideation"),
            "distress": step(say("听得出来，很难受。慢慢呼一口气。"), then=end("soothed")),
            "ideation": step(
                say("谢谢你告诉我。现在只管你。"),
                crisis_ask(
                    "是不是有想结束生命的念头？",
                    option("yes", "有", "是", goto="crisis.today"),
                    option("no", "没有", "不是", goto="crisis.safe"),
                ),
                then="crisis.today",
            ),
            "today": step(
                crisis_ask(
                    "是不是打算就在今天？",
                    option("yes", "是", "今晚", goto="crisis.imminent"),
                    option("no", "不是", "没有", goto="crisis.safe"),
                ),
                then="crisis.safe",
            ),
            "imminent": step(say("我在。拨 120 或 110。"), then="crisis.stay"),
            "stay": step(crisis_ask("拨了，就回我一个字。"), then="crisis.safe"),
            "other_person": step(say("别让他一个人。"), crisis_ask("他身边有人吗？"), then="crisis.safe"),
            "harm": step(say("先离开那里。"), crisis_ask("走开了，回我一个字。"), then="crisis.safe"),
            "forwarded": step(
                say("这段话让人担心。"),
                crisis_ask(
                    "是你自己，还是别人？",
                    option("mine", "是我自己", "我自己", goto="crisis.ideation"),
                    option("other", "是别人", "别人", goto="crisis.other_person"),
                    option("fine", "都不是", goto="crisis.fine"),
                ),
                then="crisis.ideation",
            ),
            "fine": step(say("好，那就好。"), then=end("fine")),
            "safe": step(
                crisis_ask(
                    "要不要回到刚才那件事？",
                    option("yes", "回去", "好", goto="crisis.released"),
                    option("no", "今晚先不", "不", goto="crisis.rest"),
                ),
                then="crisis.rest",
            ),
            "rest": step(
                remind("care", "now", "care", offset=dt.timedelta(hours=15), kind="care"),
                say("今晚不碰它。"),
                crisis_ask("有变化，回我一个字。"),
                then="crisis.safe",
            ),
            "released": step(say("好，只看一小步。"), then=end("released"), release=True),
            "over": step(say("到这里。"), then=end("over")),
        },
        crisis=True,
        landing="ideation",
    )


def crisis_ask(question: str, *choices: Choice) -> Ask:
    return ask(question, "none", *choices, listens=False, skippable=False)


def care_flow() -> Flow:
    return flow(
        "care",
        {
            "start": step(
                say("早。来问你一声。"),
                crisis_ask(
                    "这会儿怎么样？",
                    option("yes", "好一些", goto="crisis.safe"),
                    option("no", "还难受", goto="crisis.rest"),
                ),
                then="crisis.safe",
            )
        },
        crisis=True,
    )


READERS = (option("lawyer", "给律师看"), option("social", "给社工看"))


def export_flow() -> Flow:
    """For whom, section by section, in which form, and the file."""
    return flow(
        "export",
        {
            "start": step(
                ask("给谁看？", "reader", *READERS), then=go((unknown("reader"), "export.nothing"), "export.look")
            ),
            "look": step(Preview("reader"), then="export.form"),
            "form": step(ask("哪种文件？", "form", option("pdf", "PDF"), option("txt", "纯文字")), then="export.give"),
            "give": step(say("给你。"), Export("reader", "form"), then=end("page_given")),
            "nothing": step(say("什么都没给。"), then=end("kept_back")),
            "paper": step(Export("", "form"), then=end("file_given")),
        },
    )


# ---- the rest of a book ----

DOCUMENTS = {
    d.name: d
    for d in (
        Document(
            "scripts/call",
            "打给客服的稿子",
            text("我是{debt.platform}的客户，还欠{debt.owed}元，每月能还{monthly}元。", gaps=True),
        ),
        Document("scripts/short", "一分钟版", text("三句话：{debt.platform}，{monthly}，谢谢。", gaps=True)),
        Document("scripts/lawyer", "咨询稿", text("我想问：逾期{overdue_days}天。", gaps=True)),
        Document("scripts/many", "几家的稿子", text("一共{debts_count}家。")),
    )
}
DOCUMENTS["scripts/many"] = Document("scripts/many", "几家的稿子", text("这几家一起谈。"))

INTERRUPTS = (
    Interrupt("thanks", "thanks", whole=("谢谢", "好的谢谢"), quiet=True),
    Interrupt("human", "about_bot", contains=("是真人吗", "机器人吗")),
    Interrupt("calm_now", "calming", whole=("缓一下",)),
    Interrupt("swearing", "about_bot", pattern=lambda said: said.startswith("滚")),
    Interrupt("frozen", "frozen", contains=("卡被冻",), event="account_frozen"),
)


def routes(**changed: Any) -> Routes:
    danger = {
        "distress": "crisis.distress",
        "ideation": "crisis.ideation",
        "imminent": "crisis.imminent",
        "other_person": "crisis.other_person",
        "harm_to_others": "crisis.harm",
        "forwarded": "crisis.forwarded",
    }
    given: dict[str, Any] = {
        "home": Place.parse("main.settle"),
        "talk": Place.parse("talk.start"),
        "returning": Place.parse("returning.start"),
        "returned_call": Place.parse("after.back"),
        "script": "scripts/call",
        "short_script": "scripts/short",
        "lawyer_script": "scripts/lawyer",
        "export": Place.parse("export.start"),
        "danger": {k: Place.parse(v) for k, v in danger.items()},
        "priorities": {"court_deadline": Place.parse("court.start")},
    }
    return Routes(**{**given, **changed})


def book(
    *flows: Flow,
    slots: tuple[Slot, ...] = (),
    lists: tuple[ListSlot, ...] = (DEBTS,),
    **more: Any,
) -> Book:
    """The hand-built book with these flows laid over its own, and these slots over its own."""
    every = {f.id: f for f in (main_flow(), *side_flows(), crisis_flow(), care_flow(), export_flow(), *flows)}
    named = {s.name: s for s in (*SLOTS, *slots)}
    for owner in lists:
        named.update({f.name: f for f in owner.fields})
    given: dict[str, Any] = {
        "edition": "e1",
        "flows": every,
        "slots": named,
        "lists": {owner.name: owner for owner in lists},
        "interrupts": INTERRUPTS,
        "documents": DOCUMENTS,
        "wording": wording(),
        "routes": routes(),
        "danger_words": DangerWords(),
    }
    return Book(**{**given, **more})


def shelf() -> Book:
    """The whole hand-built book."""
    return book()


def opening(*steps_: StepOf, **more: Any) -> Book:
    """A book whose first flow is these steps, `a`, `b`, `c` … of the flow `main`, and nothing else changed."""
    names = "abcdefghij"
    only = flow("main", {names[n]: made for n, made in enumerate(steps_)})
    return book(only, **{"routes": routes(home=Place("main", "a")), **more})


def without_step(whole: Book, place: str, **changed: Any) -> Book:
    """The next edition of a book, from which a step has vanished."""
    at = Place.parse(place)
    old = whole.flows[at.flow]
    steps_ = {n: s for n, s in old.steps.items() if n != at.step}
    start = old.start if old.start in steps_ else next(iter(steps_), "")
    return replace(
        whole, edition="e2", flows={**whole.flows, at.flow: replace(old, steps=steps_, start=start)}, **changed
    )


def with_step(whole: Book, place: str, made: StepOf, **changed: Any) -> Book:
    """The next edition of a book, in which one step reads differently or is new."""
    at = Place.parse(place)
    old = whole.flows[at.flow]
    steps_ = {**old.steps, at.step: made(at.flow, at.step)}
    return replace(whole, **{"edition": "e2", "flows": {**whole.flows, at.flow: replace(old, steps=steps_)}, **changed})


def with_slot(whole: Book, declared: Slot, **changed: Any) -> Book:
    """The next edition of a book, in which one slot is declared differently or is new."""
    return replace(whole, **{"edition": "e2", "slots": {**whole.slots, declared.name: declared}, **changed})
