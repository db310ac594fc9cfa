"""What a lender is called towards its own people: the company or the product that the person named, not one we made of it.

马上消费 is read as 安逸花 wherever lenders are compared and counted, and stands in a script as 马上消费金融: whoever reads it out calls that
company. A slip of the pen (借贝) and another name of the same thing (蚂蚁借呗) keep the usual name.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.understanding.owed import Name

_SPOKEN = """
马上消费金融 安逸花 马上金融 马上消费 马上消费金融
网商银行 网商贷 网商银行 网商银行贷款
微众银行 微粒贷 微众银行 微众银行贷款 微众 webank
支付宝 借呗 支付宝信用贷
蚂蚁信用贷 借呗 蚂蚁信用贷
京东分期 京东白条 京东分期
奇富借条 360借条 奇富借条 奇富科技 奇富
美团生意贷 美团借钱 美团生意贷 生意贷
美团生活费 美团借钱 美团生活费
信也科技 拍拍贷 信也科技 信也
乐信 分期乐 乐信
乐花卡 分期乐 乐花卡
数禾科技 还呗 数禾 数禾科技
小赢科技 小赢卡贷 小赢科技
小赢易贷 小赢卡贷 小赢易贷
宜人贷 宜享花 宜人贷 宜人
宜人智科 宜享花 宜人智科
宜信 宜享花 宜信
嘉银科技 你我贷 嘉银 嘉银科技
众安小贷 众安贷 众安小贷
众安金融 众安贷 众安金融
任性付 任性贷 任性付
苏宁金融 任性贷 苏宁金融 苏宁贷款 苏宁
苏宁消费金融 任性贷 苏宁消费金融
平安融易 平安普惠 平安融易
平安易贷 平安普惠 平安易贷
平安 平安普惠 平安
陆金所 平安普惠 陆金所 陆控
借去花 拿去花 借去花 携程借去花
携程金融 拿去花 携程金融 携程借钱 携程 程信
萨摩耶金融 省呗 萨摩耶金融 萨摩耶
唯品金融 唯品花 唯品金融
唯品会 唯品花 唯品会 唯品会借钱 唯品会贷款
小米金融 天星金融 小米贷款 小米金融 小米借钱 小米分期 小米
小米消费金融 天星金融 小米消费金融
随星借 天星金融 随星借
58金融 58好借 58金融 58借钱
58同城 58好借 58同城 58同城借钱
甜橙金融 翼支付 甜橙金融 甜橙借钱 甜橙
橙分期 翼支付 橙分期
桔子分期 桔多多 桔子分期
新浪借钱 微博借钱 新浪借钱 新浪微博借钱
恒昌 恒小花 恒昌
"""
"""The name to be said, the lender that it is one with, and the words by which people mean it, a line each."""

_LINES = [line.split() for line in _SPOKEN.strip().splitlines()]
_ONE_WITH = {said: lender for said, lender, *_ in _LINES}
_SAID = {word: said for said, _, *words in _LINES for word in words}
_BRANDS = {brand: _SAID.get(brand, brand) for brand in ("支付宝", "小米", "苏宁", "携程", "唯品会", "新浪")}
_BY_SOUND = {("安逸花", "消费"): "马上消费金融", ("网商贷", "银行"): "网商银行"}


def one_lender(name: str) -> str:
    """The usual name of the lender that a name means: 马上消费金融 and 安逸花 are one."""
    return _ONE_WITH.get(name, name)


def said(name: Name, text: str) -> str:
    """What the lender of a mention is called towards its own people."""
    words = text[name.start : name.end]
    if words in _SAID:
        return _SAID[words]
    if name.by == "sound":
        return _BY_SOUND.get((name.lender, words[-2:]), name.lender)
    brand = next((b for b in _BRANDS if words.startswith(b)), "") if name.by == "brand" else ""
    no_product = brand and words[-1] in "借贷"  # 支付宝上借: which of its loans nobody said
    return _BRANDS[brand] if no_product else name.lender


def all_said(names: Iterable[Name], text: str) -> tuple[str, ...]:
    """Each lender once, in the order in which they were first named."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.lender, said(name, text))
    return tuple(found.values())
