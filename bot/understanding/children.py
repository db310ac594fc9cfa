"""A child drawn into it: what collectors say they will do, or did, at its school or to it, and what a parent only fears.

The borrower's own school is not meant, nor is a parent who goes there himself, nor kin, teachers and friends who fetch a child or speak
with it; fetching, taking along and looking for need a collector who says so. Whoever is at the door or holds a weapon is violence at once
(`events`), and not told here.
"""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late

THREATENED, FEARED = "child_threatened", "child_feared"
CHILDREN = frozenset({THREATENED, FEARED})

_CHILD = "(?:(?:我|俺|咱|你)?(?:的|家)*(?:孩子|小孩|儿子|女儿|闺女|娃儿?|宝宝|丫头|崽|老大|老二)(?:们)?)"
_SCHOOL = "(?:(?:小|中|上学的)?学(?!费)校?|幼儿园|幼稚园|班上|班里|班级|班主任|老师|校门口?|补习班|托班)"
_THEY = "(?:他们?|她们?|催收(?:的人?|员)?|对方|有人|那(?:人|边|帮人)|平台|\x02|客服|电话里|短信|债主|放贷的|陌生人)"
_SAY = "(?:说|讲|威胁|扬言|恐吓|吓(?![到坏得着死哭懵傻])唬?|警告|放话|写(?:了|着)?|短信|发(?:短信|消息|来))"
_ACT = "(?:去|到|来|找|堵|闹|等|接|打|联系|动|弄|绑|带走|抓|抱走|伤|害|对付|收拾|搞|下手|拉横幅|贴|告诉|通知|曝光|发给)"
_THEM = "(?:他们|她们|催收|对方|有人|那(?:人|边|帮人)|平台|\x02|客服|债主|(?:要|讨|追|收)债|放贷|(?:网贷|贷款)(?:的人|公司|那边)|有个(?:人|男|女)|陌生人|电话里|短信)"
_KIN = "(?:老婆|老公|媳妇|丈夫|妻子|爱人|对象|男朋?友|女朋?友|前夫|前妻|[爸妈爹娘]|父亲?|母亲?|爷爷?|奶奶?|姥姥|姥爷|外公|外婆|公公|婆婆|公婆|岳父|岳母|丈人|[哥姐弟妹叔舅姨姑婶嫂]|亲戚|家里?人|老师|班主任|学校|校长|医生|大夫|护士|朋友|闺蜜|同事|同学|邻居|领导|老板|主管|保姆)"
_WHERE = f"(?:{_CHILD}[^,。;!?]{{0,5}}{_SCHOOL}|{_SCHOOL}[^,。;!?]{{0,4}}{_CHILD})"
_HARM = f"(?:对{_CHILD}[^,。;!?]{{0,3}}(?:怎么样|怎样|下手|动手|不利|不客气|做什么|干什么)|(?:动|弄|绑|打|搞|伤(?:害)?|害|抓|接|堵|找|带走|抱走|收拾|整){_CHILD}(?!们?的?(?:学费|压岁钱|教育金|钱|东西|存款|奶粉))|(?:找|要){_CHILD}[^,。;!?]{{0,3}}(?:麻烦|还|要)|(?:把|让|叫){_CHILD}[^,。;!?]{{0,8}}(?:带走|抱走|接走|绑|待不下去|呆不下去|抬不起头|没法上学|上不了学|没学上|不好过|好看|丢人|退学|知道))"
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
_COLLECTOR = late(f"{_THEM}|威胁|扬言|恐吓|吓唬|警告|放话|再不还|接到|收到")
_LED = f"^(?!(?:他|她)(?!{_KIN})|{_THEM}的?{_KIN})[^,给跟对向和打骂威联系诉找问逼加吓被]{{0,6}}?{_KIN}"
_KIN_LEADS = late(_LED)
_OURS_SAY = late(
    f"{_LED}[^,]{{0,12}}$|^[^,]{{0,4}}?(?<![给跟对向和骂胁诉问逼加吓唬着])(?:我|俺)(?:就|也|都|还|只|昨天|今天|刚)*(?:(?:跟|和|给|对)[^,]{{1,5}})?$"
)
_PASSED_ON = late(
    f"(?:接到|收到|听到)[^,]{{0,8}}$|(?:(?!\x02){_THEM}|被)(?:的人?|员)?(?:打)?(?:了)?(?:来|个)?(?:电话|短信|微信)?(?:里|来)?(?:跟我|又|都|也|还|直接|就)?$"
)
_HE = late(f"(?:然后|后来|结果|刚才|昨天|今天)?(?:他|她)(?!{_KIN})")
_ANY_KIN = late(_KIN)
_TOLD_OF = late(_THEM)
_MILD = late("接|带走|抱走|找(?!.{0,12}麻烦)|打听")
_HARSH = late(
    "堵|闹|绑|弄|伤|害|抓|拦|贴|曝光|下手|动手|麻烦|收拾|横幅|不下去|抬不起|你(?:的|家)*(?:孩子|儿子|女儿|娃)"
)
_CLAUSE = late("[,。;!?\n]")
_NEAR = 24  # characters in front that may still name who says it
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
        if (
            hit is not None
            and not _NOT.search(text[max(0, hit.start() - 8) : hit.start()])
            and _threatens(text, *hit.span())
        ):
            return THREATENED, *hit.span()
    return None


def _threatens(text: str, start: int, end: int) -> bool:
    """Whether a collector may be who says it: kin and teachers never are, and who only fetches a child has to be named as one."""
    first = max((hit.end() for hit in _CLAUSE.finditer(text, 0, start)), default=0)
    head, said = text[first:start], text[start:end]
    if _OURS_SAY.search(head):
        return _PASSED_ON.search(head) is not None or _TOLD_OF.search(said) is not None
    if _MILD.search(said) is None or _HARSH.search(text[start : end + 6]) or _COLLECTOR.search(head + said):
        return True
    in_front = text[max(0, first - _NEAR) : first]
    for clause in reversed(_CLAUSE.split(in_front)):
        if _COLLECTOR.search(clause):
            return True
        if _KIN_LEADS.search(clause):
            return False
    return _HE.match(head) is not None and _ANY_KIN.search(in_front) is None
