"""Which field of a summary an answer belongs to. A slot without a field is in no summary; a test names such slots.

The names are those of `flows/slots.yaml` and the variables of the scripts and letters (guidance, section 3), so that
questions that editors add later find their place without a new program.
"""

from __future__ import annotations

from collections.abc import Mapping

_OF: Mapping[str, tuple[str, ...]] = {
    "overview": ("situation", "urgent"),
    "deadline": (
        *(
            "doc_kind",
            "paper_from",
            "next_from",
            "next_kind",
            "next_received",
            "next_hearing",
            "next_by",
            "debt.doc_kind",
            "debt.received_on",
            "debt.paper_by",
            "debt.hearing_on",
            "received_on",
            "paper_by",
            "paper_counted",
            "paper_sure",
            "received_rough",
            "hearing_on",
            "court",
        ),
        *("case_no", "case_known", "objection"),
    ),
    "city": ("city",),
    "debts": (
        *("platforms_count", "lenders", "lenders_rough", "unnamed"),
        "debt.platform",
        "debt.creditor",
        "debt.lender_type",
        "debt.nature",
        "debt.doubtful",
        "debt.grade",
        "debt.place",
        "debt.alias",
        "lender_type",
        "lent_by",
        "secured_kind",
        "guarantor",
    ),
    "amounts": (
        *(
            "owed_in_all",
            "received",
            "paid_total",
            "principal",
            "principal_received",
            "contract_amount",
            "claimed_total",
        ),
        *("debt.owed", "debt.received", "debt.principal_received", "debt.contract_amount", "debt.paid_total"),
        *("debt.claimed_total", "debt.claimed", "debt.due", "debt.principal", "debt.principal_left", "debt.withheld"),
        "deducted_by",
    ),
    "terms": (
        *("apr_est", "per_period", "periods", "periods_left", "period_days", "new_apr"),
        *("debt.apr", "debt.apr_est", "debt.per_period", "debt.periods", "debt.periods_left", "debt.period_days"),
        *("debt.shape", "debt.repay", "debt.term_days", "debt.times_paid", "debt.signed", "debt.line_four"),
        *("debt.has_fees", "debt.fee_first", "debt.fee_each", "debt.rate_often", "debt.rate_fees", "debt.rate_plain"),
        *("debt.rate_once", "debt.rate_written", "debt.over_four", "debt.over_line", "debt.a_day"),
    ),
    "overdue": (
        *(
            "overdue_days",
            "overdue_since",
            "overdue_count",
            "second_time",
            "old_plan",
            "old_plan_broken_at",
            "broke_at",
        ),
        *("broke_why", "day_one"),
        *("debt.overdue_days", "debt.overdue_since", "debt.due_on", "debt.old_plan"),
    ),
    "doubts": ("doubts", "fees", "cut_before", "debt.doubts", "debt.fees"),
    "budget": (
        "income",
        "essentials",
        "family_costs",
        "dependents",
        "monthly",
        "kept_back",
        "aside",
        "afford",
        "debt.offer",
        "debt.own",
        "gap",
        "left_enough",
        "days_left",
    ),
    "reason": (
        "reasons",
        "reason_since",
        "outlook",
        "income_before",
        "hard_kind",
        "hard_since",
        "lost_kind",
        "still_going",
    ),
    "health": ("health", "health_note", "ill_or_weak"),
    "calls": (
        *("call_result", "ticket", "tickets", "agent_id", "reply_by", "awaited", "just_called"),
        *("debt.called", "debt.result_kind", "debt.refusal", "debt.refusal_two", "debt.ticket", "debt.reply_by"),
        *("contact_window", "staff", "debt.pay_on", "debt.pay_periods"),
    ),
    "events": (
        *(
            "events",
            "frozen_by",
            "frozen_amount",
            "new_event",
            "event_note",
            "cross_kind",
            "call_time",
            "calls_day",
            "calls_missed",
            "at_night",
            "calls_many",
            "visitors",
            "visit_alone",
        ),
        *("called_whom", "who_calls", "fake_wants", "secret", "sms_kind", "their_words"),
    ),
    "evidence": ("evidence", "evidence_missing", "has_papers"),
    "complaints": (
        "complaints",
        "complaint_channel",
        "complaint_on",
        "complaint_no",
        "complaint_reply",
        "police_no",
        "complain_to",
    ),
    "needs": ("needs", "other_need", "gone_need", "jobless_pay", "willing", "age_group"),
    "family": ("family_knows", "relation", "supporter", "kin_who", "kin_danger", "kin_ask"),
    "mood": ("calm",),
    "crisis": ("unsafe_now", "body_now"),
    "scams": (
        "scam_wants",
        "scam_done",
        "borrow_for",
        "new_received",
        "new_monthly",
        "new_periods",
        "new_total",
        "new_extra",
    ),
    "reminders": (
        "debt.reminders_ok",
        "debt.reply_ok",
        "debt.record_ok",
        "debt.progress_ok",
        "look_ok",
        "debt.pay_reminders",
        "paper_reminders",
        "debt.paper_reminders",
        "week_calls",
        "answer_ok",
        "care_ok",
    ),
}
LENDERS = frozenset({"borrow_for", "paper_from", "next_from"})
"""Slots of other fields that name a lender."""
COURT_PAPERS = frozenset({"court_mediation", "summons", "payment_order", "arbitration", "judgment_enforcement"})
"""Events that are a paper with a date on it: they stand with the deadline."""
OF_AN_EVENT: Mapping[str, str] = {
    **dict.fromkeys(COURT_PAPERS, "deadline"),
    "auto_deduction": "amounts",
    "debt_sold": "debts",
    "credit_reported": "overdue",
}
"""Events that belong to another field than what collectors did: a paper of a court, money, the creditor, the record."""
NOT_COLLECTORS = frozenset(OF_AN_EVENT) | {"account_frozen"}
"""Events that no collector brought about: no complaint about them rests on one."""
OF: Mapping[str, str] = {slot: field for field, slots in _OF.items() for slot in slots}
ASIDE = frozenset(
    {
        # Where the talk goes next, not what is the case.
        *(
            "exercise",
            "soothed",
            *(
                "asked_times",
                "stays",
                "rounds",
                "heats",
                "rests",
                "other_calls",
                "other_looks",
                "other_holds",
                "other_turns",
            ),
            "since_told",
            "pick_up",
            "paper_done",
            "hearing_off",
            "debt.paper_done",
            "debt.hearing_off",
            "paper_filed",
            *("told_from", "told_kind", "told_received", "told_hearing", "paper_own", "more_papers"),
            *("now_from", "now_kind", "now_received", "now_hearing"),
            "at_school",
            "lost_work",
            "secret",
            "remind_what",
            "next_thing",
            "go_on",
            "go_on_paper",
            "door_after",
        ),
        *(
            "judgment_kind",
            "award_kind",
            "topic",
            "topic_two",
            "topic_three",
            "any_line",
            "pause_ok",
            *("whose", "new_reply", "other_more", "debt.call_on", "debt.card"),
            *("at_school", "lost_work"),  # what the reason becomes
            *("in_hand", "paid_in", "still_owed"),  # of the lender that is meant: for letters
            *("calls_least", "calls_rough", "missed_least", "missed_rough", "cross_more"),
            *(
                "fill_due",
                "split_ok",
                "by_due",
                "too_much",
                "pay",
                "rate_more",
                "part_paid",
                "part_costs",
                "part_interest",
                "part_left",
            ),
            "letter_kind",
            "letter_two",
            "fear",
        ),
        *("unsafe_now", "body_now", "secret"),  # help for this very moment, on no page
        *("export_for", "export_form", "export_more", "paper_form"),
        # Which reminder is meant, and whether it is still true.
        *(
            "remind_what",
            "care_ok",
            "care_comes",
            "debt.call_done",
            "debt.progress_off",
            "paper_done",
            "hearing_off",
            "answer_came",
        ),
    }
)
"""Slots that belong into no summary."""


def field_of(slot: str) -> str:
    """The field of a slot, or ""."""
    return OF.get(slot, "")


def slots_of(field: str) -> tuple[str, ...]:
    """The slots of a field, in the order in which they are shown."""
    return _OF.get(field, ())


def field_of_event(key: str) -> str:
    """The field under which an event stands."""
    return OF_AN_EVENT.get(key, "events")
