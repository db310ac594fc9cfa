"""What a summary may hold, for whom: 26 fields × four audiences, the one table that templates and reports obey.

● required · ○ only where the person ticks it · ◐ ticked, with a consent of its own · — never. A template may place a field,
word what stands around it, or leave it to the end; it cannot give an audience a field that this table refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Audience(StrEnum):
    """Who reads it."""

    BORROWER = "borrower"
    LAWYER = "lawyer"
    SOCIAL = "social"
    STATISTICS = "statistics"


class Form(StrEnum):
    """The kinds of file, by ending."""

    MD = "md"
    TXT = "txt"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    JSON = "json"


READERS = tuple(a.value for a in Audience if a is not Audience.STATISTICS)
"""Whom one person's page may be for."""


class Presence(StrEnum):
    """Whether a field is there."""

    REQUIRED = "●"
    ASKED = "○"
    CONSENT = "◐"
    NEVER = "—"


class Field(Struct, frozen=True):
    """One row of the table; `for_whom` in the order of `Audience`."""

    id: str
    label: str
    for_whom: str
    figure: str = ""  # what statistics show of it

    def presence(self, audience: Audience) -> Presence:
        return Presence(self.for_whom[list(Audience).index(audience)])


FIELDS: Mapping[str, Field] = {
    f.id: f
    for f in (
        Field("overview", "一句话概况", "●●●—"),
        Field("steps", "今天一件事，接下来三件事", "●○●—"),
        Field("deadline", "期限", "●●○●", "有没有文书"),
        Field("city", "城市", "○●●●", "省"),
        Field("debts", "债务", "●●○●", "家数档"),
        Field("amounts", "每笔的数", "●●●●", "总额档"),
        Field("terms", "期数与折年化", "●●—●", "年化档"),
        Field("overdue", "逾期", "●●○●", "天数档"),
        Field("doubts", "疑点", "●●—●", "命中"),
        Field("budget", "收支与可还额", "●○●●", "可还额档"),
        Field("reason", "困难原因", "●○●●", "类别"),
        Field("health", "健康情况", "○○◐—"),
        Field("calls", "通话记录", "●●—●", "次数与结果"),
        Field("events", "催收经过", "●●○●", "类别与时段"),
        Field("evidence", "证据清单", "●●——"),
        Field("complaints", "投诉与报警", "●●○●", "次数"),
        Field("papers", "用过的稿子", "●○—●", "用过哪些"),
        Field("questions", "想问律师的五件事", "●●——"),
        Field("needs", "需要的帮助", "○—●●", "类别"),
        Field("family", "家人与可联系的人", "○—○—"),
        Field("mood", "心情变化（0–10）", "●—○●", "变化档"),
        Field("crisis", "危机与给过的资源", "○○◐●", "次数"),
        Field("scams", "防骗与再借的提醒", "●○○●", "次数"),
        Field("reminders", "提醒", "●—○●", "完成"),
        Field("words", "原话摘录", "○○○—"),
        Field("flow", "流程指标", "———●", "首建议、首话术、停在哪"),
    )
}

LAYOUTS = ("borrower", "lawyer", "social")
"""Templates that place fields."""
PARTS = ("overview", "steps", "questions", "footer")
"""Templates whose words are themselves a field, or stand at the foot; they read slots."""
FIGURES = ("chart", "plan")
"""Pictures that a layout may place where its audience may see the sums behind them."""
EXTRAS = frozenset({"missing", "made_on", "law_as_of"})


def placeable(layout: str) -> frozenset[str]:
    """What `{{ … }}` of a layout may name, besides facts and the operator."""
    audience = Audience(layout)
    allowed = {f.id for f in FIELDS.values() if f.presence(audience) is not Presence.NEVER}
    return frozenset(allowed | EXTRAS | (set() if audience is Audience.SOCIAL else set(FIGURES)))
