"""What surrounds a sign decides what it means: denial, old and over, somebody's insult, news, whose death."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.crisis_rules import Rule, compiled
from bot.understanding.crisis_words import KIN
from bot.understanding.readings import DangerKind, Level

REACH = 48  # characters to either side that may change a meaning
STOPS = "。！？；\n"  # ends a sentence
_CLAUSE_STOPS = STOPS + "，：、 "

_DENIAL = (
    "(?:还?不至于|谁说我?(?=要|想|会)|从来没有?|从没|并没有?|(?<!有)没有|可没|(?<!有)没(?!有)|并非|并不|(?<![是不])不是|(?<!会)不会|绝不|决不|绝不会|不至于|不可能|谈不上|不打算|没打算|不准备|别|(?<!要)不要|千万别|(?<!能)不能|舍不得|(?<!想)不想|不愿|不肯|不用|怎么会|哪会|还?没到|不到|哪能|岂会|怎么可能|打消了?|放弃了?|没说|不该|不值得|阻止|防止|避免|不再|犯不着|犯不上|没必要|不应该|不必|(?<![是会要能该想用敢受])不)"
    "(?:那么|想过?|想着|寻|求|要去?|去|说|过|真的?|再|会|到|动过?|有过?|打算|考虑|什么|啥|任何|的|念头|想法|那种|这种|用|这个|那个|往|选择|因为[^，。]{1,8}就?|为(?:了)?[^，。]{1,6}?就?|为此|就|让自己|自己|真|至于|轻易|傻到|蠢到|干|做|搞|产生){0,4}$"
)
_DENIED_AFTER = "^，?(?:我|人家)?(?:说|回|答)没有|^[^。]{0,16}(?:我|其实|，)(?:其实|真的?|可|根本|也|哭着说|说)*没(?:有)?(?:那|这)(?:个|种)?(?:意思|心思|想法|念头)|^[？，](?:不会|没有|不可能|不至于|才不|怎么会|我不想)(?:的|，|。|$)|^(?:这种事|这事|什么的|的念头|的想法|的事|的话)?，?(?:我)?(?:不值得|没必要|犯不着|犯不上|倒不至于|不至于|还不至于|是不会|倒不会|我不会|绝不会|那倒不|那倒没|谈不上|倒没有|是没有的|是不可能|不可能的|我不干|我可不)"
_TAKEN_BACK = "^[^。]{0,6}(?:是)?(?:骗|假的|哄)|(?:现在|最近|今天|这次)(?:是)?(?:真|就|又|却|天天|每天|总|老|一直|都){0,2}的?(?:想(?=$|[死了，。])|不想活)"
_DOUBLE = "(?:以为|原以为|骗[^，。]{0,3}说)[^，。]{0,4}$|(?:不是|并不是|并非|不可能|哪能|怎么能|怎么可能|谁|何尝|难道|不得|不能|无法|没法|忍不住|差点|差一点|险些|恨|巴|宁愿死也|早该|受|要|是|好|能|会|还)$"
_AT_ME = '(?:让|叫|骂|咒|劝)(?:你|我|他)?$|(?:让|叫|骂|咒|劝|问|说)(?:你|我)[^，。我]{0,4}$|你(?:怎么|干嘛|咋)?(?:还)?不?$|[“"「：]$|怎么(?:还)?不$'
_TAUNT = "(?:催收|客服|对方|他们|那人|平台)[^，。！？\\n我]{0,6}(?:说|骂|问|喊|回|吼|咒)[^，。！？\\n我]{0,3}你(?:咋|怎么|为什么|干嘛|还|去|赶紧|快)"
_WISHED = "(?:想|要|准备|打算|会|闹着?|嚷嚷?着?|喊着?|念叨着?|考虑)$"
_ASSENT = "我也|说得对|是该|确实|我就是|我觉得(?:也|是|他|对)|^[^。]{0,6}(?:我真|我都)想"
_OWN_BREAK = "得我|[，]我|害得|逼得|搞得|弄得|我(?:真|就|都|也|现在|自己|觉得|想|要)|所以|于是|真的不想|[，]?觉得"
_OWN_CLAUSE = "(?<![让叫骂说咒逼问])我(?![妈爸家们]|全家)"
_REPORTER = (
    "催收|客服|平台|对方|电话里|电话那头|那边|他们|短信|这帮人?|那帮人?|那些人|骚扰|恐吓|他|她|"
    + KIN
    + "|人家|别人|有人|那个?人|律师|老板|上门的?|信息|消息|群里"
)
_SPEECH = "说|骂|问|让|叫|咒|威胁|发|喊|吼|嘲|笑|劝|回|撂|留言|诅咒|恐吓|讽刺|怼|嘲讽|来一句|来了句|扬言|写|讲"
_COLLECTOR = "要债的|讨债的|收账的|放贷的|放高利贷的|债主|那个人|对面|催收|客服|平台|对方|电话里|电话那头|那边|他们|短信|这帮人?|那帮人?|那些人|有人|上门"
_INSULT = "^(?:怎么(?:还)?不|为什么不|去死|赶紧|快点?|那你?|你|该死|死(?=$|去|吧|远|全|得)|自杀|跳楼|跳河|跳江|上吊|全家|[让叫咒骂](?:你|我)?)"
_OLD = "以前|之前|曾经|曾|当时|那时候?|那会儿?|当年|去年|前年|大前年|[0-9一二三四五六七八九十几两]+年前|几年前|上次|上回|早些年|年轻(?:的)?时|小时候|大学(?:的)?时候?|高中|(?<![睡熬挺走死撑])过去(?=我|有|也|那|的我|想)|最难(?:的)?(?:时|那)|那段(?:时间|日子)|(?:一|刚)开始|刚逾期(?:的时候|那|时)|早先|从前|头(?:一)?次逾期|疫情那"
_NOW = "现在|如今|最近|这几天|今天|今晚|刚才|刚刚|又(?!是)|还是|依然|依旧|仍|越来越|一直|到现在|这次|昨晚|昨天|这两天|此刻|每天|天天|总是"
_STILL = "最近[^，。]{0,2}(?:又|还|也)|(?:最近|现在|这几天|今天)又(?!接|被催|被打|逾期|要还|欠)|忍不住|(?:现在|如今|最近|这几天|今天|这次|眼下|今晚)[^，。！？\n]{0,5}(?:还是|也想|还想|还有|又(?!接|被催|被打|逾期|要还|欠)|更|越来越|仍|依然|依旧|真想|就想(?!把|赶紧|快点|还|好|找|问|协|知道|安)|也有|(?<!不)想死|也是|照样|不想活|(?<![不没])想(?!开|通|明|办|好好|重新|问|协|还|法|起|把[钱债]|赶紧|找工|上班))|我也(?:想|是|差不多|快|要|不想|有)|(?:不|没)(?:止|只)(?:一次|是)|一直(?:有|想|到)|还是(?:想|有|会|不想|觉得)|越来越(?:强|想|频)"
_OVER = "(?:现在|后来|如今|早就?|已经|幸好|还好|好在|好歹|目前|今天)[^，。！？\n]{0,8}(?:没(?:有)?(?:了|这|那|想)|不(?:会|想|再)(?!活)|好(?:了|多|转|起来|些)|想开|想通|过去了|走出|缓过|放下|挺过|熬过|平静|清醒|踏实|后怕|上岸|稳定|珍惜|明白|看开)|想开了|想通了|看开了|走出来了|挺过来|熬过来|缓过来|不会了|不想了|再也没有?|都过去了|好多了|好起来了|没那么想了|(?:不|没)会?再(?:想|有|这么想)|不[这那]么想了|打消了|庆幸|觉得(?:太)?(?:傻|蠢|不值)|真傻|太傻|被(?:救|劝住|拉住)[^，。]{0,4}(?:现在|后来)"
_NEWS = "新闻|短剧|刷剧|女主|男主|连续剧|综艺|电视|电影|小说|剧里|剧情|看剧|追剧|凶手|主角|报道|热搜|有(?:个)?人(?!跟我|陪|爱|管)|刷到|(?:听说|看到|看见|网上|抖音|视频)(?:说|里|上)?(?:有|过|个|一个|那个|很多|别|某)|网友|别人|某(?:人|地|公司)|明星|名人|历史上|书里|歌词|群里有人|故事|游戏|(?:很|好|太)?多(?:少)?人|消防|护士|医生|警察|救援|病人|患者|客户|前台|网上有|志愿"
_LIVE = "怎么(?:办|救|劝|帮)|(?:不知道|查不到|有没有|谁知道)[^，。]{0,4}(?:住哪|在哪|地址)|联系不上|(?:要不要|该不该|怎么|能不能)报警|帮帮(?:他|她)|救救(?:他|她)|拦(?:不住|一下)"
_PERSON = f"(?:{KIN})(?!们|圈|友圈)"
_OBJECT = "(?:对不起|为了?|舍不得|看着|想着|想到|怕|跟|和|给|让|把|替|找|拖累|连累|欠|放不下|陪着?|带着?|抱着?|骗|瞒着?|等|害|没|除了|有|个|发给|告诉|打给|是|被|恨|爱|养|见|我的)(?:我(?:的|家)?)?$"
_OWN_RULES = frozenset(
    {"not born", "burden", "my death", "family entrusted", "affairs settled", "plan made", "counterfactual"}
)
_DEAD_KIN = f"(?:{KIN}|借款人|被继承人|死者|老人家?)[^，。！？\n我]{{0,10}}(?:死了|死后|死掉|走了|去世|过世|没了|不在了|病逝|离世|身故|病故|身亡|车祸|猝死|出意外|因病|牺牲|葬|火化|自杀了|生病走|得病走)|(?:去世|过世|病逝|身故|死亡|已故|离世)的(?:借款人|{KIN}|人)|(?:遗产|继承|销户|死亡证明)"
_DEAD_LONG = "(?:自杀|上吊|跳楼|跳河|喝药|喝农药|割腕|轻生)(?:死了|走了|没了)|身亡|去世|去年|前年|年前|上个月|[0-9一二三四五六七八九十几两]+(?:年|个月|月)(?:前|了)|留下的?|遗产|葬|火化|走了(?:一|两|三|几|半|好)|没了|继承"
_JOKE = "哈哈|hhh|2333|🤣|😂|😆|笑死|狗头|段子"
_TRIVIAL = "冷到|困到|饿到|加班|排队|尴尬|太热|太冷|好热|天热|作业|考试|论文|游戏|堵车|减肥|开会|ppt|早起|奶茶|火锅|追剧|球赛|画饼|健身|军训|高数"
_THING = "超市|摊子?|馆子?|作坊|民宿|网吧|公司|厂|店|生意|企业|单位|手机|电脑|系统|app|平台|网络|机器|车子?|电池|电量|号|项目|行业|市场|资金|现金流|餐馆|饭店|铺子?|老板|花|树|盆栽|多肉|股票|股市|基金|币|房子|楼市|婚姻|感情|关系|爱情|恋情|工作|店面|实体|工厂|球队|队|剧|节目|直播间|群|空调|冰箱|硬盘|服务器|订单|业务|门店|养殖|养猪|小区|物业|学校|培训|这行|利润|预算|额度|工资|存款|余额|积蓄|流水|减肥|健身|跑步|话题|活动|分期|还款|协商|计划"


class Around(NamedTuple):
    """The neighbourhood of a hit: the sentence up to it, the clause up to it, the hit, and what follows."""

    before: str
    clause: str
    hit: str
    after: str


def around(text: str, start: int, end: int) -> Around:
    """The neighbourhood of `text[start:end]`, never wider than `REACH` to either side."""
    before = text[max(0, start - REACH) : start]
    for mark in STOPS:
        before = before.rpartition(mark)[2]
    clause = before
    for mark in _CLAUSE_STOPS:
        clause = clause.rpartition(mark)[2]
    return Around(before, clause, text[start:end], text[end : end + REACH])


def _finds(source: str, text: str) -> re.Match[str] | None:
    return compiled(source).search(text)


def _last(source: str, text: str) -> re.Match[str] | None:
    last = None
    for last in compiled(source).finditer(text):  # noqa: B007 — the last one counts
        pass
    return last


def denied(place: Around) -> bool:
    """没有想死 denies; 不是开玩笑，真想死 and 不是不想死 do not."""
    if _finds(_TAKEN_BACK, place.after):
        return False
    if _finds(_DENIED_AFTER, place.after):
        return True
    denial = _finds(_DENIAL, place.clause[-24:])
    if denial is None:
        return False
    return _finds(_DOUBLE, place.clause[-24:][: denial.start()]) is None


def over(place: Around) -> bool:
    """Thoughts that belong to an old time, or are said to be over, and that nothing brings back."""
    if _finds(_STILL, place.after):
        return False
    old = _last(_OLD, place.before + place.hit)
    between = (place.before + place.hit)[old.end() :] if old else ""
    if old is None or _finds(_NOW, between):
        return bool(
            old is None and "过" in place.clause[-3:] + place.hit + place.after[:2] and _finds(_OVER, place.after)
        )
    return (
        "过" in place.clause[-3:] + place.hit + place.after[:3]
        or "差点" in place.before
        or _finds(_OVER, place.after + place.before) is not None
    )


def quoted(place: Around, rule: Rule) -> bool:
    """Somebody else's words thrown at the person, above all a collector's 怎么不去死."""
    if _finds(_ASSENT, place.after):
        return False
    told = place.before + (place.hit[:1] if place.hit[:1] in "让叫骂咒" else "")
    thrown = _finds(_INSULT, place.hit) is not None and _finds(_WISHED, place.before) is None
    insult = thrown or _finds(_AT_ME, place.before) is not None
    spoken = _last(f"(?<![被让])(?:{_REPORTER})[^，。！？\n]{{0,12}}?，?(?:{_SPEECH})", told)
    if spoken is None:
        return (
            insult
            and _finds(
                "(?:被|遭)[^，。]{0,6}(?:骂|咒|威胁)[^，。]{0,8}$|骂我[^，。]{0,6}$|^(?:还|又|天天|总|老)?(?:说|骂|咒)我[^，。！？]{0,10}$",
                place.before,
            )
            is not None
        )
    between = told[spoken.end() :]
    if (
        between.count("，") >= 2
        or _finds(_OWN_BREAK, between)
        or ("，" in between and _finds(_OWN_CLAUSE, place.clause))
    ):
        return False
    if _finds(f"(?<![被让])(?:{_COLLECTOR})", spoken.group()):
        return insult or rule.voice == "word" or len(between) <= 6
    return insult


def told_of_strangers(place: Around) -> bool:
    """News, films, and 有人: terrible, but nobody whom the person could save now."""
    whole = place.before + place.hit + place.after
    if _finds(
        "我也|我(?:真|就|都)?想|轮到我|我是不是也|跟(?:他|她)一样|也想|我懂|羡慕", place.after + place.before[-6:]
    ):
        return False
    if _finds(_LIVE, whole):
        return False
    return _finds(_NEWS, place.before[-24:]) is not None and "我" not in place.clause[-6:]


def of_a_thing(place: Around) -> bool:
    """A shop that cannot hold out, a battery that dies."""
    thing = _last(_THING, place.clause)
    return (
        thing is not None
        and len(place.clause) - thing.end() <= 8
        and _finds("我(?!们|家|的|开|这|那)|人|自己|[0-9一二三四五六七八九十]+[千百万块]", place.clause[thing.end() :])
        is None
    )


def of_the_dead(place: Around) -> bool:
    """The estate of somebody who has died, not the death of the person who asks."""
    whole = place.before + place.hit + place.after
    return (
        _finds(_DEAD_KIN, whole) is not None
        and _finds("我(?:要是|如果|万一|哪天|也)?(?:死|没了|走了|不在)|(?:我|自己)(?:想|要|也)死", whole) is None
    )


def is_joke(place: Around) -> bool:
    """Laughter about a trifle; laughter about a debt is not trusted."""
    whole = place.before + place.hit + place.after
    return _finds(_JOKE, whole) is not None and _finds(_TRIVIAL, place.before) is not None


def whose(place: Around, rule: Rule) -> DangerKind:
    """The person who writes, or somebody of whom they tell."""
    if rule.kind is not DangerKind.SELF:
        return rule.kind
    other = _last(_PERSON, place.before)
    if other is None or rule.name in _OWN_RULES:
        return DangerKind.SELF
    between = place.before[other.end() :]
    quoted = _finds("(?:说|讲|念叨|嚷|喊|觉得|讲过)[，：: ]?(?:他|她|自己)$", place.before)  # 他说他死了算了
    if quoted and not between and "我" not in place.hit:
        return DangerKind.OTHER_PERSON
    told = _finds(
        "买|攒|藏|囤|准备|说|发|留|刚|天天|总|老|要|想|闹|已经|把|喝|吃|站|在|爬|跳|拿|因|被|写|打|欠|一|最近|昨|今|割|上吊|服|撞|轻生|自[杀残]|烧炭",
        between + place.hit,
    )
    mine = "我" in between and _finds("(?:给|跟|和|向|对|让|叫|告诉|打)我", between) is None
    vocative = _finds("^们?[，！ ]", between) is not None and "说" not in between
    if mine or vocative or told is None or _finds(_OBJECT, place.before[: other.start()]):
        return DangerKind.SELF
    if _finds("知道|问我|骂|说我|离婚|离了|不理|跟我|面前|的信|走了", between):
        return DangerKind.SELF
    return DangerKind.OTHER_PERSON


_OTHERS_DEAD = frozenset(
    {"debt after death", "the word itself", "death as a way out", "suicide word", "time and act", "affairs settled", "insured", "my death",
     "gone from the world"}
)  # fmt: skip
_THINGS = frozenset(
    {"wish to die", "the word itself", "cannot go on", "death as a way out", "not live on", "no more fighting"}
)


def _weigh_harm(rule: Rule, place: Around) -> Level:
    """Harm that somebody else announces to the person is a threat received, not a wish."""
    speaker = f"(?:{_COLLECTOR}|他|她)[^。！？\n]{{0,6}}(?:{_SPEECH}|要|会)[^，。我]{{0,6}}$"
    at_me = "^(?:要|会|去|就|把|弄|打|砍|杀)?[^他她它催]*(?:你|我)"
    threatened = _finds(speaker, place.before) is not None and _finds(at_me, place.hit + place.after[:2]) is not None
    brought = _finds("^(?:带|找|叫了|拉)", place.hit) is not None and "我" not in place.before + place.hit
    armed = _finds(f"(?:{_COLLECTOR})(?:的人|的|员)?[^，。我！？]{{0,4}}$", place.before) and _finds(
        "^[^，。！？\n]{0,3}我", place.after
    )
    threatened = (
        threatened
        or bool(armed)
        or (brought and _finds("^(?:死|了|断)?我(?!要|想|就|真|去)", place.after[:3]) is not None)
    )
    if denied(place) or threatened or over(place):
        return Level.DISTRESS
    return Level.NONE if is_joke(place) else rule.level


def weigh(rule: Rule, place: Around) -> Level:
    """The level of a hit after everything around it has been heard."""
    if rule.voice == "plain":
        return rule.level
    if rule.voice == "harm":
        return _weigh_harm(rule, place)
    if rule.name in _THINGS and of_a_thing(place):
        return Level.NONE
    if rule.name in _OTHERS_DEAD and of_the_dead(place):
        whole = place.before + place.hit + place.after
        if rule.name in {"debt after death", "the word itself"} or _finds(_DEAD_LONG, whole):
            return Level.DISTRESS
    if denied(place) or over(place) or told_of_strangers(place):
        return Level.DISTRESS
    if _finds(_TAUNT, place.clause + place.hit[:2]) and not _finds(_ASSENT, place.after):
        return Level.DISTRESS
    if rule.voice != "act" and (is_joke(place) or quoted(place, rule)):
        return Level.DISTRESS
    return rule.level
