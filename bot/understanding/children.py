"""A child drawn into it: what collectors say they will do, or did, at its school or to it, and what a parent only fears.

The borrower's own school is not meant, nor is a parent who goes there himself. Whoever is at the door or holds a weapon is violence at
once (`events`), and not told here.
"""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late

THREATENED, FEARED = "child_threatened", "child_feared"
CHILDREN = frozenset({THREATENED, FEARED})

_CHILD = "(?:(?:我|俺|咱|你)?(?:的|家)*(?:孩子|小孩|儿子|女儿|闺女|娃儿?|宝宝|丫头|崽|老大|老二)(?:们)?)"
_SCHOOL = "(?:(?:小|中|上学的)?学校?|幼儿园|幼稚园|班上|班里|班级|班主任|老师|校门口?|补习班|托班)"
_THEY = "(?:他们?|她们?|催收(?:的人?|员)?|对方|有人|那(?:人|边|帮人)|平台|\x02|客服|电话里|短信|债主|放贷的|陌生人)"
_SAY = "(?:说|讲|威胁|扬言|恐吓|吓唬?|警告|放话|写(?:了|着)?|短信|发(?:短信|消息|来))"
_ACT = "(?:去|到|来|找|堵|闹|等|接|打|联系|动|弄|绑|带走|抓|抱走|伤|害|对付|收拾|搞|下手|拉横幅|贴|告诉|通知|曝光|发给)"
_WHERE = f"(?:{_CHILD}[^,。;!?]{{0,5}}{_SCHOOL}|{_SCHOOL}[^,。;!?]{{0,4}}{_CHILD})"
_HARM = f"(?:对{_CHILD}[^,。;!?]{{0,3}}(?:怎么样|怎样|下手|动手|不利|不客气|做什么|干什么)|(?:动|弄|绑|打|搞|伤(?:害)?|害|抓|接|堵|找|带走|抱走|收拾|整){_CHILD}|(?:找|要){_CHILD}[^,。;!?]{{0,3}}(?:麻烦|还|要)|(?:把|让|叫){_CHILD}[^,。;!?]{{0,8}}(?:带走|抱走|接走|绑|待不下去|呆不下去|抬不起头|没法上学|上不了学|没学上|不好过|好看|丢人|退学|知道))"
_KNOWS = f"(?:知道|查到|晓得|找到|打听到|掌握|写(?:了|着|出)){_CHILD}[^,。;!?]{{0,4}}(?:在哪|哪里|哪个|几班|学校|上学|放学|班级|名字|照片)"

_SAID = late(
    f"{_SAY}[^。;!?]{{0,14}}?(?:(?:{_ACT})[^,。;!?]{{0,6}}?{_WHERE}|{_HARM}|{_KNOWS}|{_WHERE}[^,。;!?]{{0,6}}?(?:闹|堵|找|等|贴|拉横幅|曝光)|(?:去|到|来)?{_SCHOOL}(?:门口)?(?:找|接|堵|等){_CHILD})"
    f"|{_SAY}[^。;!?]{{0,6}}?(?:放学|上学)[^,。;!?]{{0,6}}?(?:堵|接|等|找|拦)[^,。;!?]{{0,3}}?{_CHILD}|(?:就|要)(?:去)?(?:接|堵|找|等)你(?:的|家)*(?:孩子|儿子|女儿|娃)"
    f"|(?:{_THEY})[^,。;!?我]{{0,6}}(?:知道|查到|找到){_CHILD}[^,。;!?]{{0,4}}(?:在哪|哪里|学校|上学|放学|班级)"
)
_DONE = late(
    f"{_THEY}[^,。;!?]{{0,10}}?(?:去|到|来|找|打|联系|闹|堵|等|发|加)[^,。;!?]{{0,8}}?{_WHERE}[^,。;!?]{{0,10}}?(?:了|电话|门口|闹|堵|等)|{_THEY}[^,。;!?]{{0,8}}?(?:给|跟|向){_CHILD}[^,。;!?]{{0,3}}{_SCHOOL}[^,。;!?]{{0,6}}(?:打|发|说)"
    f"|{_THEY}[^,。;!?]{{0,4}}(?:在|守在|堵在|等在){_WHERE}|{_THEY}[^,。;!?]{{0,3}}把电话打到{_WHERE}"
)
_FEARS = late(
    f"(?:怕|担心|害怕|会不会|万一|要是|会|能)[^,。;!?]{{0,10}}?(?:(?:{_ACT})[^,。;!?]{{0,6}}?{_WHERE}|{_HARM}|(?:找|联系|骚扰)(?:到|上)?{_CHILD})"
)
_NOT = late("(?:没有?|不会|没人|别)(?:说|讲|威胁|提)?[^,。;!?]{0,4}$")
_AT_HAND = late("门口(?!等|堵|找)|刀|棍|斧|已经?(?:打|动手)|正在|砸|泼|按住|抢走")
_WHO = late("他们?|催收|对方|有人|平台|\x02|会不会(?:找|联系|骚扰|去|打)|上门|人找")


def child_in(heard: Heard) -> tuple[str, int, int] | None:
    """What is told of a child: threatened (said or done), or only feared, with its place; nothing where help is needed this minute."""
    text = heard.nameless
    if not any(c in text for c in "孩儿女娃崽宝丫闺幼老大二"):
        return None
    feared = _FEARS.search(text)
    if feared is not None and _WHO.search(text[: feared.end()]) and not _NOT.search(text[: feared.start()]):
        return FEARED, *feared.span()
    if _AT_HAND.search(text):
        return None
    for pattern in (_SAID, _DONE):
        hit = pattern.search(text)
        if hit is not None and not _NOT.search(text[max(0, hit.start() - 8) : hit.start()]):
            return THREATENED, *hit.span()
    return None
