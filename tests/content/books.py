"""A minimal good book as files in memory, and a judge that reads and checks what is laid over it."""

from __future__ import annotations

import textwrap

from bot.content.checks import check
from bot.content.problems import Problem, Problems
from bot.content.reader import Reader
from bot.content.sources import Snapshot
from bot.content.tree import Tree
from bot.engine.wording import REQUIRED

HOME = """\
flow: home
title: 开头
start: hello
steps:
  hello:
    say: 先缓一口气。
    ask: 现在是哪一种情况？
    save: situation
    next: last
  last:
    say: 先到这里。
    end: rested
"""
TALK = """\
flow: talk
title: 说说话
start: begin
steps:
  begin:
    say: 我在。
    end: talked
"""
CRISIS = """\
flow: crisis
title: 先顾着人
start: ideation
crisis: true
steps:
  ideation:
    say: 先别一个人待着。
    ask: 你现在安全吗？
    save: none
    skippable: false
    choices:
      yes: {label: 我安全, goto: safe}
      no: 不安全
    next: stay
  stay:
    say: 我陪着你。
    end: stayed
  safe:
    release: true
    say: 那就好。
    end: safe
"""
SLOTS = """\
slots:
  situation: {type: choice, label: 情况, options: {court: 收到法院消息, other: 别的事}}
  reasons: {type: choices, label: 原因, options: {illness: 生病, job: 没了工作}}
  ready: {type: yes_no, label: 准备好了}
  overdue_days: {type: days, label: 逾期天数, ages: true}
  income: {type: money, label: 每月收入}
  essentials: {type: money, label: 必要支出}
  afford: {type: money, label: 可承受额, compute: "greatest(income - essentials, 0)"}
  hearing: {type: date, label: 开庭日}
  people: {type: number, label: 人数, minimum: 0, maximum: 20}
  town: {type: city, label: 城市}
lists:
  debts:
    alias: debt
    label: 债务
    maximum: 8
    key: platform
    fields:
      platform: {type: platform, label: 平台}
      owed: {type: money, label: 欠款金额}
      due_on: {type: date, label: 到期日}
"""
BOOK = """\
home: home.hello
talk: talk.start
returning: home.start
script: scripts/call
short_script: scripts/call
lawyer_script: scripts/call
export: talk.begin
danger:
  distress: crisis.ideation
  ideation: crisis.ideation
  imminent: crisis.ideation
  other_person: crisis.ideation
  harm_to_others: crisis.ideation
  forwarded: crisis.ideation
"""
PAPER = "# 打电话\n我是 {{ debt.platform }} 的用户，欠 {{ debt.owed | money }}。\n"


def base() -> dict[str, str]:
    """The files of the minimal good book."""
    return {
        "flows/book.yaml": BOOK,
        "flows/slots.yaml": SLOTS,
        "flows/wording.yaml": "\n".join(f"{key}: 好的。" for key in REQUIRED) + "\n",
        "flows/home.yaml": HOME,
        "flows/talk.yaml": TALK,
        "flows/crisis.yaml": CRISIS,
        "templates/scripts/call.md.j2": PAPER,
        "templates/cards/calm.j2": "慢慢来。\n",
    }


def steps(body: str, flow: str = "home", start: str = "a", head: str = "") -> dict[str, str]:
    """A flow file with these steps (`a:` at the margin), to lay over the base; `head` are lines above `steps`."""
    written = textwrap.indent(textwrap.dedent(body).strip("\n"), "  ")
    lines = [f"flow: {flow}", "title: 开头", f"start: {start}", *head.splitlines()]
    text = "\n".join([*lines, "steps:", written, ""])
    files = {f"flows/{flow}.yaml": text}
    if flow == "home":
        files["flows/book.yaml"] = BOOK.replace("home.hello", f"home.{start}")
    return files


def read(files: dict[str, str], problems: Problems) -> Tree:
    """The tree of the base with these files over it."""
    snapshot = Snapshot({name: text.encode() for name, text in {**base(), **files}.items()})
    return Reader(snapshot, problems).read().tree


def judge(files: dict[str, str]) -> tuple[Problem, ...]:
    """Every problem of the base with these files over it."""
    problems = Problems()
    tree = read(files, problems)
    check(tree, problems)
    return tuple(problems)


def codes(files: dict[str, str]) -> list[str]:
    """The codes of the problems, in the order of their places."""
    return [p.code for p in judge(files)]


def told(files: dict[str, str]) -> list[str]:
    """Each problem as `code: message`, in the order of their places."""
    return [f"{p.code}: {p.message}" for p in judge(files)]
