"""Festivals by year, for 春节后, 国庆前, 中秋那会儿 and 正月初八; a year that is missing is simply not read.

Source: the published calendar of the Purple Mountain Observatory, years 2022–2032.
"""

from __future__ import annotations

import datetime as dt

# Year → month-day of the festivals that move.
SPRING = {
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
    2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11),
}  # fmt: skip
DRAGON_BOAT = {
    2022: (6, 3), 2023: (6, 22), 2024: (6, 10), 2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28),
    2029: (6, 16), 2030: (6, 5),
}  # fmt: skip
MID_AUTUMN = {
    2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3),
    2029: (9, 22), 2030: (9, 12),
}  # fmt: skip
QINGMING = {year: (4, 4 if year % 4 in (0, 1) else 5) for year in range(2022, 2033)}

FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4),
    "六一": (6, 1), "儿童节": (6, 1), "618": (6, 18), "六一八": (6, 18), "教师节": (9, 10), "国庆节": (10, 1),
    "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
    "圣诞节": (12, 25), "圣诞": (12, 25), "平安夜": (12, 24),
}  # fmt: skip
MOVING = {
    "春节": SPRING, "过年": SPRING, "大年初一": SPRING, "新年": SPRING, "端午节": DRAGON_BOAT, "端午": DRAGON_BOAT,
    "中秋节": MID_AUTUMN, "中秋": MID_AUTUMN, "清明节": QINGMING, "清明": QINGMING,
}  # fmt: skip
# Days that a festival lasts, where 后 means after the holiday.
LASTS = {
    "国庆": 7,
    "国庆节": 7,
    "十一": 7,
    "春节": 7,
    "过年": 7,
    "五一": 5,
    "劳动节": 5,
    "元旦": 3,
    "中秋": 3,
    "中秋节": 3,
    "端午": 3,
}


def festival(name: str, year: int) -> dt.date | None:
    """The day of a festival in a year, None where the table ends."""
    if name in FIXED:
        return dt.date(year, *FIXED[name])
    if name == "元宵":
        first = SPRING.get(year)
        return dt.date(year, *first) + dt.timedelta(days=14) if first else None
    if name == "除夕":
        first = SPRING.get(year)
        return dt.date(year, *first) - dt.timedelta(days=1) if first else None
    day = MOVING[name].get(year)
    return dt.date(year, *day) if day else None
