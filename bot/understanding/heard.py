"""One text, analysed once: plain form, lenders, days, quantities, each found when first asked for and never again."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left

from bot.understanding.dates import DateMention, dates_in
from bot.understanding.owed import Name
from bot.understanding.patterns import late
from bot.understanding.platforms import names_in
from bot.understanding.quantities import quantities
from bot.understanding.quantity import Quantity
from bot.understanding.readings import Span
from bot.understanding.text import plain

NAME, DAY = "\x02", "\x03"
MOST = 80  # lenders or quantities in one text; of more, the first and the last are kept
WINDOW = 80  # characters that can matter on either side of a quantity
_CLAUSES = late("[,。;!?\n]")
CORRECTION = late(
    "(?:哦|噢|啊|呃|诶)?不对(?!劲)|不不不?|说[错少漏]了?|说多了|算[少漏]了?|打错|写错|搞错|记错|弄错|看错|算错|更正|口误|应该是|应该(?=[0-9一二两三四五六七八九十])|(?<![是还会能可要好])不是(?=[,。 ])|哦不|啊不|错了|(?<=[,。 吧])(?:哦|噢|哎)?(?:等(?:我)?(?:下|会儿?|一下)|我再|让我)?,?我?(?:看看|看下|看一下|查查|查一下|查下|翻翻|翻一下)(?=[,。 ])|(?<=[,。.…~ ])不[,。. ]+(?=(?:是|应该是?)?[0-9一二两三四五六七八九十几])"
)
UNKNOWN = late(
    "(?<![a-z])(?:bu ?(?:zhi ?dao|qing ?chu|ji ?de)|bzd|mei ?shu)(?![a-z])|哪(?:里|儿|还|能|会)*(?:记得|知道|数得|算得|清楚|晓得)|谁(?:还)?(?:记得|数得|算得)|不(?:太|是很|是太|大|怎么)?(?:知道|清楚|记得|晓得|确定|了解|好说|敢看)|记不(?:太|大)?(?:清|得|住|起|到)|没得?(?:印象|数)|搞不清|说不(?:清|准|好|上来)|弄不清|分不清|忘(?:了|记|光)|没(?:数|底|算过?|概念|印象|注意|统计|仔细|细看|留意|谱|准|个准|敢看|敢算|具体)"
    "|想不起|算不(?:清|过来|出)|数不(?:清|过来)|理不清|[记数算]不全|记[求球]不|晓不得|不知(?=$|[,。呀啊哦喔呢])|鬼(?:知道|晓得)|谁(?:知道|晓得)|天(?:知道|晓得)|懵|[整闹弄搞算摸](?:不|也不|都不)(?:太|大)?(?:明白|清楚?|懂|透)|一团乱|一笔糊涂|糊涂账|心里没|看不(?:懂|到|出来)|看不了|查不(?:到|了)|没看过?|没查过?|翻不到|找不[到着]|没数过?|不记得"
)


def _end_of(span: Span) -> int:
    return span[1]


def _start_of(q: Quantity) -> int:
    return q.start


def _blank(text: str, spans: list[Span], mark: str) -> str:
    """The text with spans (in order) replaced by marks of the same length."""
    if not spans:
        return text
    out, at = [], 0
    for start, end in spans:
        out.append(text[at:start])
        out.append(mark * (end - max(start, at)))
        at = max(at, end)
    out.append(text[at:])
    return "".join(out)


class Heard:
    """The shared analysis of one text; `field` has lenders and days blanked out, so their figures are not numbers."""

    __slots__ = (
        "_around",
        "_clauses",
        "_corrected",
        "_dates",
        "_field",
        "_nameless",
        "_names",
        "_quantities",
        "asked",
        "plain",
        "raw",
        "standing",
        "sums",
        "text",
        "today",
        "voices",
    )

    def __init__(self, raw: str, today: dt.date, asked: bool = False) -> None:
        self.raw = raw
        self.today = today
        self.asked = asked  # the question asks for a lender, so weak names count
        self.plain = plain(raw)
        self.text = self.plain.text
        self._names: list[Name] | None = None
        self._dates: list[DateMention] | None = None
        self._quantities: list[Quantity] | None = None
        self._field: str | None = None
        self._corrected = -1
        self._around: dict[Span, tuple[str, str]] = {}
        self.standing: dict[bool, list[tuple[Quantity, str, bool]]] = {}  # filled by `money`, like `sums`
        self.sums: dict[bool, list[tuple[Quantity, str, bool]]] = {}  # filled by `money.cast`
        self.voices: list[tuple[str, int, int]] | None = None  # filled by `voices`
        self._nameless: str | None = None
        self._clauses: list[Span] | None = None

    @property
    def names(self) -> list[Name]:
        """Lenders mentioned, live or not."""
        if self._names is None:
            names = names_in(self.text, self.asked)
            self._names = names if len(names) <= MOST else names[: MOST - 30] + names[-30:]
        return self._names

    @property
    def dates(self) -> list[DateMention]:
        """Days mentioned, outside lenders' names."""
        if self._dates is None:
            self._dates = dates_in(self.nameless, self.today)
        return self._dates

    @property
    def quantities(self) -> list[Quantity]:
        """Quantities outside lenders' names and days."""
        if self._quantities is None:
            found = quantities(self.field)
            if "几" in self.text or "多少" in self.text:
                found = [q for q in found if not self._wondered(q)]
            if "似的" in self.text or "一样" in self.text:
                found = [q for q in found if not self._likened(q)]
            self._quantities = found if len(found) <= MOST else found[: MOST - 30] + found[-30:]
        return self._quantities

    def _likened(self, q: Quantity) -> bool:
        """跟欠了几百万似的 compares, it does not count."""
        before, after = self.text[max(0, q.start - 6) : q.start], self.text[q.end : q.end + 4]
        return bool(
            re.match("(?:块|钱|元)*(?:似的|一样)", after) and re.search("(?:跟|像|好像|如同|当)[^,。]{0,4}$", before)
        )

    def _wondered(self, q: Quantity) -> bool:
        """几天 in 忘了具体几天 asks, it does not count."""
        said = self.text[q.start : q.end]
        if not said.startswith("几"):
            return False
        before = self.text[max(0, q.start - 8) : q.start]
        return bool(
            re.search(
                "具体|到底|究竟|(?:忘了?|不记得|记不得|记不清楚|不知道|不清楚|记不清|算不清|数不清|搞不清|没数|没算|没数过)(?:是|了|过|有|欠)*$",
                before,
            )
        ) or bool(re.match("[^,。]{0,4}(?:忘|不知道|记不|不清|不记得|没数)", self.text[q.end : q.end + 8]))

    @property
    def nameless(self) -> str:
        """The text with lenders blanked out and days as they stand: what the lexicon reads."""
        if self._nameless is None:
            self._nameless = self._without_names()
        return self._nameless

    def _without_names(self) -> str:
        return _blank(self.text, [(name.start, name.end) for name in self.names], NAME)

    @property
    def field(self) -> str:
        """The text with every lender and every day replaced by marks of the same length."""
        if self._field is None:
            self._field = _blank(self.nameless, [(day.start, day.end) for day in self.dates], DAY)
        return self._field

    @property
    def clauses(self) -> list[Span]:
        """Clause spans between punctuation marks."""
        if self._clauses is None:
            spans, start = [], 0
            for hit in _CLAUSES.finditer(self.field):
                spans.append((start, hit.start()))
                start = hit.end()
            spans.append((start, len(self.field)))
            self._clauses = spans
        return self._clauses

    def clause(self, at: int) -> Span:
        """The clause that contains a position."""
        return self.clauses[min(bisect_left(self.clauses, at, key=_end_of), len(self.clauses) - 1)]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The words before and after, within the clause, up to the neighbouring quantity."""
        known = self._around.get((start, end))
        if known is None:
            known = self._around[start, end] = self._words_around(start, end)
        return known

    def _words_around(self, start: int, end: int) -> tuple[str, str]:
        first, last = self.clause(start)
        last = max(last, end)
        near = bisect_left(self.quantities, start, key=_start_of)
        for q in self.quantities[max(0, near - 2) : near]:
            if first < q.end <= start:
                first = q.end
        for q in self.quantities[near : near + 3]:
            if end <= q.start < last:
                last = q.start
                break
        left = self.field[max(first, start - WINDOW) : start]
        if first > 0 and len(left.strip()) <= 2 and self.field[first - 1 : first] in (",", ":", "?"):
            left = self._quiet_clause_before(first) + "," + left
        return left, self.field[end : min(last, end + WINDOW)]

    def _quiet_clause_before(self, at: int) -> str:
        """The clause before, when it holds no quantity of its own: 工资呢, 五千."""
        first, last = self.clause(at - 1)
        near = bisect_left(self.quantities, first, key=_start_of)
        if last != at - 1 or (near < len(self.quantities) and self.quantities[near].start < last):
            return ""
        return self.field[first:last][-16:]

    def span(self, start: int, end: int) -> Span:
        """A span of the original text."""
        return self.plain.span(start, end)

    def corrected_from(self) -> int:
        """Where the last correction of oneself ends; what stands before it is withdrawn. 0 when there is none."""
        if self._corrected < 0:
            self._corrected = 0
            for hit in CORRECTION.finditer(self.text):
                if hit.start() > 0:
                    self._corrected = hit.end()
        return self._corrected

    def unknown(self) -> bool:
        """The person says that they do not know."""
        return UNKNOWN.search(self.text) is not None
