"""Which option was chosen: number, letter, ordinal, position, the words of a label, part of them, or their meaning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from bot.understanding.closeness import ALONE, apart, closest, inside_word
from bot.understanding.heard import Heard
from bot.understanding.leftover import affirmed, left_over, widest
from bot.understanding.lexicon import reasons_said
from bot.understanding.meaning import by_meaning, by_measure, by_sense
from bot.understanding.patterns import late
from bot.understanding.pinyin_table import syllables
from bot.understanding.readings import NOTHING, Candidate, Option, Reading, Sure
from bot.understanding.text import normalise

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2, "仨": 3}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_LEAD = "(?:(?:嗯|那|就|我|应该|大概|可能|还是|肯定|当然|麻烦|好|好的|帮我|请|要|想|属于|是|回复|答|答案)*(?:选择?|是|要|属于|按|点)?(?:的?是)?)"
_END = "(?:吧|呢|啊|了|哈|呗|谢谢|的|就行|好了|嘛|这个|那个|选项|这种|这项|这条|\\)|）|\\.|、|。|,| |!|~)*"
_NUMBER = late(
    f"{_LEAD}(?:选项|序号|编号|数字|no\\.?|#|\\()?([0-9]{{1,2}}|[一二两三四五六七八九十])(?:个|项|号|条|种|点|选项)?{_END}"
)
_LETTER = late(f"{_LEAD}(?:选项|\\()?([a-h])(?:个|项|号|选项)?{_END}")
_ORDINAL = late("(?<!倒数)第([0-9]{1,2}|[一二两三四五六七八九十俩仨])(?:个|项|条|种|选项|类)?(?![天次年期月周方者人])")
_BACKWARD = late(
    "(?:(?:从|由)?(?:下面?|底下?|后面?)往?(?:上|前)(?:面)?(?:数|看)?(?:的)?第|倒数第?)([0-9]|[一二两三四五])(?:个|项|条)?"
)
_LAST = late(
    "最后(?:面)?(?:的)?(?:那?一?(?:个|项|条|种)|$)|最后面|最(?:下面|底下|下边|末)|末尾|末了|老末|尾巴|最下|压轴|排最后|(?<!倒数)最末"
)
_FIRST = late("最(?:上面|前面|上边|上头)|头一(?:个|项|条)|首(?:个|项|选)|第一(?:个|项|条)?$|打头|开头那")
_MIDDLE = late("(?:最)?中间(?:的|那一?|那个|一个|这)?|居中")
_UPPER = late("前者|(?:上面|前面|上边)(?:的|那个|这个|一个)")
_LOWER = late("后者|(?:下面|后面|下边)(?:的|那个|这个|一个)")
_NONE_OF = late(
    "(?:以上)?都不(?:是|对|算|符合)|没有(?:合适|符合|我的|一个)|都没有|哪个都不是|其他|其它|别的|另外的?原因"
)
_NOT_A_THING = late("(?:啥|什么|一样|哪个|一分|一毛|半毛|任何|一点)(?:[钱进账收入东西])*(?:都|也)没|^(?:都|全)没有?$")
_UNSURE = late(
    "不(?:太|大)?(?:清楚|知道|确定|晓得|记得)|记不(?:清|得)|说不(?:好|准|清)|忘(?:了|记)|没印象|[搞分弄看]不(?:清|懂|明白)|不好说|晓得个|犹豫|拿不准|没主意|没定下|(?:谁|哪个|鬼)(?:晓得|知道)"
)
_CORRECTS = late(
    "不对|不是(?!第|都)|说错了?|点错了?|选错了?|按错了?|手滑了?|手[抖误]了?|改(?:成|选|为)|更正|换(?:成|个)?|应该是|还是选|还是(?=第|[0-9a-h])|(?<![多少没])算了|(?<=[个项条号,，。.… 0-9])不+[,，。.… ]*(?=第)"
)
_NOISE = late("[ ,，。.!?~、]")
_SPLIT = late("或者?|、|/|,|和|与|以及|及|\\(|\\)|:|·| ")


def choose(heard: Heard, options: Sequence[Option], today: dt.date) -> Reading:
    """One option's key, or nothing; rivals when two fit equally well."""
    if not options:
        return NOTHING
    said = _HAVE_NOT.sub("没有", normalise(heard.raw))
    if not said:
        return NOTHING
    at = _exact(said, options)
    at = _by_sound(said, options) if at is None else at
    if at is not None:
        return _reading(heard, options, at, "exact", Sure.EXACT)
    at = _first_words(said, options)
    if at is not None:
        return _reading(heard, options, at, "first words", Sure.CHOSEN)
    labels = [normalise(option.label) for option in options]
    asked_for = affirmed(heard.text)
    text = _after_correction(said if asked_for == heard.text else normalise(asked_for))
    at = _exact(text, options) if text != said else None
    if at is not None:
        return _reading(heard, options, at, "exact", Sure.EXACT)
    at = _pointed(text, options)
    if at is None and text != said:
        last = re.split("[,，。;； ]", text)[-1]
        at = _pointed(last, options) if last != text else None
    if at is not None:
        return _reading(heard, options, at, "pointed", Sure.EXACT)
    at = left_over(heard.text, labels)
    at = widest(_NOISE.sub("", text), labels) if at is None else at
    if at is not None:
        return _reading(heard, options, at, "left over", Sure.CHOSEN)
    text = _ONLY.sub("只有", text) if any("只有" in label for label in labels) else text
    if not any(_FEARS.search(label) for label in labels):
        text = _FEARS.sub("", text) or text  # 我怕丢工作: the work is not gone
    found = _by_words(text, options)
    both = _two_said(text, options, today)
    if len(both) > 1:
        span = heard.span(0, len(heard.text))
        return Reading(rivals=tuple(Candidate(options[k].key, span) for k in both[:3]), rule="choice.two said")
    span = heard.span(0, len(heard.text))
    if len(found) == 1:
        beside = [k for k in closest(text, options, bar=ALONE) if k != found[0]]
        if not beside:
            return _reading(heard, options, found[0], "words", Sure.CHOSEN)
        rivals = tuple(Candidate(options[k].key, span) for k in (*found, *beside)[:3])
        return Reading(rivals=rivals, rule="choice.two said")
    plain = Heard(text, today)
    measured = by_measure(plain, options, today)
    meant = measured if len(measured) == 1 and not found else _meant(text, plain, options, found, measured)
    if len(meant) == 1:
        return _reading(heard, options, meant[0], "measure" if meant == measured else "meaning", Sure.CHOSEN)
    if meant:
        return Reading(rivals=tuple(Candidate(options[k].key, span) for k in meant[:3]), rule="choice.rivals")
    at = _escape(text, options, plain)
    return NOTHING if at is None else _reading(heard, options, at, "escape", Sure.CHOSEN)


def _meant(text: str, plain: Heard, options: Sequence[Option], named: list[int], measured: list[int]) -> list[int]:
    """What the words mean where none of them decides: what every room heard, and what the text is closest to."""
    meant = measured or by_sense(plain, options, plain.today)
    if len(named) > 1:
        both = [k for k in meant if k in named]
        meant = both or (meant if len(meant) == 1 else named)
    if len(meant) > 1:
        return closest(text, options, meant) or _closest(text, options, meant)
    if not meant:
        return closest(text, options)
    return sorted({*meant, *closest(text, options, bar=ALONE)})  # 半夜打还打给我同事


_ONLY = late("(?:光|就|仅仅?|单单|单|纯粹|只)(?:是|有|剩)(?!个)")
_BESIDE = late("还有|而且|并且|以及|同时|加上|[和跟也又]")


def _two_said(said: str, options: Sequence[Option], today: dt.date) -> list[int]:
    """被催还有法院: each half means one option, and not the same one."""
    pieces = [p for p in (piece.strip(" ,、。的了都") for piece in _BESIDE.split(said)) if len(p) >= 2]
    if len(pieces) != 2 or len(said) > 24 or any(c.isdigit() for option in options for c in option.label):
        return []  # 花呗跟白条两家 is one count
    meant: list[int] = []
    for piece in pieces:
        found = _by_words(piece, options)
        if len(found) != 1:
            found = by_meaning(Heard(piece, today), options, today)
        if len(found) != 1:
            return []
        meant += found
    return sorted(set(meant))


def _closest(said: str, options: Sequence[Option], among: list[int]) -> list[int]:
    """Of options that mean the same, the one that shares most characters with the answer."""
    shared = {k: len(set(said) & set(options[k].label)) for k in among}
    best = max(shared.values())
    return [k for k in among if best - shared[k] < 2]  # one character more is no reason


def choose_several(heard: Heard, options: Sequence[Option], today: dt.date) -> Reading:
    """Every option that was named, for a question that allows several."""
    said = normalise(heard.raw)
    at = _exact(said, options)
    if at is not None:
        return Reading(value=(options[at].key,), span=heard.span(0, len(heard.text)), rule="choices.exact")
    keys: list[int] = []
    if re.fullmatch("(?:选|我选|和|跟|与|、|,|还有|加|及|都|第|个|项|号|以及|[0-9a-h一二三四五六七八九十 .])+", said):
        for piece in re.findall("[0-9]{1,2}|[一二三四五六七八九十]|[a-h]", said):
            k = _index(piece, len(options)) if not piece.isalpha() or not piece.isascii() else ord(piece) - 96
            if piece.isdigit() and len(piece) > 1 and int(piece) > len(options):
                keys += [int(c) - 1 for c in piece if c.isdigit() and 1 <= int(c) <= len(options)]
            elif k is not None and 1 <= k <= len(options):
                keys.append(k - 1)
    if re.search("(?:全|都)(?:部)?(?:有|是|选|要|中)|以上都|全部|所有", said) and not re.search("都不|都没", said):
        keys = [k for k, o in enumerate(options) if not re.search("没有|都不|不清楚|其他|以上都不", o.label)]
    if not keys:
        keys = _named(said, options)
    if not keys:
        keys = by_meaning(heard, options, today) or []
    if not keys:
        single = choose(heard, options, today)
        if single.value is None:
            return single
        return Reading(value=(str(single.value),), sure=single.sure, span=single.span, rule=single.rule)
    chosen = tuple(options[k].key for k in sorted(set(keys)))
    return Reading(value=chosen, sure=Sure.CHOSEN, span=heard.span(0, len(heard.text)), rule="choices")


def _reading(heard: Heard, options: Sequence[Option], at: int, rule: str, sure: Sure) -> Reading:
    return Reading(value=options[at].key, sure=sure, span=heard.span(0, len(heard.text)), rule=f"choice.{rule}")


def _forms(option: Option) -> list[str]:
    return [form for form in map(normalise, (option.label, option.key, *option.also)) if form]


_HAVE_NOT = late("[莫没冇]得|木有|冇有?")
_FILLED = late("[啊呀呢吧嘛哦哈咯呗~]+$|^(?:嗯|那个|就是|额|呃|应该是|大概是)+")


def _exact(said: str, options: Sequence[Option]) -> int | None:
    for k, option in enumerate(options):
        if said in _forms(option):
            return k
    return None


def _letters(said: str) -> str:
    table = _syllables()
    said = said.replace("没有", "没")
    return "".join(char if char.isascii() else table.get(char, "?") for char in said if char.isalnum())


@cache
def _syllables() -> dict[str, str]:
    return syllables()


def _by_sound(said: str, options: Sequence[Option]) -> int | None:
    """meiqian, and a label in characters that only sound like it."""
    spelt = _letters(_FILLED.sub("", said))
    if len(spelt) < 4:
        return None
    letters = spelt.replace("meiyou", "mei")
    found = [k for k, option in enumerate(options) if any(_letters(form) == letters for form in _forms(option))]
    return found[0] if len(found) == 1 else None


def same_sound(said: str, form: str) -> bool:
    """Whether letters alone spell a phrase of at least two characters: bie guan wo, 别管我."""
    letters = "".join(char for char in said if char.isalpha())
    table = _syllables()
    return len(form) > 1 and len(letters) > 3 and letters == "".join(table.get(char, "?") for char in form)


_FEARS = late("(?:我|就|也|很|最|特别)*(?:怕|担心|害怕|生怕)[^,，。;；!！?？ ]{1,12}")
_WHY = late("(?:我|真的|也)*(?:就是|只是)|单纯|因为|主要是?|纯粹")


def _first_words(said: str, options: Sequence[Option]) -> int | None:
    """没有，就是太累了: an option, and then why."""
    first, *rest = re.split("[,，。;； ]+", said, maxsplit=1)
    return _exact(first, options) if rest and _WHY.match(rest[0]) else None


def _after_correction(said: str) -> str:
    """不是1, 是2; 选错了, 第三个: what stands after the correction, when something does."""
    hits = [h for h in _CORRECTS.finditer(said) if h.end() < len(said)]
    for hit in reversed(hits):
        if hit.group().startswith("不是"):
            rest = re.split("[,，。 ]?(?:而)?是", said[hit.end() :], maxsplit=1)
            if len(rest) == 2 and rest[1].strip():
                return rest[1].strip(" ,，。")
            continue
        rest_text = said[hit.end() :].strip(" ,，。了")
        if rest_text:
            return rest_text
    return said


def _index(said: str, count: int) -> int | None:
    n = int(said) if said.isdigit() else _HAN.get(said)
    return n if n is not None and 1 <= n <= count else None


def _pointed(said: str, options: Sequence[Option]) -> int | None:
    """By number, letter, ordinal or position."""
    count = len(options)
    bare = said.strip(" ()[]【】<>#*")
    hit = _NUMBER.fullmatch(bare)
    if hit:
        n = _index(hit.group(1), count)
        if n is not None:
            return n - 1
    if bare in _ROMAN and _ROMAN[bare] <= count and len(bare) > 1:
        return _ROMAN[bare] - 1
    hit = _LETTER.fullmatch(bare)
    if hit and ord(hit.group(1)) - 97 < count:
        return ord(hit.group(1)) - 97
    hit = _BACKWARD.search(said)
    if hit:
        n = _index(hit.group(1), count)
        return count - n if n is not None else None
    if len(said) <= 14:
        if _LAST.search(said):
            return count - 1
        hit = next(
            (h for h in _ORDINAL.finditer(said) if not re.search("(?:不是|别选|不选|不要)$", said[: h.start()])), None
        )
        if hit:
            n = _index(hit.group(1), count)
            if n is not None:
                return n - 1
        if _FIRST.search(said):
            return 0
        if _MIDDLE.fullmatch(_NOISE.sub("", said).removeprefix("选").rstrip("吧个的")) and count % 2:
            return count // 2
        if count == 2 or re.search("前者|后者", said):
            if _UPPER.search(said):
                return 0
            if _LOWER.search(said):
                return count - 1
    return None


def _pieces(label: str) -> list[str]:
    form = normalise(label)
    return [p for p in _SPLIT.split(form) if len(p) >= 2]


def _by_words(said: str, options: Sequence[Option]) -> list[int]:
    """Options whose words are in the text, or that contain the text; the longest agreement wins."""
    compact = _NOISE.sub("", said)
    scores: list[tuple[int, int]] = []
    for k, option in enumerate(options):
        best = 0
        for form in _forms(option):
            bare = _NOISE.sub("", form)
            if len(bare) >= 2 and bare in compact and not _denied(compact, bare) and not _within(compact, bare):
                best = max(best, 100 + len(bare))
            elif (
                len(compact) >= 2
                and compact in bare
                and not re.fullmatch("[0-9一二两三四五六七八九十]+[个天年月]?", compact)
            ):
                best = max(best, 60 + len(compact))
        for label in (option.label, *option.also):
            for piece in _pieces(label):
                if piece in compact and not _denied(compact, piece):
                    best = max(best, 40 + len(piece))
        if best:
            scores.append((best, k))
    if not scores:
        return []
    top = max(score for score, _ in scores)
    return [k for score, k in scores if score == top]


def _within(said: str, form: str) -> bool:
    """A short form that begins inside another word: 走了 in 抢走了."""
    return len(form) <= 2 and inside_word(said, said.find(form))


_NOT_THIS = late(
    "(?:不是|没有?|不|未|并非|没在|别|非)(?:打|给|到|找|跟|对|让|向|在|我|说|被|骚扰|联系|怕|因为|为了?){0,3}$"
)


def _denied(said: str, form: str) -> bool:
    at = said.find(form)
    before = said[max(0, at - 3) : at]
    if re.search("除了?.{1,6}$", said[max(0, at - 9) : at]):
        return True  # 除了老婆没人知道
    if form[0] in "没不无未":
        return bool(re.search("(?:不是|并非)$", before))
    return bool(_NOT_THIS.search(said[max(0, at - 7) : at]))


def _named(said: str, options: Sequence[Option]) -> list[int]:
    compact = _NOISE.sub("", said)
    found = []
    for k, option in enumerate(options):
        words = {*_forms(option), *(p for label in (option.label, *option.also) for p in _pieces(label))}
        if any(len(w) >= 2 and w in compact and not _denied(compact, w) for w in words):
            found.append(k)
    return found


_NOTHING = late(
    "(?:幸好|还好|好在|幸亏|暂时|目前|现在|真的?|这些|这几样|以上|我|里面|其实|手[头里上])*(?:啥子?|什么|一样|一个|哪样|一件|一[张份点]|任何|纸|材料|东西)*(?:也|都|全|还)*没(?!有?钱)"
    "(?:有|给|交|付|转|发|遇到|碰上|碰到|碰|发生|出现|动|要)*(?:过|了|他|她|们|钱|卡)*[啊呀呢吧的嘛哦哈]*"
)
_NOTHING_AT_LAST = late("(?:啥子?|什么|一样|一个)(?:也|都|全)没(?:有|给|交|碰上|遇到)?(?:过|了|他|她)*$")
_ESCAPES = (
    (_UNSURE, late("不清楚|不知道|不确定|记不清|说不好|不好说|说不清|没想好|还没问|不记得")),
    (_NONE_OF, late("其他|其它|都不是|都没有|别的|以上都")),
    (_NOT_A_THING, late("^(?:什么|啥|都|一样|全)*(?:也|都)?没|^没有|^无|以上都没")),
)
_NONE = late("(?:都|还|全|一样|什么|啥|也|暂时|以上|目前)*(?:没有?|无)")
_OTHER = late("^(?:是|还有)?(?:其他|其它|别的|另有)")


def _escape(said: str, options: Sequence[Option], heard: Heard) -> int | None:
    """不清楚, 都不是, 都没有 and a kind that no option names lead to the options made for them."""
    for pattern, words in _ESCAPES:
        if pattern.search(said):
            fits = [k for k, o in enumerate(options) if words.search(o.label)]
            if len(fits) == 1:
                return fits[0]
    clauses = [clause for clause in re.split("[,，。 ]+", said) if clause]
    if clauses and (all(map(_NOTHING.fullmatch, clauses)) or _NOTHING_AT_LAST.search(clauses[-1])):
        fits = [k for k, o in enumerate(options) if _NONE.fullmatch(o.label)]
        if len(fits) == 1:
            return fits[0]
    fits = [k for k, o in enumerate(options) if _OTHER.search(o.label)]
    if len(fits) == 1 and (apart(said, options) or _another_reason(heard, options)):
        return fits[0]
    return None


def _another_reason(heard: Heard, options: Sequence[Option]) -> bool:
    """赌的 where 失业 and 生病 are offered: a reason that is none of theirs."""
    offered = sum(bool(reasons_said(Heard(option.label, heard.today))) for option in options)
    return offered >= 2 and bool(reasons_said(heard))
