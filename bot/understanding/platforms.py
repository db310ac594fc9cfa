"""Which lenders a text names as still owed: aliases, misspellings by sound, brands with a product; denied and settled ones left out."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.names import BRANDS, FULL, SOUNDALIKES, SOUNDS, SOUNDS_MORE, TORN, WEAK
from bot.understanding.owed import Name, with_fate
from bot.understanding.patterns import late
from bot.understanding.pinyin_table import syllables

_COARSE = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def _by_first(words: dict[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    firsts: dict[str, list[tuple[str, str]]] = {}
    for word, name in words.items():
        firsts.setdefault(word[0], []).append((word, name))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in firsts.items()}


_FULL_FIRST = _by_first(FULL)
_WEAK_FIRST = _by_first(WEAK)
_BRAND_RE = late(f"({'|'.join(BRANDS)})")
_LOOSE = late(
    "(?: 在)?(?:app|金融|平台|软件|小程序|单车|出行|打车)?(?:的|里面的?|里边的?|里头的?|里的?|上面的?|上的?|那边的?|那(?:个)?(?:软件|程序|app))?(?:那个|这个|叫)?(?:也)?(?:有)?"
)
_SUM_BEHIND = late(
    "(?:了|的|过)?(?:大概|差不多|有|是|也)*[0-9一二两三四五六七八九十几]+[0-9.]*[千万百kw](?![^,。;!?]{0,6}给)"
)
_DEBT = late(
    "[欠逾贷催债息]|最后一天|宽限|还款日|年化|借(?![呗条])|还款|没还|还不|平台|额度|到期|扣款|账单|分期|起诉|传票|客服|外包|晚了[0-9一二两三四五六七八九十几]|[0-9一二两三四五六七八九十几][万千百wk]|[0-9]{3}"
)
_GLUE = late("[,、和跟与及还有加+/& \n]|$")
_OWES = late("(?:也|都|还|就|我)?(?:欠|逾期|没还|还不上|还没还|借了|的?账单|的?额度)")
_ITS = late("[,、和跟与及还有加+/& \n]|$|(?:的|上的|里的|那边的?|的?那个)?(?:的?(?:钱|贷款?))?(?:$|[,。 、和跟])")
_UNIT_AFTER = late("[0-9.]|,[0-9]{3}(?![0-9])|[天元块万千百个家期岁号月年日wk%]|多[块元天个]|度")


def _coarse(said: str) -> str:
    """A syllable as people mix it up: zh/z, ch/c, sh/s, -ng/-n."""
    for long, short in _COARSE:
        if said.startswith(long):
            said = short + said[2:]
            break
    return said[:-1] if said.endswith("ng") and said != "ng" else said


@cache
def _sounds() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]], frozenset[str]]:
    """Characters → coarse syllable, first syllable → names, and the Latin syllables that occur in names."""
    names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    rows = [(said, name) for name, said in SOUNDS.items()] + list(SOUNDS_MORE.items())
    latin = {part for said, _ in rows for part in said}
    for said, name in rows:
        coarse = tuple(map(_coarse, said))
        names.setdefault(coarse[0], []).append((coarse, name))
    wanted = {_coarse(part) for part in latin}
    heard = {char: said for char, said in ((c, _coarse(s)) for c, s in syllables().items()) if said in wanted}
    heard["还"] = "huan"
    heard["呗"] = "bei"
    heard["调"] = "tiao"
    heard |= {"5": "wu", "8": "ba", "五": "wu", "八": "ba"}
    names.setdefault("wu", []).append((("wu", "ba", "hao", "jie"), "58好借"))
    ordered = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in names.items()}
    return heard, ordered, frozenset(latin)


_LATIN = late("[a-z]+(?:[ '][a-z]+)*")


def _spoken(text: str) -> list[tuple[str, int, int]]:
    """The text as coarse syllables with their places; Latin runs are cut into syllables where they can be."""
    heard, _, latin = _sounds()
    out: list[tuple[str, int, int]] = []
    i, size = 0, len(text)
    while i < size:
        char = text[i]
        if "a" <= char <= "z":
            for length in (6, 5, 4, 3, 2, 1):
                piece = text[i : i + length]
                if len(piece) == length and piece in latin:
                    out.append((_coarse(piece), i, i + length))
                    i += length
                    break
            else:
                out.append(("", i, i + 1))
                i += 1
            continue
        if char != " " or not (i and text[i - 1].isascii()):
            out.append((heard.get(char, ""), i, i + 1))
        i += 1
    return out


def _literal(text: str, asked: bool) -> list[Name]:
    found: list[Name] = []
    i, size = 0, len(text)
    while i < size:
        step = 1
        for word, name in _FULL_FIRST.get(text[i], ()):
            if text.startswith(word, i) and _bounded(text, i, word):
                found.append(Name(name, i, i + len(word), "name"))
                step = len(word)
                break
        else:
            for word, name in _WEAK_FIRST.get(text[i], ()):
                if text.startswith(word, i) and _weak_ok(text, i, word, asked):
                    found.append(Name(name, i, i + len(word), "weak name"))
                    step = len(word)
                    break
        i += step
    return found


def _bounded(text: str, i: int, word: str) -> bool:
    """Latin and figure aliases must not be part of something longer; a few names are also beginnings of phrases."""
    end = i + len(word)
    if word[0].isascii() and i and text[i - 1].isascii() and text[i - 1].isalnum():
        return False
    if word[-1].isascii() and word[-1].isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return False
    if (
        word == "借呗"
        and re.search("(?:接着|接茬|继续|再)$", text[max(0, i - 3) : i])
        and text[end : end + 1] in ("", " ", ",", "。")
    ):
        return False  # 没钱就接着借呗: a verb and a shrug
    if word.endswith("借钱") and text[end : end + 1] == "给":
        return False  # 微信借钱给同学
    if word in ("拿去花",) and text[end : end + 1] in ("掉", "光", "完", "在"):
        return False
    if (
        word == "拿去花"
        and text[end : end + 1] == "了"
        and re.search("(?:被|让|给|都|钱|[公婆他她友弟哥妹姐])[^,。]{0,6}$", text[max(0, i - 10) : i])
    ):
        return False
    if word == "放心借" and (text[i - 1 : i] in ("敢", "以", "能", "可", "不") or text[end : end + 1] in "给钱"):
        return bool(i and text[i - 1] not in "敢以能可不" and text[end : end + 1] != "给")
    return True


_WEAK_NOT = {
    "还呗": late("(?:就|那|慢慢|只能|先|一起|再|得|该|自己|钱|着|能还就|有钱就)$"),
    "省呗": late("(?:就|那|慢慢|只能|先|再|能省就|省着)$"),
    "有钱花": late("(?:没|没有|能|才|就|会|都|让我|等我|等|不愁)$"),
    "金条": late("(?:买|卖|黄|根|块|存|的)$"),
    "白条": late("(?:打|写|个|张)$"),
    "平普": late("水$"),
}
_WEAK_NOT_AFTER = {
    "有钱花": late("谁|哪(?!个)|我?还(?:用|来|会|至于)|就(?:不|好)|也不"),
    "平普": late("[通遍及]"),
}


def _weak_ok(text: str, i: int, word: str, asked: bool) -> bool:
    end = i + len(word)
    before, after = text[max(0, i - 6) : i], text[end : end + 4]
    if word[0].isdigit():
        if (before and (before[-1].isdigit() or before[-1] in ".-:第")) or _UNIT_AFTER.match(after):
            return False
        if re.search("(?<![0-9])[0-9]{1,3},$", before) or (not asked and not before and not after):
            return False
        if word == "360" and before.endswith("欠") and re.match("的|[一二两三四五六七八九十几][千万百十]", after):
            return True
        if before.endswith(("欠", "还", "了", "借", "约", "共", "才", "息", "们")) and not asked:
            return False
        if word == "58" and not (asked and (not before or before[-1] in ",、和跟 ") and _ITS.match(after or "")):
            return False
        return (
            asked or bool(_GLUE.match(after)) or bool(re.match("[的逾欠催和跟]|那边|那里|那儿|那家|这边|家的", after))
        )
    denied = _WEAK_NOT.get(word)
    unlike = _WEAK_NOT_AFTER.get(word)
    if (denied and denied.search(before)) or (unlike and unlike.match(after)):
        return False
    if word.isascii() and word.isalpha():
        return _initials_ok(text, i, word, asked)
    if word in ("有钱花", "还呗", "省呗") and after[:1] in ("的时", "了", "吧", "嘛") and not asked:
        return False
    if word in ("月付",):
        return False
    if word in ("百度", "滴滴", "携程", "微博", "哈啰", "哈罗", "小米", "苏宁", "唯品会", "甜橙", "平安", "众安"):
        return (before.endswith("欠") and not re.match("公司|员工|工厂|的?工", after)) or bool(
            asked and (not before or _GLUE.match(before[-1])) and (not after or _ITS.match(after))
        )
    return asked or _debt_near(text, i, end)


def _initials_ok(text: str, i: int, word: str, asked: bool) -> bool:
    """hb, wld, fql: a token of its own, where lenders are asked for, beside another one, or beside a sum or talk of debt."""
    end = i + len(word)
    if (i and text[i - 1].isascii() and text[i - 1].isalnum()) or (
        text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    ):
        return False
    return asked or (
        _debt_near(text, i, end)
        and bool(_GLUE.match(text, end) or _OWES.match(text, end) or text[end : end + 1].isdigit())
    )


def _debt_near(text: str, start: int, end: int) -> bool:
    return bool(_DEBT.search(text[max(0, start - 14) : start])) or bool(_DEBT.search(text[end : end + 14]))


def _branded(text: str, taken: list[Name], asked: bool) -> list[Name]:
    found: list[Name] = []
    for hit in _BRAND_RE.finditer(text):
        if any(name.start <= hit.start() < name.end and name.end - name.start > len(hit.group()) for name in taken):
            continue
        loose = _LOOSE.match(text, hit.end())
        end = loose.end() if loose else hit.end()
        for word, lender in BRANDS[hit.group()]:
            if text.startswith(word, end) and end - hit.end() <= 10:
                bare = end == hit.end() and not asked and not _SUM_BEHIND.match(text, end + 1)
                if word in ("借", "贷") and (bare or text[end + 1 : end + 2] == "口"):
                    continue
                found.append(Name(lender, hit.start(), end + len(word), "brand"))
                break
    return found


def _apart(text: str) -> list[Name]:
    """打白条那个, 京东的: the product in front of its brand, or a few words apart."""
    for hit in _BRAND_RE.finditer(text):
        for word, lender in BRANDS[hit.group()]:
            at = text.find(word)
            if len(word) > 1 and at >= 0 and abs(at - hit.start()) <= 14:
                return [Name(lender, min(at, hit.start()), max(at + len(word), hit.end()), "brand")]
    return []


def _sounded(text: str, taken: list[Name], asked: bool) -> list[Name]:
    spoken = _spoken(text)
    _, names, _ = _sounds()
    found: list[Name] = []
    i, size = 0, len(spoken)
    while i < size:
        step = 1
        for said, name in names.get(spoken[i][0], ()) if spoken[i][0] else ():
            width = len(said)
            if i + width > size or any(spoken[i + k][0] != said[k] for k in range(1, width)):
                continue
            start, end = spoken[i][1], spoken[i + width - 1][2]
            if any(n.start < end and start < n.end for n in taken):
                continue
            if _sound_ok(text, start, end, width, asked):
                found.append(Name(name, start, end, "sound"))
                step = width
                break
        i += step
    return found


def _sound_ok(text: str, start: int, end: int, width: int, asked: bool) -> bool:
    word = text[start:end]
    alone = (not start or bool(_GLUE.match(text[start - 1]))) and (end == len(text) or bool(_GLUE.match(text[end])))
    if word in FULL or word in WEAK:
        return False
    if word in SOUNDALIKES:
        inside = bool(re.search("支付宝(?:里面?|上|中)?的?(?:那个|这个)?$", text[max(0, start - 9) : start]))
        return width == 2 and bool((asked and (alone or inside or _OWES.match(text, end))) or _ITS_SUM.match(text, end))
    if word == "网上贷" and (not alone or text[:start].endswith("在")):
        return False
    if word == "分期了" and (not alone or not asked):
        return False
    if any(char.isdigit() for char in word) and not asked and not _debt_near(text, start, end):
        return False
    if word.isascii():
        latin_before = start and text[start - 1].isascii() and text[start - 1].isalpha()
        latin_after = end < len(text) and text[end].isascii() and text[end].isalpha()
        return not latin_before and not latin_after
    if width == 2:
        if asked:
            return alone or "呗" in word or word[0] in "借花捷" or _debt_near(text, start, end)
        return ("呗" in word or word[0] in "花捷" or not word.isalpha()) and _debt_near(text, start, end)
    return asked or _debt_near(text, start, end) or alone


_PRODUCTS = {
    "美团": (("月付", "美团月付"), ("借钱", "美团借钱"), ("生活费", "美团借钱")),
    "京东": (("白条", "京东白条"), ("金条", "京东金条")),
    "抖音": (("月付", "抖音月付"), ("放心借", "放心借")),
}
_FINANCE = (("中银", "中银消费金融"), ("兴业", "兴业消费金融"), ("中邮", "中邮消费金融"), ("海尔", "海尔消费金融"))


def _of_two_products(text: str, found: list[Name]) -> list[Name]:
    """美团那俩, 月付和借钱; 美团的, 不是月付; 中银跟兴业的, 都是消费金融: a brand said once for two products."""
    made = list(found)
    for brand, products in _PRODUCTS.items():
        if brand not in text:
            continue
        for word, lender in products:
            at = text.find(word, text.find(brand))
            if at < 0:
                continue
            if re.search(f"不是(?:那个)?{word}", text):
                made = [n for n in made if n.lender != lender]
            elif all(n.lender != lender for n in made) and not any(n.start <= at < n.end for n in made):
                made.append(Name(lender, at, at + len(word), "product"))
    if "消费金融" in text or "消金" in text:
        for short, lender in _FINANCE:
            at = text.find(short)
            if at >= 0 and all(n.lender != lender for n in made):
                made.append(Name(lender, at, at + len(short), "product"))
    return made


_ITS_SUM = late(
    "(?:那边|那里|上面?|也|还|欠|有|了|的|大概|大约|差不多|约|是)*[0-9一二两三四五六七八九十几]+[0-9.]*[千万百kw元块]"
)


def _with_its_sum(text: str, found: list[Name]) -> list[Name]:
    """美团5千，花呗3千: beside other lenders, a brand of several loans that has a sum of its own is called as it was said."""
    places = ((brand, hit.start()) for brand in TORN for hit in re.finditer(brand, text))
    return [
        Name(brand, at, at + len(brand), "brand with its sum")
        for brand, at in places
        if _ITS_SUM.match(text[at + len(brand) :]) and not any(n.start <= at < n.end for n in found)
    ]


_LIST_GAP = late("[、,和跟与及 /+&]*(?:还有|以及|加上?|再加)?(?:个|一个|那个)?")
_REST_IS = late("(?:剩下|最后|另外|还有)的?(?:那|一)?[家个]?(?:就)?(?:是|叫)?$")
_LIST_END = late("$|[、,和跟与及还 /+&。;!?\n]|各|都|也|那边|一家|家|的")


def _in_the_list(text: str, found: list[Name]) -> list[Name]:
    """花呗、借呗、美团 and 剩下的是美团: a brand of several loans in a list of lenders is one more, called as it was said."""
    made: list[Name] = []
    places = sorted((hit.start(), hit.end()) for brand in TORN for hit in re.finditer(brand, text))
    for start, end in places:
        near = [*found, *made]
        if any((n.start < end and start < n.end) or n.lender in TORN[text[start:end]] for n in near):
            continue
        if not _LIST_END.match(text, end) and all(n.start != end for n in found):
            continue
        after = any(n.end <= start and _LIST_GAP.fullmatch(text, n.end, start) for n in near)
        before = any(n.start >= end and _LIST_GAP.fullmatch(text, end, n.start) for n in found)
        said = _REST_IS.search(text[max(0, start - 10) : start]) or (found and _OWES.match(text, end))
        if (after or before or said) and not text[:start].endswith("在"):
            made.append(Name(text[start:end], start, end, "brand in the list"))
    return made


def names_in(text: str, asked: bool = False) -> list[Name]:
    """All mentions in a normalised text, in order, with `live` false for denied and settled ones."""
    found = _literal(text, asked)
    branded = _branded(text, found, asked)
    if branded:
        found = [n for n in found if not any(b.start < n.end and n.start < b.end for b in branded)] + branded
    found += _sounded(text, found, asked)
    if asked:
        found = _of_two_products(text, found)
    if found:
        found += _with_its_sum(text, found)
        found += _in_the_list(text, found)
    if asked and not found:
        found += _apart(text)
    if asked and not found:
        for brand, rivals in TORN.items():
            at = text.find(brand)
            if at >= 0:
                found.append(Name("", at, at + len(brand), "brand alone", rivals))
    if not found:
        return []
    found.sort(key=lambda n: n.start)
    return with_fate(text, found)
