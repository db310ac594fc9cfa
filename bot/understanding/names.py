"""The lenders that people name, and all the ways in which they name them.

`FULL` are names that mean the lender wherever they stand; `WEAK` are also ordinary words (金条, 有钱花, 360) and need talk of
debt beside them or a question that asks for a lender; `TORN` are brands with two products, so the engine asks which.
"""

from __future__ import annotations

FULL: dict[str, str] = {}
_FULL = """
借呗 蚂蚁借呗 支付宝借呗 蚂蚁信用贷 支付宝信用贷 jiebei
花呗 蚂蚁花呗 支付宝花呗 花贝 huabei
网商贷 网商银行 网商银行贷款 支付宝网商贷 网商
微粒贷 微粒贷借钱 微众银行 微众银行贷款 微众 微信微粒贷 webank 徽粒贷 微利贷 微粒袋 微立贷 微力贷 威力贷 微信借钱 微信贷款 wld
京东金条 京东借钱 京东金融借款 jd金条 东哥金条 京东小金条
京东白条 jd白条 京东分期 京东打白条
360借条 奇富借条 奇富科技 360贷款 360分期 360数科 360小贷 360金融 奇富 三六零借条 三六零 360信用 360的借条
度小满 度小满金融 度小满有钱花 百度有钱花 满易贷 百度金融 百度贷款 百度借钱
美团借钱 美团生活费 美团贷款 美团生意贷 美团小贷
放心借 抖音放心借 抖音借钱 抖音贷款 抖音小贷 字节放心借
滴水贷 滴滴贷 滴滴借钱 滴滴金融 滴滴贷款
拍拍贷 信也科技 信也 拍拍贷借款 ppdai 拍拍袋
安逸花 马上金融 马上消费 马上消费金融 安逸化
招联金融 招联好期贷 招联消费金融 招联 好期贷 信用付 招联消金 招连
分期乐 乐信 乐花卡 fenqile
还呗app 数禾 数禾科技
洋钱罐 洋钱灌
小赢卡贷 小赢科技 小赢 小赢卡带 小嬴卡贷 小赢易贷
宜享花 宜人贷 宜信 宜人智科 宜享化 宜人
信用飞
你我贷 嘉银 嘉银科技 你我贷借款
众安贷 众安小贷 众安保险贷款 众安金融
任性贷 任性付 苏宁任性贷 苏宁金融 苏宁贷款 苏宁消费金融
平安普惠 平安易贷 平安融易 陆金所 陆控 平安惠普
拿去花 借去花 携程拿去花 携程金融 携程借钱 携程借去花 程信
捷信 捷信消费金融 捷信金融 捷信分期
时光分期
省呗app 萨摩耶金融 萨摩耶
中邮消费金融 中邮钱包 中邮消费 中邮 邮你贷 中邮消金
唯品花 唯品金融 唯品会借钱 唯品会贷款
天星金融 小米贷款 小米金融 随星借 小米消费金融 小米借钱 天星数科 小米分期
58好借 58金融 58同城借钱 58借钱 五八好借 58同城
翼支付 甜橙借钱 橙分期 甜橙金融 电信翼支付 翼支付借钱
哈啰借钱 哈罗借钱 哈喽借钱 哈啰贷款 哈啰臻有钱 臻有钱
桔多多 橘多多 桔子分期
海尔消费金融 海尔消金 海尔金融 够花 海尔够花
兴业消费金融 兴业消金 兴才计划 空手到 兴业消费
中银消费金融 中银消金 中银消费 新易贷
微博借钱 微博借款 微博钱包借钱 新浪借钱 微博贷款 新浪微博借钱
抖音月付 抖音支付月付 dou分期 抖音分期 抖音先用后付
美团月付 美团买单
卡卡贷
恒小花 恒昌
"""
for _line in _FULL.strip().splitlines():
    _names = _line.split()
    _canon = {"还呗app": "还呗", "省呗app": "省呗"}.get(_names[0], _names[0])
    FULL.update(dict.fromkeys(_names, _canon))

WEAK = {
    "金条": "京东金条", "白条": "京东白条", "还呗": "还呗", "省呗": "省呗", "有钱花": "度小满", "360": "360借条",
    "360jietiao": "360借条", "58": "58好借", "百度": "度小满", "滴滴": "滴水贷", "携程": "拿去花", "微博": "微博借钱",
    "哈啰": "哈啰借钱", "哈罗": "哈啰借钱", "小米": "天星金融", "苏宁": "任性贷", "众安": "众安贷", "唯品会": "唯品花",
    "甜橙": "翼支付", "平安": "平安普惠", "月付": "美团月付", "生意贷": "美团借钱",
}  # fmt: skip

TORN = {"京东": ("京东金条", "京东白条"), "美团": ("美团借钱", "美团月付"), "抖音": ("放心借", "抖音月付")}

# A brand, a few loose words, a product: 京东的白条, 支付宝里面那个借呗, 美团上借的.
BRANDS = {
    "京东": (("白条", "京东白条"), ("金条", "京东金条"), ("借", "京东金条"), ("贷", "京东金条")),
    "东哥": (("白条", "京东白条"), ("金条", "京东金条")),
    "美团": (("月付", "美团月付"), ("生活费", "美团借钱"), ("借", "美团借钱"), ("贷", "美团借钱")),
    "抖音": (("月付", "抖音月付"), ("放心借", "放心借"), ("借", "放心借"), ("贷", "放心借")),
    "字节": (("放心借", "放心借"), ("借", "放心借"), ("贷", "放心借")),
    "微信": (("粒贷", "微粒贷"), ("借", "微粒贷"), ("贷", "微粒贷")),
    "支付宝": (("借呗", "借呗"), ("花呗", "花呗"), ("网商", "网商贷"), ("借", "借呗"), ("贷", "借呗")),
    "滴滴": (("借", "滴水贷"), ("贷", "滴水贷")),
    "百度": (("借", "度小满"), ("贷", "度小满"), ("有钱花", "度小满")),
    "携程": (("拿去花", "拿去花"), ("借", "拿去花"), ("贷", "拿去花")),
    "微博": (("借", "微博借钱"), ("贷", "微博借钱")),
    "新浪": (("借", "微博借钱"), ("贷", "微博借钱")),
    "小米": (("借", "天星金融"), ("贷", "天星金融")),
    "苏宁": (("任性", "任性贷"), ("借", "任性贷"), ("贷", "任性贷")),
    "哈啰": (("借", "哈啰借钱"), ("贷", "哈啰借钱")), "哈罗": (("借", "哈啰借钱"), ("贷", "哈啰借钱")),
    "唯品会": (("花", "唯品花"), ("借", "唯品花"), ("贷", "唯品花")),
    "360": (("借条", "360借条"), ("借", "360借条"), ("贷", "360借条")),
    "58": (("好借", "58好借"), ("借", "58好借")),
    "平安": (("普惠", "平安普惠"),),
    "电信": (("翼支付", "翼支付"), ("借", "翼支付")),
}  # fmt: skip

# Names read by sound as well; the syllables as people say them (还 is huan here, whatever a dictionary says first).
SOUNDS: dict[str, tuple[str, ...]] = {
    name: tuple(said.split())
    for name, said in {
        "借呗": "jie bei", "花呗": "hua bei", "网商贷": "wang shang dai", "微粒贷": "wei li dai",
        "京东金条": "jing dong jin tiao", "京东白条": "jing dong bai tiao", "度小满": "du xiao man",
        "美团借钱": "mei tuan jie qian", "放心借": "fang xin jie", "滴水贷": "di shui dai", "拍拍贷": "pai pai dai",
        "安逸花": "an yi hua", "招联金融": "zhao lian jin rong", "分期乐": "fen qi le", "还呗": "huan bei",
        "洋钱罐": "yang qian guan", "小赢卡贷": "xiao ying ka dai", "宜享花": "yi xiang hua", "信用飞": "xin yong fei",
        "你我贷": "ni wo dai", "众安贷": "zhong an dai", "任性贷": "ren xing dai", "平安普惠": "ping an pu hui",
        "拿去花": "na qu hua", "捷信": "jie xin", "时光分期": "shi guang fen qi", "省呗": "sheng bei",
        "中邮消费金融": "zhong you xiao fei", "唯品花": "wei pin hua", "天星金融": "tian xing jin rong",
        "翼支付": "yi zhi fu", "哈啰借钱": "ha luo jie qian", "桔多多": "ju duo duo",
        "海尔消费金融": "hai er xiao fei", "兴业消费金融": "xing ye xiao fei", "中银消费金融": "zhong yin xiao fei",
        "微博借钱": "wei bo jie qian", "抖音月付": "dou yin yue fu", "美团月付": "mei tuan yue fu",
        "卡卡贷": "ka ka dai", "恒小花": "heng xiao hua",
    }.items()
}  # fmt: skip
SOUNDS_MORE: dict[tuple[str, ...], str] = {
    ("qi", "fu", "jie", "tiao"): "360借条", ("ma", "shang", "xiao", "fei"): "安逸花", ("hao", "qi", "dai"): "招联金融",
    ("zhong", "you", "qian", "bao"): "中邮消费金融", ("jie", "qu", "hua"): "拿去花",
    ("wang", "shang", "yin", "hang"): "网商贷", ("di", "di", "dai"): "滴水贷", ("ju", "zi", "fen", "qi"): "桔多多",
    ("yi", "ren", "dai"): "宜享花", ("le", "hua", "ka"): "分期乐", ("dou", "yin", "fang", "xin", "jie"): "放心借",
}  # fmt: skip

# Ordinary words that sound like a name.
SOUNDALIKES = frozenset(
    [
        "华北",
        "花被",
        "画背",
        "戒备",
        "接信",
        "姐信",
        "介信",
        "借信",
        "解信",
        "姐呗",
        "解呗",
        "借北",
        "街北",
        "结信",
        "环北",
        "环备",
        "已支付",
        "未支付",
        "以支付",
        "一直付",
        "一致付",
        "已致富",
        "放心接",
        "放心姐",
        "放心解",
        "任性带",
        "威力带",
        "独小慢",
        "拿取花",
    ]
)

# Other creditors: never listed by name, but they count when lenders are counted.
OTHERS = ("信用卡", "分付", "银行", "提钱花", "朋友", "亲戚", "房贷", "车贷")
