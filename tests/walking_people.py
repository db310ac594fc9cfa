"""What the people of the machine walk type, hold and begin with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from bot.engine.values import Known, SlotType

TYPED: Mapping[SlotType, tuple[str, ...]] = {
    SlotType.MONEY: ("8000", "一万二", "0", "500", "30万", "五千到八千", "不知道", "8000还是18000"),
    SlotType.NUMBER: ("1", "4", "12", "0", "不知道"),
    SlotType.DAYS: ("20天", "1天", "今天刚到期", "半年", "三年", "5天", "70天", "不记得"),
    SlotType.RATING: ("2", "5", "9", "不知道"),
    SlotType.DATE: ("11月18日", "11月5日", "上周三四", "昨天", "去年3月", "下周一", "11月3日", "不记得"),
    SlotType.MONTH: ("去年八月", "2019年3月", "不记得"),
    SlotType.CLOCK: ("晚上十一点", "下午三点", "早上七点半", "记不清"),
    SlotType.CITY: ("深圳", "厦门", "成都", "不想说"),
    SlotType.PLATFORM: ("微粒贷", "招商银行信用卡", "花呗", "月亮分期", "记不清"),
    SlotType.TEXT: ("从三月起", "他说不还就打给我单位"),
    SlotType.REFERENCE: ("20261120887", "没有给"),
    SlotType.RATE: ("24", "不知道"),
    SlotType.YES_NO: ("是", "不是", "不清楚"),
    SlotType.CHOICES: ("失业", "生病", "生意亏了", "被骗了"),
}
HELD: Mapping[SlotType, tuple[Known, ...]] = {
    SlotType.MONEY: (0, 500, 3000, 12000, 200000),
    SlotType.NUMBER: (0, 1, 3, 12),
    SlotType.DAYS: (0, 1, 5, 20, 70, 200, 1100),
    SlotType.RATING: (2, 5, 9),
    SlotType.RATE: (Decimal("24"), Decimal("35.9")),
    SlotType.DATE: (
        dt.date(2026, 11, 18),
        dt.date(2026, 11, 5),
        dt.date(2026, 11, 2),
        dt.date(2026, 9, 20),
        dt.date(2026, 12, 3),
    ),
    SlotType.MONTH: ("2026-08", "2019-03"),
    SlotType.CLOCK: ("23:10", "14:00", "07:30"),
    SlotType.CITY: ("深圳", "厦门", "成都"),
    SlotType.PLATFORM: ("微粒贷", "招商银行信用卡", "花呗", "安逸花", "度小满", "月亮分期"),
    SlotType.TEXT: ("从三月起", "今年九月"),
    SlotType.REFERENCE: ("20261120887",),
}
BESIDE = ("窗外的树叶绿", "云往东边飘", "门前那条河很宽")  # the rungs, one after the other
OPENINGS = (
    "微粒贷欠8000，逾期20天，失业了，每月能还500",
    "微粒贷一万二，花呗八千，都逾期了",
    "一共五家，逾期半年，没有收入",
    "昨天收到法院传票",
    "今天第一天没还上",
    "他们打给我妈还打到单位",
    "到手1400，14天后还2000",
    "有人说交钱能修复征信",
    "彻底还不起了",
    "我好难受，快撑不住了",
    "我不想活了",
    "我现在就在楼顶",
    "我想杀了那个催收的",
    "我老公说他不想活了",
    "不对，是9000",
    "还有花呗欠3000",
    "我的身份证是11010519491231002X",
    "昨天收到传票了，我不想活了",
)
