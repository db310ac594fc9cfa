"""Guarantees: each form holds where it should, and where it fails the way is printed."""

from __future__ import annotations

import pytest

from bot.content.problems import Problems
from bot.content.proofs import Proof, prove
from bot.content.tree import Guarantee
from bot.content.writing import At, Word
from tests.content.books import BOOK, read, steps

MAIN = """
a:
  ask: 哪一种？
  save: situation
  choices:
    court: {label: 法院, goto: d}
    other: 别的
  next: b
b:
  say: 先别慌。
  advice: true
  ask: 多久了？
  example: 半个月
  save: overdue_days
  next: c
c:
  ask: 欠多少？
  example: 一万
  save: debt.owed
  next: d
d:
  document: scripts/call
  end: got_script
"""


def fails(promise: str, body: str = MAIN, more: dict[str, str] | None = None) -> list[str]:
    """What a guarantee of the flow says where it fails."""
    files = {**steps(body, head=f"guarantees:\n  - {promise}"), **(more or {})}
    problems = Problems()
    prove(read(files, problems), problems)
    assert {p.code for p in problems} <= {"guarantee-fails"}
    return [p.message.removeprefix("保证不成立：") for p in problems]


def test_before_through() -> None:
    """Every way into the step passes the other, from wherever people enter."""
    assert fails("{before: d, through: a}") == []
    assert fails("{before: c, through: b}") == []
    assert fails("{before: d, through: b}") == ["不经过 b 也能到：先 a → d"]
    books = {"flows/book.yaml": BOOK.replace("home.hello", "home.a") + "priorities: {negotiate: home.c}\n"}
    assert fails("{before: d, through: a}", more=books) == ["不经过 a 也能到：先 c → d"]
    returning = {"flows/book.yaml": BOOK.replace("home.hello", "home.a").replace("home.start", "home.c")}
    assert fails("{before: d, through: a}", more=returning) == []


def test_questions_before() -> None:
    """The longest way counts, and prints each question with its number."""
    assert fails("{questions_before: d, at_most: 3}") == []
    assert fails("{questions_before: d, at_most: 2}") == [
        "最长的路要问 3 个，说好最多 2 个：先 a（问 1） → b（问 2） → c（问 3） → d"
    ]
    assert fails("{questions_before: d, at_most: 2}", MAIN.replace("  ask: 多久", "  detour: true\n  ask: 多久")) == []
    assert fails("{questions_before: z, at_most: 2}", MAIN + "z:\n  end: done\n") == ["从 home 的开头走不到 z"]
    assert fails("{questions_before: a, at_most: 0}") == []


def test_list_loops_count_maximum_times_fields() -> None:
    """Eight items of two fields are sixteen questions."""
    body = """
        a:
          repeat:
            list: debts
            more: 还有吗？
            fields:
              platform: {ask: 哪家？, example: 花呗}
              owed: {ask: 多少？, example: 一万}
          next: b
        b:
          end: done
        """
    assert fails("{questions_before: b, at_most: 16}", body) == []
    assert fails("{questions_before: b, at_most: 15}", body)[0].startswith("最长的路要问 16 个")
    assert fails("{asks_nothing: a}", body) == ["步骤 a 会提问"]
    assert fails("{questions_before: b, at_most: 1}", body.replace("list: debts", "list: dbts")) != []


def test_circles_are_unbounded_unless_they_are_detours() -> None:
    """An asking circle on the way is printed; one that comes back through a detour counts once."""
    body = """
        a:
          ask: 哪一种？
          save: situation
          choices:
            court: {label: 心慌, goto: calm}
            other: 别的
          next: b
        calm:
          say: 慢慢呼吸。
          next: a
        b:
          ask: 多久了？
          example: 半个月
          save: overdue_days
          next: c
        c:
          end: done
        """
    assert fails("{questions_before: c, at_most: 9}", body) == ["问题可以一直问下去：先 a → calm → a"]
    detour = body.replace("  say: 慢慢呼吸。", "  detour: true\n          say: 慢慢呼吸。")
    assert fails("{questions_before: c, at_most: 2}", detour) == []
    assert fails("{questions_before: c, at_most: 1}", detour) != []
    itself = "a:\n  ask: 好吗？\n  save: ready\n  next:\n    - {when: ready is known, goto: b}\n    - {else: a}\nb:\n  end: done\n"
    assert fails("{questions_before: b, at_most: 9}", itself) == ["问题可以一直问下去：先 a"]


def test_circles_without_questions_do_not_matter() -> None:
    """A silent circle is another check's business; the way through it is still printed whole."""
    body = """
        a:
          next: b
        b:
          next:
            - {when: ready is known, goto: a}
            - {when: ready is not known, goto: e}
            - {else: c}
        e:
          next: b
        c:
          ask: 好吗？
          save: ready
          next: d
        d:
          end: done
        """
    assert fails("{questions_before: d, at_most: 0}", body) == [
        "最长的路要问 1 个，说好最多 0 个：先 a → b → c（问 1） → d"
    ]


def test_two_detours_between_the_same_steps() -> None:
    """A circle of detours that another circle without a detour shares stays unbounded."""
    body = """
        a:
          ask: 哪一种？
          save: situation
          choices:
            court: {label: 心慌, goto: x}
            other: {label: 别的, goto: y}
          next: c
        x:
          detour: true
          next: a
        y:
          next: a
        c:
          end: done
        """
    assert fails("{questions_before: c, at_most: 9}", body) == ["问题可以一直问下去：先 a → y → a"]


def test_calls_are_counted_inside() -> None:
    """The questions of a called flow count on the way."""
    inner = steps("a:\n  ask: 好吗？\n  save: ready\n  next: b\nb:\n  end: fine\n", flow="other")
    body = "a:\n  call: other\n  next: b\nb:\n  end: done\n"
    assert fails("{questions_before: b, at_most: 0}", body, inner) == [
        "最长的路要问 1 个，说好最多 0 个：先 a → other.a（问 1） → other.b → a → b"
    ]
    assert fails("{asks_nothing: a}", body, inner) == ["步骤 a 调用的流程会提问：先 a → other.a"]
    silent = steps("a:\n  end: fine\n", flow="other")
    assert fails("{asks_nothing: a}", body, silent) == []


def test_advice_within() -> None:
    """Advice stands before the N-th question on every way; a detour and its end owe none."""
    assert fails("{advice_within: 2}") == ["用户第 2 条消息以前没有建议：先 a（问 1） → d"]
    straight = MAIN.replace(", goto: d}", "}")
    assert fails("{advice_within: 2}", straight) == []
    assert fails("{advice_within: 1}", straight) == ["用户第 1 条消息以前没有建议：先 a（问 1）"]
    late = straight.replace("  advice: true\n", "")
    assert fails("{advice_within: 2}", late) == ["用户第 2 条消息以前没有建议：先 a（问 1） → b（问 2）"]
    detour = MAIN.replace("  document: scripts/call", "  detour: true\n  document: scripts/call")
    assert fails("{advice_within: 2}", detour) == []


def test_advice_from_another_step() -> None:
    """A guarantee may count from a step of its own."""
    problems = Problems()
    tree = read(steps(MAIN), problems)
    word = Word("c", At("flows/home.yaml"))
    Proof(tree, tree.flows["home"], Guarantee("advice_within", word.at, word, limit=1), problems).run()
    assert [p.message for p in problems] == ["保证不成立：用户第 1 条消息以前没有建议：先 c（问 1）"]


def test_always_reachable() -> None:
    """From every step, or behind a danger route."""
    assert fails("{always_reachable: crisis.safe}") == []
    only = {
        "flows/book.yaml": BOOK.replace("home.hello", "home.a")
        .replace("talk.start", "home.a")
        .replace("talk.begin", "home.a")
    }
    found = fails("{always_reachable: d}", more=only)
    assert found == ["从这些步骤走不到 d：crisis.ideation、crisis.safe、crisis.stay"]


def test_many_lost_steps_are_shortened() -> None:
    """Five places are enough to see."""
    body = "a:\n  next: b\n" + "".join(f"{c}:\n  next: {d}\n" for c, d in zip("bcdefg", "cdefgh", strict=True))
    found = fails("{always_reachable: a}", body + "h:\n  end: done\n")
    assert found[0].endswith("……")


def test_asks_nothing() -> None:
    """The step puts no question."""
    assert fails("{asks_nothing: d}") == []
    assert fails("{asks_nothing: a}") == ["步骤 a 会提问"]


def test_ends_in() -> None:
    """The flow's own ends have only the outcomes named; the way to another is printed."""
    assert fails("{ends_in: [got_script]}") == []
    assert fails("{ends_in: [rested]}") == ["步骤 d 以 got_script 结束，不在 ends_in 里：先 a → d"]
    lonely = MAIN + "z:\n  end: lost\n"
    assert fails("{ends_in: [got_script]}", lonely) == ["步骤 z 以 lost 结束，不在 ends_in 里"]


@pytest.mark.parametrize(
    "promise",
    [
        "{before: zz, through: a}",
        "{questions_before: zz, at_most: 3}",
        "{always_reachable: zz}",
        "{asks_nothing: zz}",
    ],
)
def test_names_are_a_matter_of_the_checks(promise: str) -> None:
    """A guarantee about a step that does not exist is told by the checks of names, not proved."""
    assert fails(promise) == []


def test_a_flow_without_a_start_proves_nothing() -> None:
    """Where the start does not exist there is no way to walk."""
    problems = Problems()
    tree = read(steps("a:\n  end: done\n", start="q", head="guarantees:\n  - {advice_within: 2}"), problems)
    prove(tree, problems)
    assert [p.code for p in problems] == []


def test_script_within() -> None:
    """Words to read out stand before the N-th question on every way: a document or a card, or the one that is named."""
    straight = MAIN.replace(", goto: d}", "}")
    assert fails("{script_within: 4}", straight) == []
    assert fails("{script_within: 3}", straight) == [
        "用户第 3 条消息以前没有话术：先 a（问 1） → b（问 2） → c（问 3）",
    ]
    assert fails("{script_within: 4, gives: scripts/call}", straight) == []
    other = straight.replace("scripts/call", "scripts/other")
    assert fails("{script_within: 4, gives: scripts/call}", other)[0].startswith(
        "用户第 4 条消息以前没有给出 scripts/call"
    )


def test_a_branch_counts_its_own_detours() -> None:
    """Where the first step is a detour the borrower chose the whole flow: its questions count, its end owes words."""
    branch = MAIN.replace("a:\n", "a:\n  detour: true\n").replace("b:\n", "b:\n  detour: true\n")
    branch = branch.replace(", goto: d}", "}")
    assert fails("{script_within: 4}", branch) == []
    assert fails("{script_within: 3}", branch) == ["用户第 3 条消息以前没有话术：先 a（问 1） → b（问 2） → c（问 3）"]
    silent = branch.replace("  document: scripts/call\n", "  say: 好。\n")
    assert fails("{script_within: 9}", silent)[0].startswith("用户第 9 条消息以前没有话术")


LISTENS = """
    a:
      ask: 我在听。
      save: none
      listens: false
      next: b
    b:
      ask: 接着说，还是看一小步？
      save: none
      listens: false
      example: 接着说就好。
      choices:
        more: 接着说
        out: {label: 看一小步, goto: d}
      next: a
    d:
      end: done
    """


def test_listens() -> None:
    """Nothing is kept, an offer comes after exactly so many turns, and one of its choices leads away."""
    assert fails("{listens: 1}", LISTENS) == []
    assert fails("{listens: 2}", LISTENS) == [
        "说好每听 2 轮轻问一次，才听了 1 轮就问要不要看：先 a（问 1） → b（问 2）"
    ]
    late = LISTENS.replace("next: b\n", "next: e\n").replace(
        "    d:\n", LISTENS[1:].split("    b:", maxsplit=1)[0].replace("a:", "e:") + "    d:\n"
    )
    assert fails("{listens: 1}", late) == ["说好每听 1 轮轻问一次，听了 1 轮还没有出口：先 a（问 1） → e（问 2）"]
    kept = LISTENS.replace("save: none\n      listens: false\n      next: b", "save: reasons\n      next: b")
    assert fails("{listens: 1}", kept) == ["步骤 a 把话记成回答"]
    shut = LISTENS.replace("{label: 看一小步, goto: d}", "看一小步").replace("    d:\n      end: done\n", "")
    assert fails("{listens: 1}", shut) == ["步骤 b 有选项，没有一个走得开"]
    more = LISTENS.replace("    d:\n      end: done", "    d:\n      call: home\n      end: done")
    assert "步骤 d 不只是听" in fails("{listens: 1}", more)
