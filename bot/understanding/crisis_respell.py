"""Pinyin, initials, homophones, look-alikes and net slang of the core words, written as the words themselves."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.crisis_normal import BLANK, View, exchange, fold, squeeze
from bot.understanding.crisis_rules import compiled
from bot.understanding.needs import ByAlternative, grams

# A run of Latin letters that consists of these syllables only is read as the characters on the right.
_SYLLABLES = {
    "jieshu": "结束", "yiyan": "遗言", "anmianyao": "安眠药", "loudi": "楼底", "dizhi": "地址", "shu": "书", "dao": "刀", "jin": "今", "wan": "晚", "tian": "天", "ming": "命", "hui": "会", "neng": "能", "gan": "敢", "dan": "但", "shang": "上", "diao": "吊", "ge": "割", "tai": "太", "you": "有", "an": "安", "mian": "眠", "nong": "农", "he": "喝", "chi": "吃", "cui": "催", "zhai": "债", "qian": "钱", "shengming": "生命", "ziji": "自己", "anmian": "安眠", "meiyisi": "没意思", "nongyao": "农药",
    "suanle": "算了", "buru": "不如", "yishu": "遗书", "shaotan": "烧炭", "tiaolou": "跳楼", "tiaohe": "跳河",
    "tiaojiang": "跳江", "tiaohai": "跳海", "tiaoqiao": "跳桥", "gewan": "割腕", "shangdiao": "上吊",
    "qingsheng": "轻生", "xiaoshi": "消失", "jietuo": "解脱", "shijie": "世界", "likai": "离开", "zhege": "这个",
    "liaojie": "了结", "bukai": "不开", "chiyao": "吃药", "shenme": "什么", "xiaqu": "下去", "cuishou": "催收",
    "huozhe": "活着", "yiqie": "一切", "zhende": "真的", "zaijian": "再见", "wanan": "晚安", "baile": "百了",
    "wo": "我", "siwang": "死亡", "shengcun": "生存", "bu": "不", "xiang": "想", "huo": "活", "si": "死", "zi": "自", "sha": "杀", "tiao": "跳", "lou": "楼",
    "jiang": "江", "qu": "去", "xia": "下", "le": "了", "zhe": "着", "mei": "没", "cheng": "撑",
    "yao": "要", "zai": "再", "ye": "也", "dou": "都", "jiu": "就", "hao": "好", "lei": "累", "shuo": "说",
    "ba": "吧", "yi": "一", "zou": "走", "zhen": "真", "hai": "还", "ta": "他", "men": "们", "na": "那", "ni": "你",
    "ren": "人", "gai": "该", "ma": "吗", "guo": "过", "shi": "是", "de": "的", "kuai": "快",
    "nian": "念", "tou": "头", "xie": "写", "tong": "同", "gui": "归", "yu": "于", "shao": "烧", "tan": "炭", "jie": "结",
    "sheng": "生", "qing": "轻", "tongguiyujin": "同归于尽", "xieyishu": "写遗书", "nongsi": "弄死",
}  # fmt: skip
_SYLLABLE = "(" + "|".join(sorted(_SYLLABLES, key=len, reverse=True)) + ")[1-5]?"
_LATIN = "[a-z][a-z0-5']*"
_HAN = "一-鿿"
_END = "(?=了|着|下去|啦|喽|咯|吧|呀|$|[，。！？\n])"

# (pattern, the word that is meant)
RESPELT: tuple[tuple[str, str], ...] = (
    ("自[沙鲨砂纱煞啥莎傻铩厦]", "自杀"),
    ("[紫籽仔字兹滋][砂沙鲨杀煞](?![壶泥杯茶锅胎陶糖眼])", "自杀"),
    ("自[x×*＊○●_某口]{1,2}杀|(?<![a-z])z杀", "自杀"),
    ("自(?:s(?:ha)?|[x×*○●])(?![a-z0-9])", "自杀"),
    (
        "(?<=[想要去我会怕得能再就老曾])zs(?![a-z0-9]|银行|信用)|(?<![a-z0-9])zs(?=了|算|的念|的想|会|能|吧|吗)",
        "自杀",
    ),
    ("^zs了?$|(?<![a-z])x(?:iang)?zs(?![a-z])", "想自杀"),
    ("(?<![a-z])w?bu?x(?:iang)?h(?:uo)?(?:l|le)?(?![a-z])|[不b]想h(?:uo?)?(?![a-z])|b想活|bx活|不x活", "不想活"),
    ("(?<![a-z])hbxq(?:l|le)?(?![a-z])", "活不下去"),
    ("(?<![a-z])cbxq(?:l|le)?(?![a-z])", "撑不下去"),
    (f"不[想享响香][火货伙或祸]{_END}|[布步部]想活", "不想活"),
    ("[或火获霍](?=不下去|着没(?:意|什么|啥)|腻了|够了)", "活"),
    ("(?<=[活撑熬])[布步](?=下去)", "不"),
    ("不[相像香]活(?!动)|(?<=[我真好])[相像香](?=自杀|跳楼|活不)", "不想活"),
    ("(?<=[想要])[沙鲨砂刹煞莎](?=人(?!$|民))|(?<=[想要])[沙鲨砂刹煞莎](?=人$)", "杀"),
    ("农死|弄[4四s尸屎鼠](?=[他她你我那])", "弄死"),
    ("同[归龟鬼]于?[尽进近劲]|同归[于与]今", "同归于尽"),
    ("(?<=[写留])(?:好|了|下|封)?[移姨怡疑]书", "遗书"),
    ("结束(?:[升声生][明名民鸣]|[升声]命)", "结束生命"),
    ("(?<=[想要去])条楼", "跳楼"),
    ("(?<=[想要去])跳[合荷喝](?=$|[，。！了算])", "跳河"),
    # Dialects: 听日 and 企喺天台 of the south, 挂起了 and 活倒 of the south-west.
    ("听日", "明天"),
    ("[琴寻]日", "昨天"),
    ("而家", "现在"),
    ("企(?=在|着|到|上)", "站"),
    ("(?<=[等坐站])紧", "着"),
    ("(?<=[跳跌躺沉走行睡掉])落去?(?!差)", "下去"),
    ("食(?=了?(?:药|安眠|老鼠|耗子|农药))", "吃"),
    ("饮(?=了?(?:农药|药|百草|敌敌|毒))", "喝"),
    ("仔女", "孩子"),
    ("老豆", "爸爸"),
    ("(?<=[挂吊拴套捆绑磨备买揣点])起(?=了|咯|哒|喽|嘞|$|[，。])", "好"),
    ("(?<=活)(?:倒(?![闭霉是])|起(?![来]))", "着"),
    ("[啥么]子(?=意思|意义|劲|用|盼头|搞头)", "什么"),
    ("百草[估哭苦库酷姑]", "百草枯"),
    ("敌敌[威为未位味]", "敌敌畏"),
    ("恰(?=了?药)", "吃"),
    ("食晒(?:些|啲)?", "吃光了"),
    ("下世(?!纪)", "下辈子"),
    ("勿(?=想|起|要活|能|会)", "不"),
    ("侬(?!药)", "你"),
    ("姆妈", "妈妈"),
    ("阿拉", "我"),
    ("歹匕", "死"),
    ("氵舌", "活"),
    ("[响享象巷]死(?=了|的|吧|啊|$|[，。！？])|(?<=[真好的就又只])[向像]死(?=了|$|[，。！？])", "想死"),
    (f"不[响享向象像香箱乡](?:再)?活{_END[:-1]}|叻|咧)|不[响享]获", "不想活"),
    (f"(?:不想|唔想|布想)(?:再)?[获霍惑豁]{_END[:-1]}|叻|咧)", "不想活"),
    ("[搂娄篓](?=顶|上|下)", "楼"),
    ("(?<=[想要去就备敢里往从])[条挑眺](?=下去|河|江|海|桥)|^[条挑眺]下去", "跳"),
    ("遗[树叔输舒疏]|(?<=[写留])(?:好|了|下|过)*[一衣][叔舒书](?=$|[，。放压])", "遗书"),
    ("[浓侬]药", "农药"),
    ("农要|农幺", "农药"),
    ("安[面免棉绵勉][药要]|安眠[幺]", "安眠药"),
    ("想[四4]一[四4]", "想死"),
    (
        "(?<![0-9一二三十])四了(?=算|就|吧|清|才|干|一了|多好)|[鼠似屎尸]了(?=算|就好|清净|干净|多好|一了)",
        "死了",
    ),
    ("[跳][🏢🏬🏠🏙🏗]|[🏢🏬🏠🏙🏗][^一-鿿]{0,4}跳", "跳楼"),
    ("跳[🌉🌊]", "跳河"),
    ("没一死", "没意思"),
    (f"(?:[相像]|(?<=[我真])香)死(?=了?算|{_END[3:]}", "想死"),
    ("(?<=[不活存捱挨撑])落去", "下去"),
    ("莫得|莫有|冇得|没得(?=[活意盼希指])|不有得", "没有"),
    ("想[💀☠⚰🪦]|想嘎(?=$|[，。！])", "想死"),
    ("想🔪(?=自己|我自己)", "想杀"),
    (
        "(?<=[想去])(?:s|si|4|四)(?=[了啊吧，。！？]|算了|的?(?:心|念头|想法|冲动)|$)|(?<![a-z0-9])(?:s|4)(?=了算了|了得了|了一了百了)",
        "死",
    ),
    ("(?<=[想去])[鼠似屎尸亡丝嘶](?=[了啊吧，。！？]|算了|$)|^[鼠似](?=了算了)", "死"),
    (
        "[跳挑](?:l|lou|喽|娄|搂|漏|嘍|偻)(?![a-z])|(?<![a-z])t(?:iao)?楼|(?<=[想要去])tl(?![a-z])|挑楼(?![层盘房市])",
        "跳楼",
    ),
    ("割(?:w|wan|碗|万|婉|晚|丸|挽)(?![a-z])|(?<![a-z])ge?腕|[哥歌]腕", "割腕"),
    ("上(?:d|diao|掉|钓)(?=了?(?:[，。！？]|算|$))|(?<![a-z])s吊|尚吊", "上吊"),
    ("轻[森参升声](?=的?(?:念|想|[，。！？]|$))|[清青]生(?=的?念)", "轻生"),
    ("烧(?:[碳叹]|tan?)(?![a-z])", "烧炭"),
    ("安眠[要y]|安勉药|安绵药", "安眠药"),
    ("[己已以一](?:了|l|le|了l)百(?:了|l|le)", "一了百了"),
    ("撑[b8]u?下去|[称成]不下去", "撑不下去"),
    (
        "(?<![a-z])kms(?![a-z])|kill myself|end my life|end it all|suicide|unalive|want to die|wanna die",
        "想自杀",
    ),
    ("想(?:去|go ?)?die(?![a-z])", "想死"),
)


def _spoken(piece: str) -> str:
    """A run of Latin letters in characters, or nothing when it is not made of whitelisted syllables only."""
    at, word = 0, []
    piece = piece.replace("'", "").replace("0", "o")
    while at < len(piece):
        syllable = compiled(_SYLLABLE).match(piece, at)
        if syllable is None:
            return ""
        word.append(_SYLLABLES[syllable.group(1)])
        at = syllable.end()
    return "".join(word)


def _pinyin(view: View) -> View:
    """Pinyin becomes characters, syllables with spaces between them as one word; everything else stays as it is."""
    edits: list[tuple[int, int, str]] = []
    for run in compiled(f"{_LATIN}(?: {_LATIN})*").finditer(view.text):
        if word := _spoken(run.group().replace(" ", "")):
            edits.append((run.start(), run.end(), word))
            continue
        for one in compiled(_LATIN).finditer(view.text, run.start(), run.end()):
            if word := _spoken(one.group()):
                edits.append((one.start(), one.end(), word))
    return exchange(view, edits)


@cache
def _disguises() -> ByAlternative:
    from bot.understanding.crisis_needs import RESPELT_NEEDS  # noqa: PLC0415  # late: importing the package costs nothing

    return ByAlternative(RESPELT_NEEDS)


def respell(view: View) -> View:
    """The view with every disguised core word written plainly."""
    if re.search("[a-z]", view.text):
        view = _pinyin(view)
    here, number = _disguises()(grams(view.text)), 0
    while here and (number := next((n for n in here if n >= number), len(RESPELT))) < len(RESPELT):
        source, word = RESPELT[number]
        edits = [(m.start(), m.end(), word) for m in compiled(source).finditer(view.text)]
        number += 1
        if edits:
            view = exchange(view, edits)
            here = _disguises()(grams(view.text))
    return view


_PHRASES = f"(?<=[{_HAN}0-9]{{2}}) (?=[{_HAN}0-9]{{2}})"


def _without_titles(view: View) -> View:
    """《活着》 is a book; a letter of farewell in such marks is not."""
    if "《" not in view.text:
        return view
    titles = compiled("《(?![^》]*(?:遗|绝笔|告别|诀别|永别))[^《》\n]{1,20}》").finditer(view.text)
    return exchange(view, [(title.start(), title.end(), BLANK) for title in titles])


def views(text: str) -> tuple[View, ...]:
    """Every way in which the detectors should look at a text: as written, and with split words joined."""
    plain = respell(_without_titles(fold(text)))
    joined = squeeze(plain)
    if joined is None:
        return (plain,)
    return (_parted(plain), respell(joined))


def _parted(view: View) -> View:
    """A space between two phrases counts as a comma; the joined view has neither."""
    return view._replace(text=compiled(_PHRASES).sub("，", view.text))
