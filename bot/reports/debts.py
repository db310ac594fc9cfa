"""Debts in tables: who, how much, since when, what looks doubtful; and the bars that show them.

Sums are whole; what was not said is 「没说」. A difference is shown only where all that it is made of was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from bot.engine.speaking import money
from bot.reports import bands
from bot.reports.case import Case, Told
from bot.reports.events import apart
from bot.reports.page import Bar, Block, Chart, items, labelled, para, table, words
from bot.reports.said import some
from bot.reports.visible import line

NOT_SAID = "没说"
CLAIMED = ("claimed_total", "claimed", "owed")
RECEIVED = ("received", "principal_received")
PAID = ("paid_total",)
CONTRACT = ("contract_amount", "principal")
APR = ("apr", "apr_est")
REFERENCE_RATE = 24
MOST_MONTHS = 60  # of a plan; a longer one is no plan
MOST_BARS = 8
STEPS = (1, 2, 3, 6, 12)  # months from bar to bar

Debt = Mapping[str, Told]


def rows_of(case: Case) -> tuple[Debt, ...]:
    """Every debt; sums that were said of the person count as those of the only debt."""
    debts = case.debts or (({},) if any(case.value(n) is not None for n in (*RECEIVED, *PAID)) else ())
    if len(debts) != 1:
        return debts
    own = {
        name: case.told[name]
        for name in (*RECEIVED, *PAID, *CONTRACT, "claimed_total", "apr_est", "per_period", "periods")
        if name in case.told
    }
    return ({**own, **debts[0]},)


def name_of(debt: Debt, number: int) -> str:
    return line(debt["platform"].text) if "platform" in debt else f"第 {number} 家"


def debts(case: Case, coarse: bool) -> Iterator[Block]:
    """Who the lenders are and how sure that is."""
    rows = [
        (
            f"{name_of(debt, number)}{'' if 'platform' in debt else '（名字没说）'}",
            _words(debt, "creditor"),
            _words(debt, "lender_type"),
        )
        for number, debt in enumerate(rows_of(case), 1)
    ]
    if rows:
        yield from _known(("平台", "债权人", "类型"), rows, ())
    if "platforms_count" in case.told:
        told = case.told["platforms_count"]
        count, of, rest = told.text.partition("（")  # 约 6（3 到 9）
        known = bands.lenders(case.number("platforms_count") or 0) if coarse else f"{count} 家{of}{rest}"
        yield para(f"自己估的一共：{known}")
    elif coarse and rows:
        yield para(f"说到的：{bands.lenders(len(rows))}")
    yield from some(("lender_type", "lent_by", "secured_kind", "guarantor"), case, coarse)
    yield from apart("debts", case, coarse)


def amounts(case: Case, coarse: bool) -> Iterator[Block]:
    """Received, contract, paid, claimed, difference, and what was taken from an account; coarse: one band for everything."""
    yield from _sums(case, coarse)
    yield from some(("deducted_by",), case, coarse)
    yield from apart("amounts", case, coarse)


def _sums(case: Case, coarse: bool) -> Iterator[Block]:
    found = rows_of(case)
    known = [d for d in found if any(n in d for n in (*RECEIVED, *PAID, *CONTRACT, *CLAIMED))]
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
    rows = []
    for number, debt in enumerate(found, 1):
        rows.append(
            (
                name_of(debt, number),
                _first(debt, RECEIVED),
                _first(debt, CONTRACT),
                _first(debt, PAID),
                _first(debt, CLAIMED),
                difference(debt),
            )
        )
    if known:
        yield from _known(("平台", "到手", "合同额", "已还", "还欠", "差额"), rows, (1, 2, 3, 4, 5))
    if together is not None:
        yield items([labelled(together.label, line(together.text))])
    own = [case.told[n] for n in (*RECEIVED, *CONTRACT, *PAID, "claimed_total") if n in case.told and len(found) > 1]
    if own:
        yield items(labelled(f"{told.label}（没说是哪家）", line(told.text)) for told in own)
    if any(difference(d) != NOT_SAID for d in found):
        yield para("还欠是本人说的大概数。差额 = 还欠 −（到手 − 已还），只是线索；金额以双方核对为准。", "small")


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
    claimed, received, paid = (_number(debt, names) for names in (CLAIMED, RECEIVED, PAID))
    if claimed is None or received is None or paid is None:
        return NOT_SAID
    return money(claimed - (received - paid))


def terms(case: Case, coarse: bool) -> Iterator[Block]:
    """How each loan is paid back and what that costs a year, with how it was worked out."""
    rows = [
        (name_of(d, n), _paid_back(d), _first(d, APR))
        for n, d in enumerate(rows_of(case), 1)
        if any(name in d for name in (*APR, "per_period", "periods", "repay", "term_days", "shape"))
    ]
    if rows:
        yield from _known(("平台", "怎么还", "折年化"), rows, (2,))
    if any(row[2] != NOT_SAID for row in rows):
        yield para(
            "折年化按自己说的到手和应还、按时还算：分期的每期利率乘一年的期数，不算复利，一次还清的按一年 365 天折；"
            "说了的会员费、担保费算在内，罚息不算。没有账单的是估数。",
            "small",
        )
    if any("times_paid" in d for d in rows_of(case)):
        yield items(
            labelled(f"{name_of(d, n)}还过几次", line(d["times_paid"].text))
            for n, d in enumerate(rows_of(case), 1)
            if "times_paid" in d
        )


def _paid_back(debt: Debt) -> str:
    """Instalments, or the sum and the days of a loan paid back at once."""
    if "per_period" in debt or "periods" in debt:
        every = f"每 {_words(debt, 'period_days')}" if "period_days" in debt else "每期"
        return f"{every} {_words(debt, 'per_period')}，{_words(debt, 'periods')} 期"
    if "repay" in debt or "term_days" in debt:
        return f"{_words(debt, 'term_days')}后还 {_words(debt, 'repay')}"
    return _words(debt, "shape")


def doubts(case: Case, coarse: bool) -> Iterator[Block]:
    """What looks doubtful, each with why: a question for a lawyer, never a verdict."""
    found = [words(text) for text in doubts_of(case)]
    if found:
        yield items(found)


def doubts_of(case: Case) -> list[str]:
    """Every doubtful point in one sentence."""
    found = []
    for number, debt in enumerate(rows_of(case), 1):
        name = name_of(debt, number)
        received, contract = _number(debt, RECEIVED), _number(debt, CONTRACT)
        if received is not None and contract is not None and received < contract:
            found.append(
                f"{name}：到手 {money(received)}，合同 {money(contract)}，少 {money(contract - received)}，问是不是预先扣了息费"
            )
        found.extend(f"{name}：{said}" for said in _dear(debt))
        claimed, paid = _number(debt, CLAIMED), _number(debt, PAID)
        if None not in (claimed, received, paid) and (claimed or 0) + (paid or 0) > 2 * (received or 0) > 0:
            found.append(f"{name}：已还加上还欠超过到手的两倍，请对方分项说明本金、利息、罚息、其他费用")
        found.extend(f"{name}：{_words(debt, slot)}" for slot in ("doubts", "fees") if slot in debt)
    found.extend(f"{t.label}：{line(t.text)}" for s in ("doubts", "fees", "cut_before") if (t := case.told.get(s)))
    return found


def _dear(debt: Debt) -> Iterator[str]:
    """What a rate gives reason to ask: four times the LPR where the lender may be a private one, else the line for licensed ones."""
    rate, four = _number(debt, APR), _number(debt, ("line_four",))
    private = "lender_type" in debt and debt["lender_type"].value == "private"
    if rate is None:
        return
    said = f"折年化约 {_first(debt, APR)}"
    if private and four is not None and rate > four:
        month, line_ = _words(debt, "signed"), _words(debt, "line_four")
        yield f"{said}，高于合同成立时（{month}）一年期 LPR 的四倍 {line_}；是不是民间借贷、过没过线，请律师看"
    elif private and four is None:
        yield f"{said}；贷款人是个人或没听过的，是不是民间借贷、看哪条线，请律师看"
    elif not private and rate > REFERENCE_RATE:
        yield f"{said}，高于 {REFERENCE_RATE}% 的参照线，可要求分项说明"


def claimed_in_all(case: Case) -> int:
    """What all lenders claim together: as it was said in one sum, else the sum of what was said of each."""
    if (together := case.number("owed_in_all")) is not None:
        return int(together)
    return int(sum((_number(d, CLAIMED) or _number(d, RECEIVED) or 0 for d in rows_of(case)), Decimal()))


def chart(case: Case) -> Iterator[Block]:
    """One bar a debt, longest first."""
    bars = []
    for number, debt in enumerate(rows_of(case), 1):
        claimed = _number(debt, CLAIMED)
        if claimed is not None and claimed > 0:
            bars.append(Bar(name_of(debt, number), int(claimed), _first(debt, CLAIMED)))
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


def _number(debt: Debt, names: tuple[str, ...]) -> int | Decimal | None:
    for name in names:
        told = debt.get(name)
        if told is not None and isinstance(told.value, (int, Decimal)) and not isinstance(told.value, bool):
            return told.value
    return None


def _first(debt: Debt, names: tuple[str, ...]) -> str:
    return next((line(debt[name].text) for name in names if name in debt), NOT_SAID)


def _words(debt: Debt, name: str, otherwise: str = NOT_SAID) -> str:
    return line(debt[name].text) if name in debt else otherwise


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
