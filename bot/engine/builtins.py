"""The words that work everywhere: whole messages only, with their commands (`semantics.md` 7).

Each handler says what it has to say and leaves the walk where the person was; `run` puts the open question again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.engine import answers as held
from bot.engine import corrections, review, which
from bot.engine.answering import want_no_reminder
from bot.engine.asking import SKIP, ask_in
from bot.engine.asking_back import ask_to_forget
from bot.engine.corrections import edit, restart
from bot.engine.echoing import read_back
from bot.engine.flowbook import Ask, Place
from bot.engine.papers import hand_over
from bot.engine.session import GONE, OpenQuestion
from bot.engine.timers import cancel, stop_all
from bot.engine.turn import Forget
from bot.engine.walk import leave, mark, push, run
from bot.engine.work import Work
from bot.understanding import normalise

WORDS: Mapping[str, tuple[str, ...]] = {
    "forget": ("删除", "删除我的数据", "删掉我的数据", "清空", "/forget"),
    "stop": ("停", "停下", "停止提醒", "别提醒了", "不要提醒", "不用提醒了", "/stop"),
    "pause": ("暂停", "先暂停", "/pause"),
    "restart": ("重来", "重新开始", "从头来", "/restart"),
    "menu": ("菜单", "/menu"),
    "help": ("帮助", "怎么用", "/help"),
    "why": ("为什么问", "为什么问这个", "问这个干嘛", "问这个干什么", "为什么要问"),
    "again": ("再说一遍", "没看清", "再发一遍", "/again"),
    "back": ("上一步", "上一题", "返回", "退回", "/back"),
    "edit": ("改", "修改", "改一下", "我要改", "/edit"),
    "skip": ("跳过", "先跳过", "下一题", "不想答", "/skip"),
    "drop_item": ("删这一家", "删掉这一家", "去掉这一家"),
    "script": (
        "话术",
        "要话术",
        "我要话术",
        "给我话术",
        "看话术",
        "话术呢",
        "话术怎么说",
        "怎么说话术",
        "话术在哪",
        "有话术吗",
        "/script",
    ),
    "short_script": ("没时间", "我没时间", "来不及"),
    "lawyer_script": ("人工", "律师", "转人工", "找律师", "人工热线"),
    "export": ("导出", "总结", "摘要", "/summary", "/export"),
    "bye": ("退出", "quit", "不想聊了", "先不聊了", "不聊了", "算了不说了", "算了，不说了", "先不说了"),
    "quiet_exit": ("有人来了", "来人了"),
    "privacy": ("隐私", "/privacy"),
    "unsaved": ("不保存", "不要保存", "别保存"),
    "saved": ("保存", "可以保存", "记住吧"),
    "resume": ("继续",),
}
"""Built-in words by what they do."""
FETCHED = frozenset({"script", "short_script", "lawyer_script", "export"})
"""What only brings a page: a question may offer an option of that name (给谁看？律师), and then the option is meant, since an exact
label comes first (`semantics.md` 1). Every other word is somebody's way out, and no label or synonym may swallow it."""

# 给我一份话术, 帮我做一份总结: the thing itself, asked for politely; a bare 给我 leaves nothing behind
_ASKED_FOR = re.compile(
    "^(?:那|你|就|请|麻烦|能不能|可以|帮|给|替|我|想|要|来|再|先|直接|写|做|出|弄|整理|打印|导出|看|念|发|一份|份|一个|个|一下|能照着念的|照着念的)+(?=话术|总结|摘要)"
    "|(?<=话术|总结|摘要)(?:给我|发我|一下|看看|一份|吧|呗|呢|啊|呀|行吗|好吗|可以吗)+$"
)
_BY_WORD = {normalise(word): name for name, words in WORDS.items() for word in words}
WHILE_LATCHED = frozenset({"forget", "stop"})


def builtin(text: str) -> str:
    """The built-in that a whole message names, or ""."""
    said = normalise(text).strip("。.!！~～ ")
    return _BY_WORD.get(said) or _BY_WORD.get(_ASKED_FOR.sub("", said), "")


def perform(work: Work, name: str) -> None:
    """Do what a built-in word says."""
    work.fired(f"builtin:{name}")
    work.session.rung = work.session.adrift = 0
    if work.session.paused and name != "pause":
        work.session.paused = False
    _HANDLERS[name](work)


def say_and_ask(key: str) -> Callable[[Work], None]:
    """A handler that says one thing and puts the open question again."""

    def handler(work: Work) -> None:
        work.say(key)
        run(work)

    return handler


def say_and_rest(key: str) -> Callable[[Work], None]:
    """A handler that says one thing and leaves the question waiting without putting it again."""

    def handler(work: Work) -> None:
        work.say(key)

    return handler


def forget(work: Work) -> None:
    """Confirmed: everything goes with this turn."""
    work.say("forget_done")
    work.effects.append(Forget())
    work.session.open = None


def why(work: Work) -> None:
    opened = work.session.open
    step = work.book.step(Place.parse(opened.place)) if opened else None
    question = ask_in(step, held.slot_name(opened.key)) if step and opened else None
    question = question or which.question_of(work, opened)
    if question is not None and question.why is not None:
        work.bubble(question.why.render(work.values()))
    else:
        work.say("why_none")
    run(work)


def skip(work: Work) -> None:
    """The open question is skipped, if it may be; a correction in progress is dropped."""
    opened = work.session.open
    if opened is not None and opened.kind == "more":
        work.took("more", "no", Place.parse(opened.place))
        work.session.told.append(f"{opened.key}:done")
    if opened is not None and opened.kind == review.KIND:
        review.leave_out(work, opened)
    if opened is not None and opened.kind == which.KIND:
        settle_which(work, opened, SKIP)
    if opened is None or opened.kind not in {"ask", "edit", "confirm", "rivals"}:
        run(work)
        return
    step = work.book.step(Place.parse(opened.place))
    question = ask_in(step, held.slot_name(opened.key)) if step else None
    if question is None or not question.skippable:
        work.say("cannot_skip")
        run(work)
        return
    if work.session.editing:
        work.session.editing = ""  # the old answer stays
    else:
        work.say("skipped")
        set_aside(work, opened, question)
    run(work)


def settle_which(work: Work, opened: OpenQuestion, key: str) -> None:
    """One of several is meant from here on, or the first since it was skipped; the question that asked for it is left."""
    mark(work, held.which_key(work.book.lists[opened.key]), opened.turn)
    which.decide(work, opened, key)
    step = work.here()
    if step is not None:
        leave(work, step, None)


def set_aside(work: Work, opened: OpenQuestion, question: Ask) -> None:
    """Hold that a question has no answer, so that the walk goes on."""
    mark(work, opened.key, opened.turn)
    choice = next((c for c in question.choices if c.skip), None)
    work.chose(question, choice.key if choice is not None else SKIP, Place.parse(opened.place))
    if opened.key != "none":
        held.put(work, opened.key, held.answer_of(work, None, state="skipped"))
        return
    step = work.here()
    if step is not None and step.action(Ask) is not None and work.session.stack[-1].at == "ask":
        leave(work, step, choice)


def drop_current(work: Work) -> None:
    """删这一家: the item that is being talked of goes; the questions go on with the next."""
    for owner in work.book.lists.values():
        item = work.session.current.get(owner.name)
        if item is None:
            continue
        said = read_back(work, [f"{owner.alias}.{owner.key_field}@{item}"])
        held.drop_item(work, owner, item)
        work.say("item_dropped", read_back=said)
    run(work)


def script(route: str) -> Callable[[Work], None]:
    """A handler that hands over a script now, with 〔请补〕 where answers are missing."""

    def handler(work: Work) -> None:
        name = {
            "script": work.book.routes.script,
            "short_script": work.book.routes.short_script,
            "lawyer_script": work.book.routes.lawyer_script,
        }[route]
        work.took("route", route)
        restore = which.speak_of_first(work)
        if hand_over(work, work.book.documents[name]):
            work.say("script_missing")
        restore()
        run(work)

    return handler


def back(work: Work) -> None:
    """上一步: the last section of a page that is gone through, else the last question."""
    opened = work.session.open
    if opened is not None and opened.kind == review.KIND and review.undo(work):
        work.say("back_done")
        run(work)
        return
    corrections.back(work)


def export(work: Work) -> None:
    """导出: the flow that asks for whom, shows the page and hands it out; one begun before is begun anew."""
    review.begin_anew(work)
    work.took("route", "export")
    push(work, work.book.routes.export, "interrupt")
    run(work)


def pause(work: Work) -> None:
    work.session.paused = True
    work.say("paused")


def stop(work: Work) -> None:
    want_no_reminder(work)
    stop_all(work)
    work.say("stopped")
    run(work)


def unsaved(work: Work) -> None:
    work.session.keep = False
    cancel(work, lambda _: True)
    work.say("unsaved")
    want_no_reminder(work)
    run(work)


def saved(work: Work) -> None:
    work.session.keep = True
    work.session.consents["kept_on_request"] = work.now.isoformat()
    work.say("saved" if work.session.reach != GONE else "saved_nowhere")
    run(work)


_HANDLERS: Mapping[str, Callable[[Work], None]] = {
    "forget": ask_to_forget,
    "stop": stop,
    "pause": pause,
    "restart": restart,
    "menu": say_and_ask("menu"),
    "help": say_and_ask("help"),
    "why": why,
    "again": run,
    "back": back,
    "edit": edit,
    "skip": skip,
    "drop_item": drop_current,
    "script": script("script"),
    "short_script": script("short_script"),
    "lawyer_script": script("lawyer_script"),
    "export": export,
    "bye": say_and_rest("bye"),
    "quiet_exit": say_and_rest("quiet_exit"),
    "privacy": say_and_ask("privacy"),
    "unsaved": unsaved,
    "saved": saved,
    "resume": say_and_ask("resumed"),
}
