"""What may be called in expressions: each function's name, the types it takes and gives, and what it means to editors.

The checks of content read this table; the functions themselves are in `functions`, one under each name.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Signature(Struct, frozen=True):
    """Parameter types and result type by the names of slot types; `list`, `any` and `bool` besides; `same` is the first parameter's."""

    parameters: tuple[str, ...]
    result: str
    meaning: str


SIGNATURES: Mapping[str, Signature] = {
    "count": Signature(("list",), "number", "有几家"),
    "days_since": Signature(("date",), "days", "从那天到今天几天"),
    "days_until": Signature(("date",), "days", "从今天到那天几天"),
    "hour": Signature((), "number", "现在几点（0–23）"),
    "least": Signature(("any", "any"), "same", "较小的一个"),
    "greatest": Signature(("any", "any"), "same", "较大的一个"),
    "annual_rate": Signature(("money", "money", "number"), "rate", "到手、每月还、几个月"),
    "annual_rate_every": Signature(("money", "money", "number", "days"), "rate", "到手、每期还、几期、几天一期"),
    "annual_rate_fees": Signature(
        ("money", "money", "number", "money", "money"), "rate", "到手、每月还、几个月、先交的费、每月另交的费"
    ),
    "one_off_rate": Signature(("money", "money", "days"), "rate", "到手、到期一次还、几天"),
    "principal_left": Signature(
        ("money", "money", "number", "money"), "money", "到手、每期还、几期、已经还了：没还的本金大约多少"
    ),
    "withheld": Signature(("money", "money"), "money", "合同金额、到手：先扣了多少"),
    "daily_interest": Signature(("money", "rate"), "money", "欠多少、年化：多一天约多少"),
    "lpr_times_four": Signature(("month",), "rate", "合同成立的月份"),
    "buffer": Signature(("money",), "money", "月到手：留的小缓冲"),
    "affordable": Signature(("money", "money"), "money", "月到手、必要支出"),
    "left_for_principal": Signature(("money", "money", "money"), "money", "还的、费用、利息：冲到本金多少"),
    "answer_deadline": Signature(("date",), "date", "收到那天的槽"),
    "court_deadline": Signature(("date", "days"), "date", "收到那天的槽、期限天数"),
    "deadline_sure": Signature(("date", "days"), "bool", "收到那天的槽、期限天数"),
    "paper_deadline": Signature(("choice", "date"), "date", "哪种文书、收到那天的槽：最后那天"),
    "paper_counted": Signature(("choice", "date"), "date", "哪种文书、收到那天的槽：没顺延以前的最后那天"),
    "paper_sure": Signature(("choice", "date"), "bool", "哪种文书、收到那天的槽：节假日核对过没有"),
    "at_least": Signature(("number",), "number", "一个数字的槽：说的是范围的，取最小的那个数"),
    "mentions": Signature(("any", "any"), "bool", "一段文字里有没有这个词"),
    "meant": Signature(("any",), "same", "一个字段：手里有几家、没说是哪一家的时候，是不知道"),
    "just_named": Signature(("any",), "same", "一个字段：手里有几家、这句话刚说到哪一家，就是那一家的；不然是不知道"),
    "just_told": Signature(("any",), "same", "一个槽：这句话刚说到的；早先说的是不知道"),
    "told": Signature(("any",), "number", "一个字段：有几家说了这一项"),
    "unsure": Signature(("any",), "bool", "一个槽：说的是不是一个范围"),
    "can_remind": Signature((), "bool", "明早的问候发不发得出"),
    "reminders_come": Signature((), "bool", "提醒会不会自己来（终端里不会：下次打开才看到；什么都不留的时候是不知道）"),
    "next_working_day": Signature((), "date", "下一个工作日"),
    "working_day": Signature(("date",), "bool", "那天上不上班"),
    "night_call": Signature(("clock",), "bool", "来电的钟点"),
    "calls_over": Signature(("number", "number"), "bool", "一天里接通几次、没接通几次"),
    "debt_class": Signature(("bool", "bool", "bool", "bool"), "number", "有文书、生活必需、有担保、性质可疑"),
    "in_line": Signature(("number", "date", "rate"), "number", "每一家的 档次、文书期限、年化"),
    "share": Signature(
        ("money", "money", "money", "bool", "money", "number"),
        "money",
        "每月能还的总额、每一家的 应还、还欠、性质可疑、自己定的数、一共几家",
    ),
    "share_aside": Signature(
        ("money", "money", "money", "bool", "money", "number"),
        "money",
        "同 share：给没说到名字的那几家一共留着多少",
    ),
    "shared_by_due": Signature(("money", "bool"), "bool", "每一家的 应还、性质可疑：是不是按应还分的"),
    "shares_over": Signature(("money", "money"), "money", "每月能还的总额、每一家自己定的数：加起来超出多少"),
    "first_known": Signature(("any", "any"), "same", "前一个知道就用前一个，不然用后一个"),
}
