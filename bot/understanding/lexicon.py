"""Reasons, events, temptations and a debt overdue for the second time: the words of the vocabulary, read with their guards."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.children import CHILDREN
from bot.understanding.closeness import meant
from bot.understanding.events import EVENTS, KIN, PAPERS_SENT
from bot.understanding.guards import Rules, hits
from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.readings import Reading, Sure
from bot.understanding.reasons import REASONS
from bot.understanding.reasons_said import REASONS_SAID
from bot.understanding.secrets import SECRETS
from bot.understanding.temptations import TEMPTATIONS
from bot.understanding.voices import firsthand

HAPPENINGS = frozenset(rule.slug for rule in (*EVENTS, *TEMPTATIONS)) | SECRETS | CHILDREN
"""What a message may tell of by itself: what happened to the person, and what they are being talked into."""

Spans = dict[str, tuple[int, int]]


def _found(rules: Rules, text: str, offers: bool = False) -> Spans:
    found: Spans = {}
    for slug, start, end in hits(rules, text, offers):
        found.setdefault(slug, (start, end))
    return found


_OWN_FIRM = late("我(?:自己)?(?:的|开的)|自己(?:的|开的)|我开|我那")
_PINYIN = {
    "beicai": "job_loss",
    "shiye": "job_loss",
    "meigongzuo": "job_loss",
    "shengbing": "illness",
    "zhuyuan": "illness",
    "lihun": "family_event",
    "wangdu": "gambling",
}


def reasons_said(heard: Heard) -> Spans:
    """The reasons that answer a question for them: the strict vocabulary, else the first that looser words mean, else the meaning."""
    found = reasons_in(heard)
    if found or re.search("假的|作假|伪造|证明", heard.text):
        return found
    for slug, start, end in hits(REASONS_SAID, heard.nameless):
        return {slug: (start, end)}
    if len(heard.text) > _SHORT or _FEARED.search(heard.text):
        return {}
    named = {_MEANT[m.name] for m in meant(heard.text).meanings if not m.denied and m.name in _MEANT}
    return {slug: (0, len(heard.text)) for slug in named} if len(named) == 1 else {}


_SHORT = 24
_FEARED = late("怕|担心|如果|要是|万一|会不会|假如|别人|听说|朋友(?!的)")
_MEANT = {
    "jobless": "job_loss", "lessincome": "income_drop", "ill": "illness", "gamble": "gambling", "scam": "scammed",
    "brush": "scammed", "rollover": "debt_rollover", "forgot": "forgot", "notpulled": "forgot", "shopping": "overspending",
}  # fmt: skip


def reasons_in(heard: Heard) -> Spans:
    """Reasons that are stated, each with its place."""
    found = _found(REASONS, heard.nameless)
    if heard.text.isascii():
        letters = re.sub("[^a-z]", "", heard.text)
        for said, slug in _PINYIN.items():
            at = letters.find(said)
            if at >= 0 and not re.search("(?:meiyou|bushi|mei)$", letters[:at]):
                found.setdefault(slug, (0, len(heard.text)))
    if (
        "wage_delay" in found
        and "business_failure" in found
        and re.search("厂|老板", heard.text)
        and not _OWN_FIRM.search(heard.text)
    ):
        found.setdefault("job_loss", found.pop("business_failure"))
    if "job_loss" in found and "income_drop" in found:
        start, end = found["income_drop"]
        if re.fullmatch("没(?:有|了|什么)?(?:任何)?(?:收入|经济来源|生活来源|进账|进项)", heard.nameless[start:end]):
            found.pop("income_drop")
    if "business_failure" in found and "job_loss" in found:
        a, b = found["business_failure"], found["job_loss"]
        if a[0] < b[1] and b[0] < a[1]:
            own = _OWN_FIRM.search(heard.text)
            found.pop("job_loss" if own else "business_failure")
    if "overspending" in found and found.keys() & {"income_drop", "job_loss", "wage_delay"}:
        start, end = found["overspending"]
        if heard.nameless[start:end] == "入不敷出":
            found.pop("overspending")  # less came in, not more went out
    if "job_loss" in found and not _job_was_lost(heard, found["job_loss"]):
        found.pop("job_loss")
    if "job_loss" in found and _KIN_S_WORK.search(heard.nameless[: found["job_loss"][0]]):
        found.pop("job_loss")  # 老婆没上班: her work, not one's own
    if "illness" in found and "family_event" in found and re.search("病逝|因病去世", heard.text):
        found.pop("illness")
    return found


_STUDENT = late(
    "(?<!不是)学生(?!贷)|(?<![a-z])大[一二三四](?![家起点些])|研[一二三]|在校|(?:读|上)(?:着)?(?:大学|大专|高中|中专|职高|技校|研)|(?:还在?|正在?|在)(?:上学|读书|念书)|高[一二三](?!点|些)"
)
_OF_MINE = late(f"{KIN}[^,。;我]{{0,5}}$")
_WITHOUT_WORK = late("没|找不|不能上班|上不了班|无业|赋闲")
_KEPT_FROM_WORK = late("催|电话|骚扰|轰炸|闹|吵|心慌|睡不|失眠|害怕|焦虑|堵|精神")


def _job_was_lost(heard: Heard, at: tuple[int, int]) -> bool:
    """Whether a job is told to be gone: a student without work has lost none, nor has he whom the calls keep from working."""
    said = heard.nameless[slice(*at)]
    if re.search("上(?:不了)?班", said) and re.match("不能|没法|上不了", said):
        return not _KEPT_FROM_WORK.search(heard.nameless[max(0, at[0] - 24) : at[0]])
    return not (_WITHOUT_WORK.match(said) and not said.endswith("了") and _student(heard.nameless))


def _student(text: str) -> bool:
    """Whether the person is one; a son or a sister at school is not."""
    return any(not _OF_MINE.search(text[max(0, hit.start() - 8) : hit.start()]) for hit in _STUDENT.finditer(text))


_KIN_S_WORK = late(
    f"(?<![跟和与被让给])(?<![跟和与]我)(?:{KIN}|孩他[爸妈])(?:现在|目前|也|都|一直|又|早就|在家|刚|带娃|怀孕|生孩子|坐月子)*$"
)
_PAPER = late(
    "传票|起诉[状书]|开了?庭|庭审|应诉|举证|文书|专递|副本|出庭|受理通知|立案(?:通知|号)|12368|(?<!没)(?<!没有)案号|(?:收到|接到)[^,。]{0,6}法院"
    "|(?<!是)(?<!自称)(?:法院|法庭)[^,。]{0,4}(?:寄|送|发|邮|打|短信)"
)
_TELLER = late(
    "(?:催收|他们|对方|客服|平台|那边|有人|短信|微信|电话里?|\x02)[^,。;!?]{0,8}(?:说|称|讲|告诉|通知|发来?|吓)"
    "|短信[^。;!?]{0,6}(?:我|已)被"
)


_SUED = late(
    "(?<!没)(?<!没有)(?:说|称|讲|告诉|通知|发来?|吓)[^,。;!?没不]{0,6}(?:已经?|我|正式|都|给)*(?:被)?(?:平台|他们|公司)?(?:起诉|告上法[院庭]|立案|强制执行|移交法院|列[入为]失信)(?!吗|么|会)"
)


def _told_of_suit(heard: Heard) -> tuple[int, int] | None:
    """平台短信说我已被起诉: a suit that somebody says is running, with no paper of a court beside it."""
    text = firsthand(heard)
    if ("诉" not in text and "立案" not in text and "执行" not in text and "法" not in text) or _PAPER.search(text):
        return None
    hit = _SUED.search(text)
    if hit is None or _TELLER.search(text[: hit.end()]) is None or re.search("会不会|是不是真|怕|如果", hit.group()):
        return None
    return hit.span()


def _hearsay(heard: Heard, at: tuple[int, int]) -> bool:
    """Whether somebody else only says that there is a suit: no paper of a court is spoken of."""
    return not _PAPER.search(heard.nameless) and _TELLER.search(heard.nameless[: at[1]]) is not None


def events_in(heard: Heard) -> Spans:
    """Events that happened or are being said, each with its place."""
    own = firsthand(heard)
    found = _found(EVENTS, own)
    for at in _found(PAPERS_SENT, own).values():
        for slug in ("privacy_leak", "contacts_harassed"):
            found.setdefault(slug, at)
    if "home_visit" in found and "home_visit_threat" in found:
        a, b = found["home_visit"], found["home_visit_threat"]
        if a[0] < b[1] and b[0] < a[1]:
            found.pop("home_visit_threat")
    if (
        "court_mediation" in found
        and "fake_authority" in found
        and re.search("自称.{0,6}调解|冒充.{0,6}调解", heard.text)
    ):
        found.pop("court_mediation")
    if "fake_authority" in found:
        a = found["fake_authority"]
        enforcing = found.get("judgment_enforcement")
        if enforcing is not None and a[0] <= enforcing[0] <= a[1]:
            found.pop("judgment_enforcement")  # 自称法院执行局 is only what he says he is
    if "summons" in found and _hearsay(heard, found["summons"]):
        found.setdefault("lawsuit_threat", found.pop("summons"))
    named = found.keys() & {"court_mediation", "payment_order"}
    if "summons" in found and named and not re.search("票|诉|庭", heard.nameless[slice(*found["summons"])]):
        found.pop("summons")  # 法院寄来个东西, 名字叫支付令: one paper
    if "summons" in found:
        a = found["summons"]
        for other in ("court_mediation", "fake_authority", "judgment_enforcement", "payment_order", "arbitration"):
            near = found.get(other)
            if near is not None and a[0] < near[1] and near[0] < a[1]:
                found.pop("summons")
                break
    if not found.keys() & {"summons", "lawsuit_threat", "judgment_enforcement", "fake_authority"}:
        told = _told_of_suit(heard)
        if told is not None:
            found["lawsuit_threat"] = told
    if "lawsuit_threat" in found and found.keys() & {"summons", "payment_order", "judgment_enforcement"}:
        found.pop("lawsuit_threat")
    return found


_KIN_S_DOING = late(f"(?<![跟和与被让叫给]){KIN}[^,。;!?我]{{0,6}}$")


def temptations_in(heard: Heard) -> Spans:
    """Temptations that are considered, offered or done, each with its place."""
    found = _found(TEMPTATIONS, heard.nameless, offers=True)
    if "go_missing" in found and _KIN_S_DOING.search(heard.nameless[: found["go_missing"][0]]):
        found.pop("go_missing")  # 我大哥跑路了: he did
    if (
        "upfront_fee" in found
        and found.keys() & {"private_transfer"}
        and "费" not in heard.text
        and "金" not in heard.text
    ):
        found.pop("upfront_fee")
    return found


@cache
def _second() -> re.Pattern[str]:
    return re.compile(
        "二次逾期|第二[次回]逾期|又(?:一次|开始|再|再次)?逾期|再(?:一)?次逾期|(?:还清|结清|还上|还完|上岸|清过?)(?:[^。;!?]{0,20})又(?:[^,。]{0,6})(?:逾期|欠|断|还不上|没还|还不起|晚)|(?:协商|分期|分[0-9一二三四五六七八九十]+期|延期|停息挂账|个性化|重组|谈好|谈妥|方案|展期)(?:[^。;!?]{0,22})(?:又|再次?|还是|结果|现在|后来|才还|只还|还了)(?:[^。;!?]{0,12})(?:断|逾期|还不上|没还|没按|违约|失约|还不起|没跟上|没钱)"
        "|(?:说好|谈好|答应|约好)[^。;!?]{0,14}还了?[^。;!?]{0,8}又(?:断|还不上|没还)|(?:协商|结清|还清)(?:过|了)?(?:一次|一回)?[^。;]{0,4}(?:现在|如今)?又断|(?:以前|之前|去年|上次|前年|曾经?|早先)(?:也|就)?(?:[^,。]{0,4})逾期过|上(?:回|次|一次)(?:[^,。]{0,6})逾期(?:[^。]{0,12})(?:还清|还上|结清|清了)|断(?:了)?第二次|(?<![万千百十几两])二逾|再度逾期|逾期(?:了)?第二(?:次|回)"
    )


def second_overdue(heard: Heard) -> bool:
    """It was cleared or restructured once and is overdue again."""
    hit = _second().search(heard.nameless)
    if hit is None:
        return False
    before = heard.nameless[max(0, hit.start() - 8) : hit.start()]
    return not re.search("(?:如果|要是|万一|怕|会不会|担心|不是|没有?|避免|别)[^,。]{0,4}$", before)


def as_reading(heard: Heard, spans: Spans, rule: str) -> Reading | None:
    """A set of slugs as one reading, sorted, with the span that covers them."""
    if not spans:
        return None
    first, last = min(s for s, _ in spans.values()), max(e for _, e in spans.values())
    return Reading(value=tuple(sorted(spans)), sure=Sure.EXACT, span=heard.span(first, last), rule=rule)
