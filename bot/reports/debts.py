"""Debts in tables: who, how much, since when, at what cost; and the bars that show them.

Sums are whole; what was not said is 「没说」. A difference is shown only where all that it is made of was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal

from bot.engine.speaking import money
from bot.reports import bands
from bot.reports.case import Case
from bot.reports.events import apart
from bot.reports.loans import (
    APR,
    CLAIMED,
    CONTRACT,
    NOT_SAID,
    PAID,
    RECEIVED,
    Debt,
    first_said,
    name_of,
    number_in,
    rows_of,
    words_of,
)
from bot.reports.page import Bar, Block, Chart, Words, items, labelled, para, table, words
from bot.reports.said import some
from bot.reports.visible import line

ORDINARY = frozenset({"plain", "unsure"})
MOST_MONTHS = 60  # of a plan; a longer one is no plan
MOST_BARS = 8
STEPS = (1, 2, 3, 6, 12)  # months from bar to bar


def debts(case: Case, coarse: bool) -> Iterator[Block]:
    """Who the lenders are and how sure that is."""
    found = rows_of(case)
    rows = [
        (
            f"{name_of(debt, number)}{'' if 'platform' in debt else '（名字没说）'}",
            words_of(debt, "creditor"),
            words_of(debt, "lender_type"),
        )
        for number, debt in enumerate(found, 1)
    ]
    if rows:
        yield from _known(("平台", "债权人", "类型"), rows, ())
    yield from _natures(found)
    if "platforms_count" in case.told:
        told = case.told["platforms_count"]
        count, of, rest = told.text.partition("（")  # 约 6（3 到 9）
        known = bands.lenders(case.number("platforms_count") or 0) if coarse else f"{count} 家{of}{rest}"
        yield para(f"自己估的一共：{known}")
    elif coarse and rows:
        yield para(f"说到的：{bands.lenders(len(rows))}")
    yield from some(("lender_type", "lent_by", "secured_kind", "guarantor"), case, coarse)
    yield from apart("debts", case, coarse)


def _natures(found: Sequence[Debt]) -> Iterator[Block]:
    """What sets a lender apart: a paper of a court, a security, a doubtful kind; who is none of these has no line."""
    told = [(name_of(d, n), d["nature"]) for n, d in enumerate(found, 1) if "nature" in d]
    if apart_ := [(name, one) for name, one in told if one.value not in ORDINARY]:
        yield items(labelled(f"{name}属于", line(one.text)) for name, one in apart_)


def amounts(case: Case, coarse: bool) -> Iterator[Block]:
    """Received, contract, paid, claimed, difference, and what was taken from an account; coarse: one band for everything."""
    yield from _sums(case, coarse)
    yield from some(("deducted_by",), case, coarse)
    yield from apart("amounts", case, coarse)


def _sums(case: Case, coarse: bool) -> Iterator[Block]:
    found = rows_of(case)
    known = [d for d in found if any(n in d for n in (*RECEIVED, *PAID, *CONTRACT, *CLAIMED, "due"))]
    together = case.told.get("owed_in_all")
    if not known and together is None:
        return
    if coarse and together is not None:
        yield para(f"大约一共：{bands.money(claimed_in_all(case))}（几家合起来，按自己说的）")
        return
    if coarse:
        if summed := [d for d in found if any(n in d for n in (*CLAIMED, *RECEIVED))]:
            yield para(
                f"大约一共：{bands.money(claimed_in_all(case))}（说了数的 {bands.lenders(len(summed))}，按自己说的）"
            )
        return
    due = any("due" in debt for debt in found)
    rows = []
    for number, debt in enumerate(found, 1):
        rows.append(
            (
                name_of(debt, number),
                first_said(debt, RECEIVED),
                first_said(debt, CONTRACT),
                first_said(debt, PAID),
                first_said(debt, CLAIMED),
                difference(debt),
                *((words_of(debt, "due"),) if due else ()),
            )
        )
    if known:
        head = ("平台", "到手", "合同额", "已还", "还欠", "差额", *(("到期应还",) if due else ()))
        yield from _known(head, rows, range(1, len(head)))
    if together is not None:
        yield items([labelled(together.label, line(together.text))])
    elif (sums := _summed(found)) is not None:
        yield items([sums])
    own = [case.told[n] for n in (*RECEIVED, *CONTRACT, *PAID, "claimed_total") if n in case.told and len(found) > 1]
    if own:
        yield items(labelled(f"{told.label}（没说是哪家）", line(told.text)) for told in own)
    if any(difference(d) != NOT_SAID for d in found):
        yield para("还欠是本人说的大概数。差额 = 还欠 −（到手 − 已还），只是线索；金额以双方核对为准。", "small")


def _summed(found: Sequence[Debt]) -> Words | None:
    """What the lenders of whom a sum was said want together; of one alone there is nothing to add up."""
    claimed = [(n, d) for d in found if (n := number_in(d, CLAIMED)) is not None]
    if len(claimed) < 2:
        return None
    about = "约 " if any(first_said(d, CLAIMED).startswith("约") for _, d in claimed) else ""
    total = sum((Decimal(n) for n, _ in claimed), Decimal())
    return labelled(f"说了数的 {len(claimed)} 家，还欠合计", f"{about}{money(total)}")


def _known(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: Collection[int]) -> Iterator[Block]:
    """The columns of which anything was said; those of which nothing was are named under them."""
    kept = [n for n in range(len(head)) if n == 0 or any(row[n] != NOT_SAID for row in rows)]
    places = [new for new, old in enumerate(kept) if old in right]
    if kept == [0]:
        yield items(words(row[0]) for row in rows)
    else:
        yield table(tuple(head[n] for n in kept), (tuple(row[n] for n in kept) for row in rows), right=places)
    if left := [head[n] for n in range(len(head)) if n not in kept]:
        yield para(f"{NOT_SAID}：{'、'.join(left)}", "small")


def difference(debt: Debt) -> str:
    """What is claimed beyond what was received and not yet paid back."""
    claimed, received, paid = (number_in(debt, names) for names in (CLAIMED, RECEIVED, PAID))
    if claimed is None or received is None or paid is None:
        return NOT_SAID
    return money(claimed - (received - paid))


def terms(case: Case, coarse: bool) -> Iterator[Block]:
    """How each loan is paid back and what that costs a year, with how it was worked out."""
    rows = [
        (name_of(d, n), _paid_back(d), first_said(d, APR))
        for n, d in enumerate(rows_of(case), 1)
        if any(name in d for name in (*APR, "per_period", "periods", "period_days", "repay", "term_days", "shape"))
    ]
    if rows:
        yield from _known(("平台", "怎么还", "折年化"), rows, (2,))
    if any(row[2] != NOT_SAID for row in rows):
        yield para(
            "折年化按自己说的到手和应还、按时还算：分期的每期利率乘一年的期数，不算复利，一次还清的按一年 365 天折；"
            "说了的会员费、担保费算在内，罚息不算。没有账单的是估数。",
            "small",
        )
    for slot, asked in (("signed", "的合同"), ("times_paid", "还过几次")):
        if any(slot in d for d in rows_of(case)):
            yield items(
                labelled(f"{name_of(d, n)}{asked}", line(d[slot].text))
                for n, d in enumerate(rows_of(case), 1)
                if slot in d
            )


def _paid_back(debt: Debt) -> str:
    """Instalments, or the sum and the days of a loan paid back at once; what was not said of it is named."""
    if any(slot in debt for slot in ("per_period", "periods", "period_days")):
        every = f"每 {words_of(debt, 'period_days')}" if "period_days" in debt else "每期"
        count = f"{words_of(debt, 'periods')} 期" if "periods" in debt else "几期没说"
        return f"{every} {words_of(debt, 'per_period', '多少没说')}，{count}"
    if "repay" in debt or "term_days" in debt:
        after = f"{words_of(debt, 'term_days')}后" if "term_days" in debt else "到期"
        return f"{after}还 {words_of(debt, 'repay', '多少没说')}"
    return words_of(debt, "shape")


def claimed_in_all(case: Case) -> int:
    """What all lenders claim together: as it was said in one sum, else the sum of what was said of each."""
    if (together := case.number("owed_in_all")) is not None:
        return int(together)
    return int(sum((number_in(d, CLAIMED) or number_in(d, RECEIVED) or 0 for d in rows_of(case)), Decimal()))


def chart(case: Case) -> Iterator[Block]:
    """One bar a debt, longest first."""
    bars = []
    for number, debt in enumerate(rows_of(case), 1):
        claimed = number_in(debt, CLAIMED)
        if claimed is not None and claimed > 0:
            bars.append(Bar(name_of(debt, number), int(claimed), first_said(debt, CLAIMED)))
    if len(bars) > 1:  # one bar compares nothing
        bars.sort(key=lambda bar: -bar.value)
        if len(bars) > MOST_BARS:
            rest = bars[MOST_BARS - 1 :]
            about = "约 " if any(bar.words.startswith("约") for bar in rest) else ""
            value = sum(bar.value for bar in rest)
            bars[MOST_BARS - 1 :] = [Bar(f"其余 {len(rest)} 家合计", value, f"{about}{money(value)}")]
        yield Chart("各家大概还欠多少", ("平台", "还欠"), tuple(bars), "amounts")


def plan(case: Case) -> Iterator[Block]:
    """What would remain, month by month, of what is claimed, were the said sum paid and nothing added."""
    monthly, total = case.number("monthly"), claimed_in_all(case)
    if not monthly or total <= 0 or monthly >= total:
        return
    months = -(-total // monthly)
    assumed = f"假设每月还 {money(monthly)}、不再加息费；真的怎么算，要看谈下来的方案。"
    if months > MOST_MONTHS:
        yield para(f"按这个数，五年里还不完，先谈方案，再排月份。{assumed}", "small")
        return
    step = next(s for s in STEPS if months <= s * MOST_BARS)
    ends = [*range(step, months, step), months]
    bars = [Bar(f"{n} 个月后", max(0, total - n * monthly), money(max(0, total - n * monthly))) for n in ends]
    yield Chart("每月还下去，大概还剩多少", ("时间", "还剩"), tuple(bars), "budget")
    yield para(f"大约要 {months} 个月。{assumed}", "small")


def overdue(case: Case, coarse: bool) -> Iterator[Block]:
    """Since when, the how-manyeth time, whether there was an agreement before, whether it is on the record."""
    found = []
    days = case.number("overdue_days")
    if days is not None:
        told = case.told["overdue_days"]
        found.append(labelled(told.label, bands.days(days) if coarse else f"{told.text}（到今天）"))
    for slot in (
        "overdue_since",
        "second_time",
        "overdue_count",
        "old_plan",
        "old_plan_broken_at",
        "broke_at",
        "broke_why",
        "day_one",
    ):
        other = case.told.get(slot)
        if other is not None and not (coarse and slot == "overdue_since"):
            found.append(labelled(other.label, line(other.text)))
    if found:
        yield items(found)
    yield from apart("overdue", case, coarse)


Builder = Callable[[Case, bool], Iterator[Block]]
