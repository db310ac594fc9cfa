"""Benign frames: words and turns of speech that contain 死 杀 砍 跳 刀 活 走 and mean no danger.

They are taken out before any detector looks. A frame must be so narrow that nobody in danger writes it to say so:
累死了 goes, 累得想死 stays; 跳楼价 goes, 跳楼 stays.
"""

from __future__ import annotations

from functools import cache

from bot.understanding.crisis_frame_words import FIXED
from bot.understanding.crisis_normal import BLANK, View
from bot.understanding.crisis_rules import IN, compiled
from bot.understanding.crisis_words import HOPE
from bot.understanding.needs import ByAlternative, Places, grams, rarest
from bot.understanding.readings import Span

# The character of a fixed word at which it is looked for: the rarest one.
_ANCHORS = "死杀砍刀跳活割宰吊炭药砂挂遗命海江河桥"
_LOANS = "最低还款|小额贷|高利息|网贷|债务?|负债|欠款|借呗|花呗|账单|贷款|信用卡|微粒贷|催收|逾期|官司|案子|案件|纠纷"
_CLEARED = "还清|还完|结清|上岸|两清|全还了|处理完|协商好|离婚|离职|辞职|卖了房|卖房还了"

# 死贵, 死沉死沉: a degree in front of what it measures.
_DEGREE = "贵沉慢难硬丑冷热咸甜脏重黑烦抠犟倔紧高长远旧笨懒穷板沉闷疼痛累苦辣臭静"

_FRAMES: tuple[str, ...] = (
    # 累死了, 烦死我了, 气死个人: a degree, not a death. 逼死 is not here: it is a cry, and counts as distress.
    ("[香鲜嫩软腻潮晃尬傻呆胖肥萌累烦忙困饿渴热冷冻晒气急吓愁笑痛疼痒臭丑酸苦咸辣甜羞难恨爱馋撑胀憋闷堵吵挤贵穷懒蠢笨亏坑乐美帅爽郁烫晕悔怕慌厌怨酷]"
           "死(?!掉|亡|后|之后|得)(?:了|我|你|个?人|他|俺|本宝宝|宝宝){0,4}"),
    ("(?:尴尬|无聊|难受|难过|担心|后悔|讨厌|麻烦|难看|委屈|心疼|羡慕|纠结|郁闷|恶心|可爱|幸福|高兴|开心|害羞|头疼|折腾|折磨|丢人|丢脸"
           "|寒碜|倒霉|抠门)死(?!掉|亡|后)(?:了|我|个?人|他){0,3}"),
    "(?:累|烦|忙|困|饿|渴|热|冷|疼|痛|贵|怕|急|气|丑|臭|懒|穷|难吃|吵|闷|堵|慢|卡|挤)得(?:我)?(?:要|快|半)?死(?!了?算)",
    "(?<![我真])想死(?:你|您|你们|我的|妈妈|老婆|老公|宝宝|他|她|家|那个味|这个味|那口)了?(?!算|就)|想死我[了啦]|可?想死(?:吃|喝|回家|见)",
    "(?:好吃|热|笑|尬|甜)到(?:想)?(?:死|哭|去世)",
    f"(?:死[{_DEGREE}]){{1,2}}",
    "(?:让|叫)(?:它|这[个破些]|那[个破些])[^，。！？\n]{0,5}(?:去死|死去)吧?|(?:巴适|安逸|可惜|难闻|好听)死了?",
    "(?:昨晚|昨夜|昨天|中午|下午|刚才|早上|今早)[^，。！？\n]{0,3}睡死(?:过去)?了?",
    "死是不(?:可能|会|敢)死的?|死(?:都|也)(?:不会|不能)死在",
    "死后重生",
    "干[不得](?:了|动|成|来)?活",
    "(?:店|账号|账户|号|卡|摊|公司|厂|馆|超市|直播|生意|群|会员|发票)[^，。！？\n]{0,3}(?:想|要|能|准备|打算)?重开|重开(?:店|业|张|账|一家|个)",
    "笑不活了?|做活(?!不下)|活的(?=鱼|鸡|虾|虫)|(?:干|农|手工|零|杂|累|重|脏|找|接|揽)活",
    "打死[我他]?[也都][不没别]",
    ("死[也都][不没](?:还|认|承认|松口|同意|肯|答应|给|说|接|借|改|让|退|放|想借|碰|找|买|去[借贷]|会(?:还|再?借|再|认|放过|给|同意|碰)"
           "|能(?:再?借|碰|给|承认))|死不(?:承认|认|还|要脸|松口|悔改|改|瞑目)"),
    "宁死不[屈从还]|死期(?=存|利)|死亡证明(?:材料|书)?|生死(?=存亡|未卜|有命|看淡)|往死里(?:打|催|整|逼|要|坑|收)|睡得跟?死",
    "害死(?:我|人|猫|个人)了?|死掉的(?:账号|花|手机|鱼|猫|狗)|该死$|真该死(?=的)|死了?[这那]条心|死了[这那]?心",
    ("(?:手机|电脑|系统|程序|网络?|页面|软件|服务器|机器|屏幕|电池|发动机|账号|app|信号|股票|基金|花|草|树|鱼|多肉|生意|市场|行业|群|店|公司|项目"
           "|盘|币|狗|猫|鸡|猪)(?:又|都|也|已经|快|全|直接|彻底)?死(?:机|了|掉|翘翘){1,2}"),
    "生不如死的?(?:利息|利率|价格|流程|合同)",
    "杀手(?=级)|杀猪[饭菜]?",
    "[0-9几百千万]刀(?!捅|砍|扎)|挨了?一刀|刀割(?=一样|似)",
    "帮我?砍|砍了?(?:一半|预算|年终|奖金|工资|额度|单|价|人手|项目|福利)",
    "(?<!刀)割肉(?!才|疼|流)|割麦子?",
    ("跳水(?=运动|比赛|冠军|式)|跳出(?=来|页|广告|弹|火坑|这个坑|提示|一个)|跳到(?=下一|下个|下载|首|登|另|别|第|支付|微信|app|浏)|眼皮子?直跳|跳楼大?(?:甩卖|促销|清仓|特价|打折|减价|价)|跳过(?!楼|河|江|海|桥|井)"
           f"|(?:游戏|电影|剧){IN}{{0,6}}跳楼"),
    f"烧炭[烤吃取做炉]|烧炭(?:火锅|烧烤)|烧烤{IN}{{0,4}}炭",
    "医药费?|配药(?!自)",
    "挂了?我?的?电话|电话(?:就|又|直接|一接就)?挂|挂了(?=好几|几)",
    "走了(?:再|明天|改天|回头|回见|下次|下回|有空|上班|吃饭|拜|哈)|走[了啦]?，?(?:明天|晚点|回头)再?[见聊说]",
    "先走了?，?(?:明天|改天|回头|回见|下次|下回|有空|去?上班|去?吃饭|拜|晚点|回来|忙|一会|待会)|先走一步，?(?:明天|改天|回头|拜|各位聊)",
    "再见了?(?:网贷|负债|穷|催收|高利贷|套路贷|债务)",
    f"永别了?，?(?:{_LOANS})|[跟和与同](?:这些?|那些|所有)?(?:{_LOANS}|平台|赌博)[^，。！？\n]{{0,4}}(?:永别|诀别|再见|告别|道别|说拜拜)了?|告别(?:{_LOANS}|单身|穷)",
    "(?:彻底|永远)?(?:离开|远离|戒掉|脱离)(?:网贷|赌博|借贷|这个坑|花呗|借呗)",
    # A wish whose object is a debt.
    (f"(?:{_LOANS})(?:的?(?:事|坑|问题))?(?:能|都|就|早点|全部?|快点|彻底|赶紧){{0,3}}"
                 "(?:一笔勾销|一了百了|了结|了断|两清|消失|结束|到头|一刀两断|解脱)"),
    (f"[把将](?:这些?|那些|所有的?)?(?:{_LOANS}|账|这事|事情|这笔|这件事){IN}{{0,6}}"
           "(?:一了百了|了结|了断|结束|消失|干掉|解决掉|砍掉|杀掉|灭掉|终结)"),
    "(?:一次性?|全部|提前)(?:还清|结清|还完|还掉)，?(?:就|也|算|图个|求个|落个)?(?:一了百了|解脱|轻松|清净)",
    f"(?:{_CLEARED})[^。！？\n]{{0,6}}(?:一了百了|解脱了?|就?轻松了)",
    # Trades, errands and household words that carry the words of an end.
    "棺材本",
    "(?:在|去)?殡仪馆(?:开车|上班|工作|干活|打工|做事)",
    "杀了?(?:只|条|头|几只|两只)?(?:鸡|鸭|鹅|鱼|猪|羊|兔)",
    "最后一次(?:用|借|碰|撸|点|开)(?:这种|这些|这个)?(?:网贷|贷款|借呗|花呗|平台|高利贷|钱)",
    "想死我(?:妈|爸|奶奶|外婆|姥姥|老婆)(?:包|做|煮|烧|炒|腌|炖)的?",
    "跳(?:进|到)?(?:河|水|湖|池塘)里?捞(?:手机|鞋|狗|猫|球|钥匙|人)",
    "(?:闹|有|打|药|灭)(?:了)?(?:老鼠|耗子)[^。！？\n]{0,16}(?:老鼠药|鼠药|耗子药|药)",
    "(?:烧|点)(?:了|掉)?(?:这些?|那些)?旧?(?:账单|秸秆|纸箱|垃圾|柴火)|把(?:这些?|那些)?旧?(?:账单|欠条|合同复印件|纸箱)[^，。！？\n]{0,3}烧(?:了|掉)?",
    "吓(?:了|我|人|得|出)*一大?跳",
    "上吊扇|吊在[^，。！？\n我]{0,6}(?:擦|洗|刷|装|施工|干活)",
    "烧炭卖",
    ("好死不如赖活着|(?:死信|死库|死飞|死角)(?!了)|(?:规定|规矩|条款|制度|系统)是死的|人是活的|死我是不[会得能敢]?(?:去)?死的|死了都要爱|顶死了?(?=也就|就|才)"
           "|死解决不了"),
    "换(?:个|了|掉)?(?:手机|电话)?(?:号码?|卡)[^，。！？\n死活世]{0,3}消失",
    "消失(?=一周|一阵|几天|两天|[一两三几]个?(?:星期|礼拜|月))",
    "天堂(?=镇|村|路|乡|街)",
    "捡(?:回|了)了?一条命",
    "(?:手|指头?|脚|膝盖)(?:上)?(?:划|擦|磕|蹭)破(?:了)?(?:一?点|块)?皮",
    "老天爷[^，。！？\n]{0,3}不(?:开|睁)眼",
    f"(?:高血压|降压|感冒|胃|止痛|中)?药{IN}{{0,3}}吃完了?，?[^，。！？\n]{{0,4}}(?:再去|去|得去)(?:开|拿|配|买)|药片?数过了?，?(?:还)?够吃|农药{IN}{{0,2}}(?:打|喷|洒)(?:菜|田|地|果|庄稼|虫)",
    "(?:在|去)?(?:火葬场|太平间|墓园|陵园)(?:开车|上班|工作|干活|打工|做事)",
    "抬棺材?(?=堵|一天|多少钱|的工)",
    "安全绳|绳子?(?:一样|似的)",
    "坐在?[河江湖海]边(?=吃|钓|喝水|洗|卖|画|拍|乘凉|纳凉|聊)",
    "(?:还|都)?在水里扑腾",
    "最后(?:再)?看了?一眼(?=合同|账单|手机|余额|明细|条款)|在这?(?:家|个)?(?:公司|单位|厂里?|店里?)的?最后一天",
    "关机睡",
    "先走一步，?(?=你们(?:慢慢)?聊|孩子放学|你们继续)",
    "(?:外婆|外公|爷爷|奶奶|姥姥|姥爷|老人|公公|婆婆)[^，。！？\n我]{0,3}[立写](?:了|好)?遗嘱",
    f"(?:停掉|注销|销户|销卡|退订){IN}{{0,3}}一了百了|终于解脱了?(?=，?(?:法院|协商|结清|还清|调解|还完|谈好|上岸))",
    "(?:骂|说)(?:我|你)[^，。！？\n]{0,8}活着(?:就是|也是|都是)?浪费(?:粮食|空气|社会资源)(?!，?(?:我也|说得对|确实|他们?说得|可能|其实|是啊|也是))|你这种人活着浪费(?:粮食|空气)",
    "(?:说|放话|吼|骂|威胁|喊|发来)[^，。！？\n我]{0,8}给你收尸|你[^，。！？\n我]{0,10}没人收尸",
    "再见了?，?我的(?:房子|老房子|车子?|店|铺子|存款|积蓄|奖金|年终奖)|[跟和与]住了[^，。！？\n]{0,6}的(?:家|房子)告别",
    "上路了?(?=，?(?:导航|高速|开车|还有[^，。]{0,6}公里))",
    # 想早点结束这种日子，好好上班: an end that is wished for because of the life behind it.
    f"结束掉?(?:这|那|所有|眼下|现在)[^，。！？\n命]{{0,12}}(?=[^。！？\n死拦命跳]{{0,12}}{HOPE})",
    f"解脱(?=[^。！？\n死拦命跳别]{{0,14}}(?:{HOPE}|(?<!命)还清|还完|结清|(?:还剩|最后)[^，。]{{0,3}}期))",
    f"不(?:想|愿意?)(?:再)?(?:这样|这么|像这样)(?:活|过)(?:下去)?了?(?=[^。！？\n死拦命跳]{{0,12}}{HOPE})",
    f"从(?:{_LOANS}|泥潭|以贷养贷|这个坑){IN}{{0,4}}(?:解脱|走出)|摆脱(?:{_LOANS})",
)  # fmt: skip
# Expressions that stay although a frame would take a part of them: they are a sign by themselves.
_STAYS = (
    f"想死的心|活着{IN}{{0,4}}累|(?:累|饿|冻|穷|撑|憋|气|哭|老|病|烦|困|渴|热|急|愁|痛|疼|恨|闷)死(?:了|我)?(?:算|得)了|(?<!笑)不活了|生活(?=在(?:这|世)|下去)"
    f"|(?:没|无|断了?|绝了?|给条|哪有)有?活路|生活{IN}{{0,6}}(?:没意思|没意义|意义|尽头|不下去)|(?<![笑死])快?活不|要了?(?:我|他|她|你|你们|他们)的?命"
    "|刀割(?=[腕手自])|打死(?:我(?![也都])|他|她|它|那|催收|这|你们|老板|算)|[该真]死的是我|我[真就才]?是?该死|要死要活|(?:我)?怕死(?!了|我)|连死|安乐死|说死(?=了(?:就|算|也|才|反而|一了|干净|清净)|掉)|羡慕死人(?=，不用|的|，?都?不)|该死的(?:人|那个人)?(?:应该)?是我|(?:死活|生死)[^，。]{0,5}(?:无所谓|都一样|随便|都行|不在乎|不重要)|想死[都也]|(?<![晚夜天午才早])睡死(?:过去|算|就)|[想要如脆就盼求愿]早死早(?:超生|投胎|解脱|安生)|(?<!它)[想去自寻求愿]死(?!你|您|磕|吃|喝|回家|见|他|她|我[了啦]|我(?:妈|爸|奶奶|外婆|姥姥)(?:包|做|煮|烧|炒|腌|炖)|老婆|老公|妈妈|家|那|这)|自杀|(?:我|自己|我这种人)死(?:不足惜|有余辜)|死(?:不足惜|有余辜)$|要命(?=拿|就拿|来拿|一条，?拿)|想活(?!动|干)"
    f"|(?:还不如|不如|宁可|宁愿|想|要){IN}{{0,3}}(?:饿|冻|撑|累|气)死"
)

# 说死了算了, 冻死拉倒: what follows takes the joke away.
_SERIOUS = "(?:了|掉)?(?:算(?!起来|下来|一|账)|得了|拉倒|干净|清净|多好|才好|该多|(?:之|以)后(?!再?(?:聊|说|来|谈|联系))|的话|更好|反而|倒|就(?:好|不)|也(?:好|行|罢|不)|一了)"
# 好累活不下去 is not 累活.
_ALIVE = "着|够|腻|下去|不(?:下|了|起|成|长|过|到)"


def _by_neighbour() -> dict[str, tuple[tuple[str, int], ...]]:
    """Every fixed word under its rarest character and one neighbour (死账 under 死+账), longest first, with the way back."""
    table: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(FIXED, key=len, reverse=True):
        back = next((word.index(char) for char in _ANCHORS if char in word), 0)
        key = word[back : back + 2] if back == 0 else word[back - 1 : back + 1]
        table.setdefault(key, []).append((word, back))
    return {key: tuple(words) for key, words in table.items()}


_WORDS = _by_neighbour()
_FIRSTS = "".join({word[back] for words in _WORDS.values() for word, back in words})


@cache
def _fitting() -> ByAlternative:
    from bot.understanding.crisis_needs import FRAME_NEEDS  # noqa: PLC0415  # late: importing the package costs nothing

    return ByAlternative(FRAME_NEEDS)


@cache
def _near() -> list[tuple[frozenset[str], int]]:
    from bot.understanding.crisis_needs import FRAME_NEEDS, FRAME_REACH  # noqa: PLC0415  # late: see above

    return [rarest(table, reach) for table, reach in zip(FRAME_NEEDS, FRAME_REACH, strict=True)]


@cache
def _near_stays() -> tuple[frozenset[str], int]:
    from bot.understanding.crisis_needs import STAYS_NEEDS, STAYS_REACH  # noqa: PLC0415  # late: see above

    return rarest(STAYS_NEEDS, STAYS_REACH)


def _benign(text: str, places: Places | None) -> list[Span]:
    """Where benign frames stand."""
    spans: list[Span] = []
    for found in compiled(f"[{_FIRSTS}]").finditer(text):
        at = found.start()
        for key in (text[at : at + 2], text[max(0, at - 1) : at + 1]):
            for word, back in _WORDS.get(key, ()):
                if at >= back and text.startswith(word, at - back):
                    spans.append((at - back, at - back + len(word)))
                    break
    for number in _fitting()(grams(text) if places is None else places.grams):
        needs, reach = _near()[number]
        pattern = compiled(_FRAMES[number])
        hits = places.matches(pattern, text, needs, reach) if places and reach else pattern.finditer(text)
        spans.extend(m.span() for m in hits)
    return sorted(spans)


def without_benign(view: View, places: Places | None = None) -> View:
    """The same view with every benign frame blanked, character for character; `places` are those of its text."""
    text = view.text
    spans = _benign(text, places)
    if not spans:
        return view
    pattern, (needs, reach) = compiled(_STAYS), _near_stays()
    stays = places.matches(pattern, text, needs, reach) if places and reach else pattern.finditer(text)
    kept = [m.span() for m in stays]
    pieces: list[str] = []
    at = stay = 0
    for start, end in spans:
        while stay < len(kept) and kept[stay][1] <= start:
            stay += 1
        if text[end - 1] == "活" and text[end - 2] not in "养救干" and compiled(_ALIVE).match(text, end):
            continue
        if text[end - 1] in "死了" and compiled(_SERIOUS).match(text, end) and "死" in text[start:end]:
            continue
        if end <= at or (stay < len(kept) and kept[stay][0] < end):
            continue
        start = max(start, at)  # noqa: PLW2901 — overlapping frames are blanked once
        pieces.append(text[at:start])
        pieces.append(BLANK * (end - start))
        at = end
    pieces.append(text[at:])
    return View("".join(pieces), view.starts, view.stops)
