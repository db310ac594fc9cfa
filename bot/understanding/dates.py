"""Where a text speaks of a day: figures, weekdays, month ends, festivals; always relative to `today`, towards past or future.

A mention is found once and resolved by the question: 15号 is the next fifteenth for a payday, the last one for a missed due date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from bot.understanding.calendar_table import FIXED, LASTS, MOVING, SPRING, festival
from bot.understanding.numerals import numerals
from bot.understanding.patterns import late

Range = tuple[dt.date, dt.date]
PAST, FUTURE = -1, 1
_N = "(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_PART = "初|头上?|中旬?|上旬|下旬|底|末|尾"
_HOLIDAYS = "|".join(
    sorted(
        {*FIXED, *MOVING, "除夕", "元宵", "年三十", "大年三十"} - {"十一", "五一", "六一", "新年", "五四", "618"},
        key=lambda w: -len(w),
    )
)
# Festivals that are also plain numbers: after a year they are festivals, unless something is counted by them (去年十一月).
_BESIDE_A_YEAR = "(?:(?<=[去今明前]年)|(?<=年的))(?:十一|五一|六一|618)(?![0-9零一二两三四五六七八九十百千万月号日个家天期点块元年岁次多%wk])"
# Lunar days that no table of ours holds (腊月二十, 农历冬月初八, 十月初一), and months that do not exist: named, so that no part of
# them is read as a day of the ordinary calendar.
_MOON_DAY = "(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|三十|[12]?[0-9]|[一二三四五六七八九]|底|头|中|末)?(?:[号日](?!息|利))?"
_FORMS: tuple[tuple[str, str], ...] = (
    ("moon", rf"(?:农历|阴历|旧历|老历)的?(?!正月|大年|除夕|春节|新年)(?:(?:[一二三四五六七八九十冬腊]{{1,2}}|[0-9]{{1,2}})月{_MOON_DAY}|初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]?)|[冬腊]月{_MOON_DAY}|(?<![正0-9])[一二三四五六七八九十]{{1,2}}月初(?:[一二三四五六七八九十])(?![家个笔天期两百千万块共直次])(?:[号日])?"),
    ("no_month", rf"(?<![0-9.])(?:1[3-9]|[2-9][0-9])月份?(?:{_DAY})[号日]"),
    ("full", rf"(?P<y>20[0-9]{{2}}|(?<![0-9])2[0-9](?=年))(?:年|-|/|\.)(?P<m>{_MONTH})(?:月份?|-|/|\.)(?P<d>{_DAY})(?:日|号)?(?![0-9])"),
    ("ym", rf"(?P<ym_y>20[0-9]{{2}}|(?<![0-9])2[0-9](?=年))年(?P<ym_m>{_MONTH})月(?:份)?(?P<ym_p>{_PART})?"),
    ("rel_month", rf"(?P<rm>上上个?|下下个?|上个?|这个?|本|当|下个?|次|前个)月份?(?![薪供息])(?:就?改(?:到|成|为|在)?(?=[0-9]))?(?P<rm_d>初?{_DAY}(?=号|日|$|[,。 了吧发到开结])|(?:的?月)?(?:{_PART}))?(?:号|日)?"),
    ("md", rf"(?P<md_y>今年|去年|明年|大?前年)?的?(?<![0-9.个零一二两三四五六七八九十])(?P<md_m>{_MONTH})月(?:份)?(?![薪供息])(?:(?P<md_d>{_DAY})(?:号|日|(?![0-9十百千万期家个天月块元多%wk年岁次点笔.]))|(?P<md_p>的?最后一天|{_PART}))?"),
    ("dot", r"(?<![0-9.])(?P<dot_m>1[0-2]|0?[1-9])[./-](?P<dot_d>3[01]|[12][0-9]|0?[1-9])(?:号|日|(?=开始|起|到期|到现在|到今天|至今|以来|逾期|就|没还|还款|那天|那期|开庭|收到|发|给|打款|到账))"),
    ("daypair", r"(?<![0-9.第尾零一二两三四五六七八九十百千万])(?P<dp_t>二?十|廿|三十)?(?P<dp_a>[一二三四五六七八])(?P<dp_b>[二三四五六七八九])(?:号(?!码|线|楼|店)|日(?!息|利|子|常|均))"),
    ("dayspan", rf"(?<![0-9.])(?P<ds_a>{_DAY})(?:号|日)?(?P<ds_j>-|~|到|至|、)(?P<ds_b>{_DAY})(?:号|日)(?!店|线|楼)"),
    ("day", rf"(?P<d_w>每个?月|当月)?的?(?<![0-9.第尾])(?P<d_d>{_DAY})(?:号(?!码|线|楼|店)|日(?!息|利|子|常|均))"),
    ("word", "(?P<word>大前天|大后天|前天|昨天|今天|明天|后天|昨日|今日|明日|昨晚|今晚|明早|今早|明晚|前晚|昨儿|今儿|明儿|后儿|昨个|今个(?!月)|明个|明朝|昨夜|今夜|隔天|当天)"),
    ("week", "(?:(?P<w_r>上上个?|下下个?|上个?|这个?|本|下个?)|(?<![0-9一二两三四五六七八九十半几每个])|每个?(?=(?:周|星期|礼拜)[一二三四五六日天1-6](?!次|期|天|还|个|回)))(?:周|星期|礼拜)(?P<w_d>[一二三四五六日天1-6]|末)(?P<w_e>(?:(?<=一)二|(?<=二)三|(?<=三)四|(?<=四)五|(?<=五)六|(?<=六)[日天])(?![点个家天次万千百十块月年人期分成]))?(?![0-9个年月])"),
    ("week_all", "(?P<wa>上上个?|下下个?|上个?|这个?|本|下个?)(?:周|星期|礼拜)(?![一二三四五六日天末转])(?P<wa_t>的?(?:今天|今儿|同一天))?"),
    ("month_part", "(?P<mp>(?:每个?月|这个?月|当月|本月|月)(?:的)?最后一天|上旬|中旬|下旬|月底|月末|月初|月中|月尾|年底|年末|年尾|年初(?![一二三四五六七八九十])|年头|年中|上半年|下半年)"),
    ("lunar", "(?:大年|正月)(?P<lu>初[一二三四五六七八九十]|十[一二三四五]|三十)|(?<![去今明前0-9]年)(?<!月)(?P<lu2>初[一二三四五六七八九十])(?=[,。 就发才上开到]|$)"),
    ("feast", f"(?:(?P<f_y>今年|去年|明年|大?前年)的?)?(?P<feast>过完年|(?<=[去今前]年)过了年|{_HOLIDAYS}|{_BESIDE_A_YEAR}|(?<![0-9])618(?=那|的时候|活动|大促|之?前|之?后|期间|就|开始|节|买)|(?<![0-9零一二两三四五六七八九十百千万几])(?:(?:五一|十一|六一)(?=[长劳国节假后前那之期当就])|(?<=[从到等过在自打])十一(?=[,。 ]|$|开始|起|到现在|以来)|五一(?=[,。 吧]|$))|(?<![0-9一二两三四五六七八九十半几去今明每成大整多来个])年(?=之?[前后]|完))(?P<f_p>节|长假|假期|放假)*(?:的?(?P<f_b>之?前的?第?|之?后的?第?|第)(?P<f_n>[一二两三四五六七八九1-9])天|(?:之?后的?|过后)?(?P<f_d>[0-9]{1,2}|[一二三]?十?[一二三四五六七八九十])[号日](?!码|线))?(?P<f_s>之?前后|之?后|之?前|完|期间|那天|那会儿?|当天|过后|结束)?"),
    ("year", "(?P<yr>去年|大?前年|今年|明年)(?P<yr_p>年?底|年?初|年?末|夏天|冬天|秋天|春天|上半年|下半年)?"),
)  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<k_{name}>{body})" for name, body in _FORMS))


_HINT = late("[号日月周年天晚早儿夜节期拜夕宵旦明]|端午|清明|中秋|国庆|双|旬|圣诞|五一|十一|初|618|[0-9][./-][0-9]")


_STRETCH = late("(?:逾期|超期|拖欠|超过|超|满|已经?|达|共|近)了?$")


class DateMention(NamedTuple):
    """One mention; `resolve(direction)` gives the first and the last day that it can mean."""

    start: int
    end: int
    form: str
    resolve: Callable[[int], Range | None]


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    if said == "元":  # 元月
        return 1
    found = numerals(said)
    return int(found[0].value) if found else 0


def _day(year: int, month: int, day: int) -> dt.date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(9000, max(1, year))
    following = dt.date(year + month // 12, month % 12 + 1, 1)  # not by `calendar`: it loads the locales
    last = following - dt.timedelta(days=1)
    return dt.date(year, month, min(day, last.day))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or its last day."""
    return _day(day.year, day.month + months, day.day)


def _whole_month(year: int, month: int, part: str | None) -> Range:
    last = 31
    if not part:
        return _day(year, month, 1), _day(year, month, last)
    if part.endswith("最后一天"):
        return _day(year, month, last), _day(year, month, last)
    if part[0] in "初头":
        return _day(year, month, 1), _day(year, month, 7)
    if part[0] in "底末尾":
        return _day(year, month, last) - dt.timedelta(days=6), _day(year, month, last)
    if part[0] == "上":
        return _day(year, month, 1), _day(year, month, 10)
    if part[0] == "下":
        return _day(year, month, 21), _day(year, month, last)
    return _day(year, month, 13), _day(year, month, 18)


_SHIFT = {"上上": -2, "上": -1, "前": -2, "这": 0, "本": 0, "当": 0, "下": 1, "次": 1, "下下": 2}
_WORD_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "隔": 1, "后": 2, "大后": 3}
_YEARS = {"去年": -1, "前年": -2, "大前年": -3, "今年": 0, "明年": 1}


def _around(days: Callable[[int], Range | None], today: dt.date, direction: int) -> Range | None:
    """Of the same time in three years, the nearest one that lies in the direction asked."""
    options = [r for shift in (-1, 0, 1) if (r := days(today.year + shift)) is not None]
    if direction == FUTURE:
        coming = [r for r in options if r[1] >= today]
        return coming[0] if coming else None
    gone = [r for r in options if r[0] <= today]
    return gone[-1] if gone else None


def _resolver(hit: re.Match[str], today: dt.date) -> tuple[str, Callable[[int], Range | None]] | None:
    """Form and resolver of one match, None where the figures cannot be a date."""
    got, kind = hit.group, hit.lastgroup
    if kind in ("k_moon", "k_no_month"):
        return "nowhere", lambda _: None
    if kind == "k_full":
        year = _number(got("y"))
        one = _safe(year + 2000 if year < 100 else year, _number(got("m")), _number(got("d")))
        return ("full", lambda _: (one, one)) if one else None
    if kind == "k_ym":
        year = _number(got("ym_y"))
        month = _whole_month(year + 2000 if year < 100 else year, _number(got("ym_m")), got("ym_p"))
        return "month", lambda _: month
    if kind == "k_rel_month":
        shift = _SHIFT[got("rm").rstrip("个")]
        said = (got("rm_d") or "").lstrip("的月")
        if len(said) > 1 and said[0] == "初":
            said = said[1:]
        if said and said[0] not in "初头中上下底末尾":
            fixed_day = _day(today.year, today.month + shift, _number(said))
            return "day", lambda _: (fixed_day, fixed_day)
        period = _whole_month(today.year, today.month + shift, said or None)
        return "part" if said else "month", lambda _: period
    if kind == "k_md":
        return _month_and_day(hit, today)
    if kind == "k_dot":
        dot = (_number(got("dot_m")), _number(got("dot_d")))
        return "day", lambda direction: _around(lambda y: (_day(y, *dot),) * 2, today, direction)
    if kind == "k_dayspan":
        a, b = _number(got("ds_a")), _number(got("ds_b"))
        if got("ds_j") == "、" and b - a != 1:
            return "day", lambda direction: _nearest([_month_days(today, n, n, direction) for n in (a, b)], direction)
        return "days", lambda direction: _month_days(today, a, b, direction)
    if kind == "k_daypair":
        tens = {"十": 10, "三十": 30}.get(got("dp_t") or "", 20 if got("dp_t") else 0)
        a, b = (tens + "零一二三四五六七八九".index(got(name)) for name in ("dp_a", "dp_b"))
        return ("days", lambda direction: _month_days(today, a, b, direction)) if b - a == 1 else None
    if kind == "k_day":
        number = _number(got("d_d"))
        return "day", lambda direction: _month_days(today, number, number, direction)
    return _resolver_words(hit, today)


def _month_and_day(hit: re.Match[str], today: dt.date) -> tuple[str, Callable[[int], Range | None]] | None:
    """9月15号, 今年3月份, 10月底."""
    month = _number(hit.group("md_m"))
    number = _number(hit.group("md_d") or "0")
    part, fixed = hit.group("md_p"), hit.group("md_y")
    if not 1 <= month <= 12:
        return None

    def days(year: int) -> Range:
        if number:
            return _day(year, month, number), _day(year, month, number)
        return _whole_month(year, month, part)

    form = "day" if number else "part" if part else "month"
    if fixed:
        return form, lambda _: days(today.year + _YEARS[fixed])
    return form, lambda direction: _around(days, today, direction)


def _nearest(periods: list[Range | None], direction: int) -> Range | None:
    known = [p for p in periods if p is not None]
    return (min(known) if direction == FUTURE else max(known)) if known else None


def _month_days(today: dt.date, a: int, b: int, direction: int) -> Range | None:
    if not 1 <= a <= 31 or not 1 <= b <= 31:
        return None
    shifts = (0, 1) if direction == FUTURE else (0, -1, -2)
    for shift in shifts:
        first, last = _day(today.year, today.month + shift, a), _day(today.year, today.month + shift, b)
        if last < first or (direction == PAST and first.day != a):
            continue
        if (direction == FUTURE and last >= today) or (direction == PAST and first <= today):
            return first, last
    return None


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _resolver_words(hit: re.Match[str], today: dt.date) -> tuple[str, Callable[[int], Range | None]] | None:
    got, kind = hit.group, hit.lastgroup
    if kind == "k_word":
        day = today + dt.timedelta(days=_WORD_DAYS[got("word")[:-1]])
        return "word", lambda _: (day, day)
    monday = today - dt.timedelta(days=today.weekday())
    if kind == "k_week":
        said, week = got("w_d"), got("w_r")
        number = 5 if said == "末" else "一二三四五六日".find("日" if said == "天" else said)
        number = int(said) - 1 if number < 0 else number
        more = dt.timedelta(days=1 if got("w_e") else 0)  # 上周三四: one of two days
        if week:
            day = monday + dt.timedelta(days=number + 7 * _SHIFT[week.rstrip("个")])
            return "week", lambda _: (day, day + more)
        day = monday + dt.timedelta(days=number)

        def weekday(direction: int) -> Range:
            if direction == FUTURE:
                chosen = day if day + more >= today else day + dt.timedelta(days=7)
            else:
                chosen = day if day <= today else day - dt.timedelta(days=7)
            return chosen, chosen + more

        return "week", weekday
    if kind == "k_week_all":
        first = monday + dt.timedelta(days=7 * _SHIFT[got("wa").rstrip("个")])
        if got("wa_t"):
            same = first + dt.timedelta(days=today.weekday())
            return "week", lambda _: (same, same)
        return "weeks", lambda _: (first, first + dt.timedelta(days=6))
    if kind == "k_month_part":
        return "part", lambda direction: _month_part(hit.group("mp"), today, direction)
    if kind == "k_lunar":
        number = _lunar_day(got("lu") or got("lu2"))
        return "lunar", lambda direction: _around(lambda y: _lunar(y, number), today, direction)
    if kind == "k_feast":
        return _feast(hit, today)
    shift = _YEARS[got("yr")]
    part = got("yr_p") or ""
    months = {
        "底": (12, 12),
        "末": (12, 12),
        "初": (1, 1),
        "夏": (6, 8),
        "冬": (11, 12),
        "秋": (9, 11),
        "春": (3, 5),
        "上": (1, 6),
        "下": (7, 12),
    }
    key = part.lstrip("年")[:1]
    a, b = months.get(key, (1, 12))
    period = (_day(today.year + shift, a, 1), _day(today.year + shift, b, 31))
    return "season" if part else "year", lambda _: period


def _month_part(said: str, today: dt.date, direction: int) -> Range | None:
    if said.endswith("旬") or "最后" in said:
        part = "底" if "最后" in said else said
        for shift in (0, 1) if direction == FUTURE else (0, -1):
            first, last = _whole_month(today.year, today.month + shift, part)
            first = last if part == "底" else first
            if (direction == FUTURE and last >= today) or (direction == PAST and first <= today):
                return first, last
        return None
    if said[0] in "上下":
        a, b = (1, 6) if said[0] == "上" else (7, 12)
        return _around(lambda y: (_day(y, a, 1), _day(y, b, 31)), today, direction)
    if said[0] == "年":
        if said[1] in "底末尾":
            return _around(lambda y: (dt.date(y, 12, 25), dt.date(y, 12, 31)), today, direction)
        a, b = (6, 7) if said[1] == "中" else (1, 1)
        return _around(lambda y: (_day(y, a, 1), _day(y, b, 31)), today, direction)
    for shift in (0, 1) if direction == FUTURE else (0, -1):
        first, last = _whole_month(today.year, today.month + shift, said[1])
        if (direction == FUTURE and last >= today) or (direction == PAST and first <= today):
            return first, last
    return None


def _lunar_day(said: str) -> int:
    if said == "三十":
        return 0
    return _number(said.removeprefix("初"))


def _lunar(year: int, number: int) -> Range | None:
    first = SPRING.get(year)
    if first is None:
        return None
    day = dt.date(year, *first) + dt.timedelta(days=number - 1)
    return day, day


def _beside_feast(day: dt.date, lasts: int, side: str, number: int) -> dt.date:
    """国庆前一天, 国庆后第三天, 国庆第二天."""
    if "前" in side:
        return day - dt.timedelta(days=number)
    return day + dt.timedelta(days=number - 1 + (lasts if "后" in side else 0))


def _day_after_feast(day: dt.date, number: int) -> Range | None:
    """过了元旦三号: the first such day of a month from the feast on."""
    for shift in (0, 1):
        made = _day(day.year, day.month + shift, number)
        if 1 <= number <= 31 and made >= day:
            return made, made
    return None


def _feast(hit: re.Match[str], today: dt.date) -> tuple[str, Callable[[int], Range | None]] | None:
    name, where = hit.group("feast"), (hit.group("f_s") or "").lstrip("之")
    if name in ("过完年", "过了年"):
        name, where = "春节", where or "后"
    if name == "年":  # only 年前 and 年后 are festivals
        if where not in ("前", "后", "完", "过后"):
            return None
        name = "春节"
    name = {"年三十": "除夕", "大年三十": "除夕"}.get(name, name)

    def days(year: int) -> Range | None:
        day = festival(name, year)
        if day is None:
            return None
        lasts = LASTS.get(name, 1)
        if hit.group("f_n"):
            one = _beside_feast(day, lasts, hit.group("f_b"), _number(hit.group("f_n")))
            return one, one
        if hit.group("f_d"):
            return _day_after_feast(day, _number(hit.group("f_d")))
        if where in ("后", "完", "过后", "结束"):
            return day + dt.timedelta(days=lasts), day + dt.timedelta(days=lasts + 7)
        if where == "前":
            return day - dt.timedelta(days=10), day - dt.timedelta(days=1)
        if where in ("期间", "那会", "那会儿", "前后"):
            return day, day + dt.timedelta(days=lasts - 1)
        return day, day

    fixed = hit.group("f_y")
    if fixed:
        return "feast", lambda _: days(today.year + _YEARS[fixed])
    return "feast", lambda direction: _around(days, today, direction)


def dates_in(text: str, today: dt.date) -> list[DateMention]:
    """All mentions of days, months and festivals, left to right."""
    if not _HINT.search(text):
        return []
    found: list[DateMention] = []
    for hit in _pattern().finditer(text):
        if (
            hit.lastgroup == "k_day"
            and hit.group().endswith("日")
            and (text[hit.end() : hit.end() + 1] == "矣" or _STRETCH.search(text[: hit.start()]))
        ):
            continue  # 逾期20日 is a stretch, not a day
        made = _resolver(hit, today)
        if made is not None:
            found.append(DateMention(hit.start(), hit.end(), made[0], made[1]))
    return found


def middle(period: Range, today: dt.date, direction: int) -> dt.date:
    """The one day that stands for a stretch, on the right side of today."""
    first, last = period
    if direction == FUTURE:
        first = max(first, today)
    elif direction == PAST:
        last = min(last, today)
    if last < first:
        return first
    return first + (last - first) / 2
