"""Yes, no or unsure, read over the whole utterance: double negation, rhetorical questions, dialect, emoji, agreement before a no."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.heard import Heard
from bot.understanding.patterns import late
from bot.understanding.readings import NOTHING, Reading, Sure

YES, NO, UNSURE = "yes", "no", "unsure"

_DROP = late('[ ,，。.!！~～…、;；:"()\\n]|哈哈+|呵呵+|哎+|唉+|呜+')
_TAIL = "(?:啊|呀|哦|喔|呢|吧|嘛|哈|哟|了|的|滴|啦|捏|噻|撒|咯|诶|哇|嘞|咧|么|唉|嗷|鸭|呐|呗|哒)*"

# Utterances that are an answer as a whole; the first that fits decides.
_WHOLE: tuple[tuple[str, str], ...] = (
    (YES, "(?:没有?|木有)(?:那|才)?(?:是假的|才怪|才有鬼|就怪了|就好了)"),
    (YES, "(?:怎么|咋|哪|哪里|哪能|怎么能|怎么会|怎么可能|咋可能|咋会|谁说|不可能|不会|能|岂能|难道|难道会|哪会|并非|又?不是|也不是|倒不是|不能说|不敢说|说没有?|要说没有?)(?:说)?(?:没有?|木有|不是|不想|不愿意?|不打|不要|没打|没联系)(?:了?吗|么|啊|呢|嘛|过|那?是假的|那?不可能)*.{0,3}"),
    (YES, "(?:是的?[, ])?(?:已经|早就?|都)*(?:收到|接到|拿到|看到|签收|送到)了?[, ]?(?:可是?|但是?|就是|还|一直|根本|也)*(?:没|不)(?:敢|想|舍得|来得及|顾上)?(?:拆|看|打开|细看|仔细看|拿出来|取出来|理|管|回|签).{0,6}"),
    (YES, "(?:一个|一家|一户|谁|哪个)?(?:都|也)?没(?:落下|漏(?:下|掉|了)?|放过|跑(?:掉|得了)|少)(?:一个|谁)?" + _TAIL),
    (YES, "(?:可不|可不是|可不咋的|那可不|不然呢|那还用说|还用(?:说|问)|这还用(?:说|问)|那是|废话|你说呢|不是吗|何止|岂止|明知故问|求之不得|谁不想|没少.{0,4}|还少吗|少得了吗)" + _TAIL),
    (YES, "(?:肯定|当然|必须|对|是|嗯|那是|废话|有)(?:有|是|的|啊|呀|嘛)*(?:不然|要不然?|否则)(?!.{0,3}(?:算|就不)).{0,12}"),
    (YES, "哪(?:天|次|个|家|回)(?:不|没).{1,5}"),
    (YES, "(?:没|冇)(?:错|毛病|问题|意见|说错|事可以)" + _TAIL + "|不反对|不介意|无所谓可以|没啥问题|没有问题|木得问题|莫得问题|木有问题|冇问题|没有意见|没有错|错不了|假不了|跑不了"),
    (YES, "没(?:有)?(?:啥|什么)(?:不愿意|不想|不肯|不行|不可以|不同意|不好|不能|不敢)(?:的)?" + _TAIL),
    (YES, "不(?:是|对)?(?:有|打过|联系过|打了|联系了|是有).{0,6}|没有?(?:哦|啊)?不对(?:是)?(?:有|打过|打了).{0,6}"),
    (YES, "不是我?(?:还)?(?:能|会)?(?:有|是)谁" + _TAIL),
    (YES, "(?:巴不得|求之不得|再好不过|何乐不为)" + _TAIL),
    (YES, "(?:我)?(?:倒|也|真|多|还|都|是)*(?:希望|但愿|盼着|宁愿|巴不得)(?:是)?没有?" + _TAIL),
    (NO, "谁(?:会|能|还|他妈)?(?:愿意|乐意|想|肯|稀罕|要|干)(?!不)(?:去|那个|这个|打|跟他们?)?" + _TAIL),
    (UNSURE, "(?:(?:也许|可能|兴许|或许|大概|没准|说不定|有时候?|时而)(?:有|是|会|能|打|没有?|不是|不会|不能|不打)){2}" + _TAIL + "|(?:这个|这事)?(?:嘛|么)?(?:难[讲说]|不好讲|讲不(?:好|准|清)|两说)" + _TAIL),
    (YES, "何乐(?:而)?不为|何尝不(?:是|想)?|巴不得|再好不过|正合我意|谁说不是|谁说没有|(?:一百个|一万个)愿意"),
    (NO, "(?:我|要是|如果|真|能|倒是|他们)*有(?:的话|的)?就(?:真)?(?:好|谢天谢地)了?.{0,2}|算了(?:吧)?(?:我)?(?:先)?(?:不|别).{0,5}"),
    (NO, "(?:哪有|哪会|哪能|哪来的?|哪里有|哪里会|怎么会|怎么可能|咋可能|咋会|怎么敢|谁会|谁敢|谁信|做梦|想得美|见鬼|扯淡|胡说|才怪|有才怪|有个屁|有个鬼|屁|有什么有|能有吗|会才怪|愿意个(?:屁|鬼)|是个屁|不存在|门都没有|想多了|不至于|谈不上|算不上|不算|免谈|免了|算了|拉倒)(?:的事|的|呢|啊|吧|嘛|了|哦|呀|有|那种事|这种事|这回事)*"),
    (UNSURE, "不好[讲说]|没留神|没细看|(?:也)?是也不是|(?:你)?问我我问谁(?:去)?|(?:等(?:会|下)儿?|回头|改天|过几天|晚点)(?:再)?(?:说|打|看)?(?:吧|呗)?"),
    (NO, "(?:我)?(?:老婆|老公|媳妇|对象|家人|家里人?|爸妈|父母|我?[爸妈]|他们|孩子|同事|朋友|单位|谁|大家)(?:都|也|还|全)*(?:不知道|不晓得|蒙在鼓里)(?:呢|的)?|(?:就|只有)我(?:一个人?|自己)知道|瞒着(?:呢|他们|家里|大家)?|休想|没门(?:儿)?|想都别想|骗你(?:是|干).{0,3}没有?"),
    (NO, "要(?:是)?(?:真的?)?(?:只|就|没|有).{0,10}就(?:真)?(?:好|谢天谢地)了?[咯了]?|兜比脸(?:还|都)?干净|(?:我)?哪敢(?:说|打|去|接|告诉|跟.{1,3}说)?(?:啊|呀)?|.{1,2}个(?:锤子|屁|鬼|毛线?|球|铲铲|鸡毛|头)|早(?:就)?(?:扔|丢|删|没|断|停|撕)了"),
    (YES, "嗯哪|成交|妥(?:妥的?|了)?|必须地|敢.{0,2}有(?:啥|什么)不敢|试试看|(?:我)?(?:老婆|老公|家人|家里人?|爸妈|[爸妈]|他们|大家)(?:都|也|早就?)*(?:知道|晓得)(?:了|的)?|(.{1,3})就\\1(?:吧|呗|嘛)?|继续(?:吧|呗)?|ok👌|好👌|行👌"),
    (UNSURE, "(?:我|也|真|都|还|确实|当时|这个)*(?:也?不(?:太|大|是很|怎么)?(?:清楚|知道|确定|晓得|好说|记得|了解|一定|敢说|敢肯定)|说不(?:好|准|清|上来|定)|拿不准|搞不(?:清|懂)|弄不清|记不(?:太|大)?(?:清|得|住).{0,3}|忘(?:记)?了?|没注意|没留意|没印象|没问过|没想好|没考虑好|没想过|没谱|不晓得|[天谁鬼哪](?:个|里)?(?:知道|晓得|清楚)|看情况|看心情|再看|再说|到时候看|(?:我)?(?:先|再|得|要)?(?:考虑(?:考虑|一下|下)?|想(?:一)?想(?:看)?|琢磨(?:琢磨|一下)?)|(?:还在|有点|正在)?(?:纠结|犹豫|考虑)(?:中)?|不敢(?:确定|肯定|保证)|两可|难说|未必|一半一半|半信半疑|模棱两可|随缘)" + "(?:是不是|有没有|打没打|啊|呀|哦|呢|吧|嘛|了|的|具体|诶|啦|过|看|再说)*"),
    (UNSURE, "(?:也许|可能|大概|或许|好像|貌似|似乎|兴许|估摸着?|感觉)(?:有|是|没|没有|不是|会|不会|打过|联系过|愿意|吧|有吧|也有|是有|有过|没打|打了|还没有?)?" + _TAIL),
    (UNSURE, "[\U0001f937\U0001f914](?:[\U0001f3fb-\U0001f3ff♀♂\u200d\ufe0f])*|em+|额+|呃+|嗯\\?+"),
)  # fmt: skip
_PLAIN_NO = "勿有|弗有|呒没|莫有|毋有|勿是|弗是|勿要|弗要|不干|没可能|一点没有|没影(?:的事)?|不|否|没|没有|木有|木|冇|无|莫|莫得|没得|冒得|么有|么得|弗|勿|没的|唔系|唔|不是|不要|不用|不用了|不必|不行|不可以|不能|不会|不想|不愿意?|不同意|不好|不对|不成|不中|不得行|不需要|不了|不太想|不咋想|不太愿意|没呢|没啊|还没|还没有|尚未|未|从来没有?|从没|从未|压根没有?|根本没有?|真没有?|确实没有?|并没有?|倒没有?|那倒没有?|倒是没有?|暂时没有?|目前没有?|一次都?没有?|一个都?没有?|一次也没有?|没有过|没有呢|绝对没有?|肯定没有?|当然没有?|当然不|才不|才没有?|绝不|拒绝|no|nope|n|not|nono|meiyou|bu|mei|bushi|buyao|×|✗|x|❌|🙅|👎|🙅‍♀️|🙅‍♂️|错"
_PLAIN_YES = "千真万确|百分百|百分之百|板上钉钉|如假包换|实打实|毫无疑问|一点不假|句句属实|不假|不错|不错就是(?:这样|的)?|是|是的|对|对的|对头|对呀|嗯|恩|嗯嗯|嗯呐|昂|唔嗯|有|有的|有过|有啊|真有|确实有?|确实是|的确|的确如此|确实如此|当然|当然有|当然是|肯定|肯定有|肯定的|必须|必须的|那必须|必然|绝对|好|好的|行|行的|可以|可|成|中|要得|得|得行|没得说|同意|愿意|愿|想|想的|要|需要|能|会|会的|系|系啊|系的|害|是滴|是这样|就是|就是这样|正是|正解|准确|属实|说对了|猜对了|ok|okay|okk|yes|yep|yeah|y|ye|you|shi|shide|en|enen|dui|hao|1|√|✓|✔|✅|👌|👍|🙋|💯|🙆|有一点|有点|一点点|多少有点|有几次|有一次|打过|打了|联系过|联系了|来过|试试|试一下|来吧|都行|都可以|当真|真的|真|算是|差不多|那倒是|倒是有|也有|有是有|是有|经常|天天|每天|老|总是|一直有?|早就有?|已经有?|好啊|可以啊|说吧|发吧|给我吧|麻烦了|谢谢|好谢谢|收到|行吧|好吧|嗯好|嗯有|嗯是|听你的|没问题"


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    whole = tuple((answer, re.compile(body)) for answer, body in _WHOLE)
    intro = "(?:(?:我|他们?|这个|那个|真|就|都|也|那|倒|还|确实|其实|目前|现在|暂时|反正|应该|当然|肯定)*)"
    no = re.compile(f"{intro}(?:{_PLAIN_NO}){_TAIL}")
    yes = re.compile(f"{intro}(?:{_PLAIN_YES}){_TAIL}")
    return whole, no, yes


_NEUTRAL = late(
    "不但|不仅|不光|不停|不断|不少|不得不|差不多|不过|不好意思|了不起|没完没了|没日没夜|不分(?:昼夜|白天|日夜)|没错|没问题|受不了|吃不消|停不下来|没少|不止|没办法|没法|不得了|不得安宁|不然|忍不住|不管|不论|不只|不胜|不堪|顶不住|扛不住|不敢接|不敢出门|无数|无时无刻|没准|说不定"
)
_NEGATES = late("没|不|未|(?<![特区])别(?![的人处])|冇|无|木有|莫得")
_AFFIRMS = late(
    "了|过|着|(?<!今)天天|每天|经常|一直|好几|昨天|前天|今天|刚|都|被|有|是|会|愿意|可以|行(?!为)|想|打|接到|收到|爆|骂|联系"
)
_PARTS = late("[,。;!\n]+|(?<=[一-鿿]{2}) (?=[一-鿿]{2})")
_FRANKLY = late("^(?:有一说一|说(?:句)?(?:实话|真的|老实话|心里话)|老实(?:说|讲)|讲真|不瞒你说|实话实说|一句话)[,。 ]*")
_TURN = late("但是?|不过|可是|只是|就是|然而|反正")
_ASKS = late("(?:吗|么|什么|啥|怎么|为什么|咋|多少|哪|谁)[?？]?$|[?？]$")


_OFF_TOPIC = late(
    "你们?(?:到底)?是(?:谁|哪|什么|啥|干|不是|机器|真人|人工)|(?:今天|外面|这天|明天)[^,。]{0,3}(?:下雨|下雪|刮风|天气|降温|好冷|好热|很冷|很热)|天气(?:怎么|咋|好)|几点了|讲个笑话|你叫(?:什么|啥)|(?:早上|中午|晚上|下午)好$|你好$|吃(?:了吗|饭了吗|饭了没)"
)
_ONCE = late("(?:(?:刚|一|最)开始|起初|起先|以前|之前|原来|原先|本来|早先|前头|去年|上个?月)")
_NOW = late("(?:但是?|可是?|不过)?(?:到)?(?:现在|如今|后来|后头|这会儿|最近|眼下|目前)(?:就|是|都|又|倒)*")
_GUESS = late("(?:应该|好像|可能|大概|估计|似乎|貌似|也许|兴许|感觉)")
_NOT_SURE = late(
    "不(?:太|大|敢|是很)?(?:确定|清楚|肯定|知道|晓得|保证)|说不(?:准|好|清)|记不(?:清|得)|拿不准|没把握|忘了"
)


_TURNED = late("[^不]{0,3}不是(?P<denied>[^,。;! ]{1,8})[,。;! ]*而?是(?P<said>.{1,12})")  # 不是没有, 是有


def yes_no(heard: Heard) -> Reading:
    """The answer to a question that was asked with 有没有, 是不是, 愿意吗."""
    answer, rule = _answer(_FRANKLY.sub("", heard.text, count=1) or heard.text)
    if not answer:
        return NOTHING
    sure = Sure.EXACT if rule == "whole" else Sure.CHOSEN
    return Reading(value=answer, sure=sure, span=heard.span(0, len(heard.text)), rule=f"yes_no.{rule}")


def _answer(text: str) -> tuple[str, str]:
    compact = _DROP.sub("", text)
    if not compact:
        return "", ""
    turned = _TURNED.fullmatch(text)
    if turned is not None:
        denied, said = (_match_whole(_DROP.sub("", turned.group(name))) for name in ("denied", "said"))
        if {denied, said} == {YES, NO}:
            return said, "correction"
    if len(compact) <= 24:
        got = _match_whole(compact)
        if got:
            return got, "whole"
    if len(text) > 200:
        text = text[:200]
    return _clauses(text)


def _match_whole(compact: str) -> str:
    whole, no, yes = _patterns()
    plain = re.sub("[\U0001f3fb-\U0001f3ff\u200d\ufe0f♀♂]", "", compact)
    for answer, pattern in whole:
        if pattern.fullmatch(compact):
            return answer
    if no.fullmatch(plain):
        return NO
    if yes.fullmatch(plain):
        return YES
    echoed = re.fullmatch("(.{1,3})(?:倒|倒是|是|归)\\1(?:了|的|过)?", plain)
    if echoed:
        return NO if no.fullmatch(echoed.group(1)) else YES
    repeated = re.fullmatch("(.{1,3}?)\\1+", plain)
    if repeated:
        once = repeated.group(1)
        return NO if no.fullmatch(once) else YES if yes.fullmatch(once) else ""
    return ""


def _clauses(text: str) -> tuple[str, str]:
    """Sentences: a correction last, then an agreement word with what follows, then the statement itself."""
    hit = re.search("(?:哦|啊|呃)?不对(?!劲)[, ]?|说错了?[, ]?", text)
    if hit and hit.start() > 0 and hit.end() < len(text):
        answer, _ = _answer(text[hit.end() :])
        if answer:
            return answer, "correction"
    recalled = _RECALLED.search(text)
    if recalled and recalled.start() > 0:
        answer, _ = _answer(text[recalled.end() :])
        if answer:
            return answer, "correction"
    parts = [p for p in _PARTS.split(text) if p.strip()]
    if len(parts) > 1 and _WORD_OF_WOE.fullmatch(parts[0].strip()):
        parts = parts[1:]  # 别提了, 挨个打的
    if _OFF_TOPIC.search(text) or re.search("(?:啥|什么)意思", text):
        return "", ""
    if len(parts) > 1 and _ONCE.match(parts[0]):
        later = next((p for p in parts[1:] if _NOW.match(p)), "")
        if later:
            return _answer(_NOW.sub("", later, count=1))[0], "then and now"
    if len(parts) > 1 and _GUESS.match(parts[0]) and _NOT_SURE.search(text):
        return UNSURE, "hedge"
    first = _match_whole(_DROP.sub("", parts[0])) if parts else ""
    if first == YES and len(parts) > 1:
        second = _match_whole(_DROP.sub("", parts[1]))
        if second == NO and not _TURN.match(parts[1]):
            return NO, "agreement then no"
        rest = parts[1]
        if not second and re.match(
            "(?:我|他们?|都|也|真|确实|还|从来|一直)*(?:没有?(?!少|完|日|办法|法|钱|还|工作|上班|收入|班|发|睡|能力|人管)|不(?!过|停|断|少|止|但|仅|光|行)(?:想|愿意|用|要|需要|打算|是))",
            rest,
        ):
            return NO, "agreement then no"
        return YES, "first clause"
    if first == NO and len(parts) > 1:
        if re.match("(?:是|其实|他们?)?(?:有|打过|联系过|已经打|打了)(?!什么|啥)", parts[1]) and parts[0].strip(
            " "
        ) in ("不", "不是", "不不"):
            return YES, "no then yes"
        return NO, "first clause"
    if first == UNSURE:
        later = [_match_whole(_DROP.sub("", p)) for p in parts[1:]]
        decided = [a for a in later if a in (YES, NO)]
        return (decided[-1], "decided") if decided and not re.search("但|不过", text) else (UNSURE, "first clause")
    if first:
        return first, "first clause"
    return _statement(text, parts)


_RECALLED = late("(?:等(?:一)?下|等等|想起来了|哦对了?)[,。…. ]*(?=有|是|没|不|[打接联][过了系])")
_WORD_OF_WOE = late("(?:唉|哎|嗨)?(?:快)?(?:别|甭|不要)(?:提|说)了?(?:吧|啊|呀|它)?")
_NOT_DONE = late("没(?:有)?(?P<verb>[接打找收来])")
_I = late("我(?![爸妈姐哥弟妹老对家公婆儿女同朋媳])")


def _one_of_them(parts: list[str]) -> bool:
    """我妈没接着, 我爸接了: what one did not, another did."""
    hit = _NOT_DONE.search(parts[0]) if len(parts) > 1 else None
    if hit is None:
        return False
    did = re.compile(f"{hit.group('verb')}(?:到|过|着)?了")
    return any(did.search(p) and not _NEGATES.search(p) and not _I.match(p.strip()) for p in parts[1:])


def _statement(text: str, parts: list[str]) -> tuple[str, str]:
    main = parts[0] if parts else text
    bare = _NEUTRAL.sub("", main)
    if re.match(
        "(?:你|您)?(?:先|能|可以|就)*(?:告诉我|跟我说|回答我)|(?:我)?(?:想|先)?(?:问|请问|知道)(?:一下|下)?(?!过|了)",
        main,
    ):
        return "", ""
    if re.search(
        "哪(?:里|儿|能|会|还)*(?:知道|晓得|记得|清楚)|谁知道|鬼知道|不敢(?:拆|看|点开|打开|查|问)(?!电话)", text
    ):
        return UNSURE, "hedge"
    if re.search(
        "不(?:知道|清楚|确定|晓得|好说|一定)|说不(?:好|准|清)|记不(?:清|得)|拿不准|没想好|看情况|再说吧|考虑|也许|说不定|没准",
        text,
    ):
        return UNSURE, "hedge"
    if re.search(
        "(?:没|不)(?:有)?[^,]{0,4}(?:才怪|是假的|是不可能)|(?:怎么|咋|哪)(?:可能|会|能)?(?:没|不)|没有一(?:个|天|家).{0,3}(?:没|不)|不(?:可能|会|是)(?:没|不)",
        main,
    ):
        return YES, "double negation"
    if re.search("会不会|能不能|要不要|可不可以|该不该", main):
        return "", ""
    if _ASKS.search(text) and not re.search("没|不", bare):
        return "", ""
    if re.match("(?:我|他们?|现在)?(?:哪来的?|上哪|到哪儿?)(?!电话)", main):
        return NO, "rhetorical"
    if re.search("哪有|怎么会|怎么可能|哪会|才怪", main):
        return NO, "rhetorical"
    if re.match("(?:好像|可能|大概|也许|似乎|貌似|感觉)", main):
        return UNSURE, "hedge"
    if re.match("(?:应该|估计)(?:是)?(?:没|不)", main):
        return NO, "negated"
    if _one_of_them(parts):
        return YES, "one of them"
    if re.match(
        "(?:我|他们?|那倒|倒|都|也|还|真|是|这个|暂时|目前|现在|从来|一直|根本|并|应该|催收|家人|家里|这边|我妈|我爸|其实|反正|还好|幸好|好在|谁都|一个|一次|确实|绝对|肯定|完全|从|至今)*(?:没|不|未|(?<![特区])别(?![的人处])|冇|木有)",
        bare,
    ):
        return NO, "negated"
    if _NEGATES.search(bare) and not re.search("了|过|天天|每天", re.split("没|不", bare)[0]):
        return NO, "negated"
    if _AFFIRMS.search(main) and len(text) <= 60:
        return YES, "statement"
    return "", ""
