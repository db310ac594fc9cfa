"""Questions: one at a time, answerable, with words that belong to one choice and to no built-in command."""

from __future__ import annotations

from tests.content.books import SLOTS, codes, steps, told


def ask(lines: str) -> list[str]:
    body = "a:\n  ask: 怎么样？\n" + "".join(f"  {line}\n" for line in lines.splitlines()) + "  end: done\n"
    return told(steps(body))


def test_free_questions_want_an_example() -> None:
    """Where there is nothing to press, an example helps who is stuck."""
    assert ask("save: town") == ["no-example: 要人自己写字的问题没有例子"]
    assert ask("save: town\nexample: 深圳") == []


def test_derived_slots_are_not_asked() -> None:
    """What is computed is never asked for."""
    assert ask("save: afford\nexample: 800") == ["asks-derived: afford 是算出来的，不能拿来问"]


def test_only_crisis_may_insist() -> None:
    """`skippable: false` belongs to the safety question."""
    assert ask("save: ready\nskippable: false") == ["not-skippable: 只有危机流程里的安全问题可以不许跳过"]


def test_what_is_not_kept_needs_choices() -> None:
    """`save: none` with nothing to choose leads nowhere, except where anything at all is an answer."""
    assert ask("save: none") == ["no-choices: 不记下来的问题（save: none）要有选项"]
    assert ask("save: none\nlistens: false") == []
    assert ask("save: none\nchoices: {ok: 好的, no: 不行}") == []


def test_choices_fit_their_slot() -> None:
    """Keys are the slot's, numbers lie in its range, and a choice means one thing."""
    assert ask("save: situation\nchoices: {court: 法院, cort: 别的}") == ["unknown-option: situation 没有选项 cort"]
    assert ask("save: situation\nchoices: {court: 法院, dunno: {label: 说不好, unknown: true}}") == []
    people = "save: people\nchoices:\n  few: {label: 两三个, value: 3}\n  many: {label: 很多, value: 30}"
    assert ask(people) == ["bad-choice: 30 不在 people 的范围里"]
    both = "save: people\nchoices:\n  few: {label: 两三个, value: 3, skip: true}"
    assert ask(both) == ["bad-choice: 选项 few 又写 value 又写 unknown 或 skip"]
    assert ask("save: people\nchoices:\n  few: {label: 两三个, value: 三}")[0].startswith("bad-value")
    assert ask("save: town\nchoices: {sz: 深圳}") == []


def test_smaller_names_two_choices() -> None:
    """The two options of the second rung are options of the question, and two."""
    good = "save: situation\nsmaller: [court, other]"
    assert ask(good) == []
    assert ask("save: situation\nsmaller: [court, zz]") == ["unknown-option: smaller 里的 zz 不是这一题的选项"]
    assert ask("save: situation\nsmaller: [court, court]") == ["unknown-option: smaller 的两个选项是同一个"]


def test_two_questions_are_a_doubt() -> None:
    """One question a message."""
    assert codes(steps("a:\n  ask: 好吗？多久了？\n  save: ready\n  end: done\n")) == ["two-questions"]


def test_words_belong_to_one_choice() -> None:
    """Synonyms do not clash, do not swallow built-in words, and 先跳过 may be a choice that skips."""
    clash = "save: situation\nchoices:\n  court: {label: 法院, also: [起诉]}\n  other: {label: 起诉}"
    assert ask(clash) == ["synonym-clash: 「起诉」同时是选项 court 和 other 的说法"]
    twice = "save: situation\nchoices:\n  court: {label: 法院, also: [法院]}\n  other: 别的"
    assert ask(twice) == []
    swallow = "save: situation\nchoices:\n  court: {label: 法院, also: [帮助]}\n  other: 别的"
    assert ask(swallow) == ["swallows-word: 「帮助」是随时能用的话，写成选项就用不了了"]
    for word in ("停", "不保存", "有人来了", "跳过"):
        assert ask(swallow.replace("帮助", word)) == [f"swallows-word: 「{word}」是随时能用的话，写成选项就用不了了"]
    assert ask(swallow.replace("帮助", "律师")) == []  # a word that only brings a page may name an option
    skip = "save: situation\nchoices:\n  court: 法院\n  later: {label: 先跳过, skip: true}"
    assert ask(skip) == []
    slots = SLOTS.replace("other: 别的事", "other: {label: 别的事, also: [收到法院消息]}")
    assert codes({"flows/slots.yaml": slots}) == ["synonym-clash"]


def test_fields_of_lists_are_questions_too() -> None:
    """A field of `repeat` is judged like any question."""
    files = steps("""
        a:
          repeat:
            list: debts
            more: 还有吗？
            fields:
              platform: {ask: 哪家？是不是花呗？, example: 花呗, skippable: false}
              owed: {ask: 多少？}
          end: done
        """)
    assert codes(files) == ["not-skippable", "two-questions", "no-example"]
    nowhere = steps("""
        a:
          repeat: {list: dbts, more: 还有吗？, fields: {platform: {ask: 哪家？, example: 花呗}}}
          end: done
        """)
    assert codes(nowhere) == ["unknown-slot"]


def test_interrupts_are_heard() -> None:
    """A built-in word hides a whole-message phrase, and an earlier interrupt hides a later one."""
    text = """\
interrupts:
  one: {whole: [你好, 帮助], call: talk}
  two: {contains: [你好, 帮助], call: talk}
  three: {pattern: '冻.{0,2}了', call: talk}
"""
    assert told({"flows/interrupts.yaml": text}) == [
        "swallows-word: 「帮助」是随时能用的话，这条插话听不到它",
        "synonym-clash: 「你好」已经写在插话 one 里，这里听不到",
        "synonym-clash: 「帮助」已经写在插话 one 里，这里听不到",
    ]


def test_what_is_said_beside_puts_no_question() -> None:
    """The few lines beside something more urgent leave the question to that."""
    asks = steps("a:\n  ask: 好吗？\n  save: ready\n  end: done\n", flow="line", start="a")
    says = steps("a:\n  say: 先别给。\n  end: done\n", flow="line", start="a")
    words = {"flows/interrupts.yaml": "interrupts:\n  fee: {event: upfront_fee, call: talk, beside: line}\n"}
    assert codes(says | words) == []
    assert codes(asks | words) == ["two-questions"]
    missing = {"flows/interrupts.yaml": "interrupts:\n  fee: {event: upfront_fee, call: talk, beside: nowhere}\n"}
    assert codes(missing) == ["unknown-flow"]
