"""Options said in other words: whom they called, who knows, on what one lives, which way, when, which sum, and what is left over."""

from __future__ import annotations

import pytest

from tests.understanding.tables import said

CALLED = "只打给我本人 | 打给了家人 | 打给了同事或单位 | 打给了通讯录好友"
KNOWS = "家里都知道 | 只有配偶知道 | 没人知道"
LIVES = "在职有工资 | 打零工 | 没有工作 | 自己做生意"
PAYS = "暂时一分都拿不出 | 500元以内 | 500到1500元 | 1500到3000元 | 3000元以上"
WHEN = "今天 | 本周内 | 下周 | 下个月或更晚 | 没有进账"
WAY = "电话客服 | App在线客服 | 书面邮件 | 还没联系过"
NEAR = "有,家里有人陪着 | 有,但不在身边 | 没有人"
NEED = "房租 | 看病吃药 | 孩子上学 | 吃饭交通 | 其他"
GO = "继续 | 换个问题 | 结束"
PARTS = "只有本金 | 本金和利息 | 本金利息加罚息 | 看不懂"
LOOK = "看通话话术 | 看短信模板 | 先不看"
CALL = "现在就打 | 今天晚些时候 | 明天 | 暂时不打"
AGE = "18岁以下 | 18到30岁 | 31到45岁 | 46岁以上"
PAPER = "手机短信 | 纸质传票 | 法院来电话 | 只是催收口头说的"
FIRST = "先还利息低的 | 先还快上征信的 | 平均分着还 | 先还金额小的"


@pytest.mark.parametrize(
    ("options", "text", "at"),
    [
        (CALLED, "我姐接到电话了", 1), (CALLED, "他们联系了我爸妈", 1), (CALLED, "光打我自己", 0), (CALLED, "我们主管接到了", 2),
        (CALLED, "好几个同学收到短信", 3), (CALLED, "没打给别人", 0), (CALLED, "不是家人 也不是单位 也没打通讯录", 0),
        (KNOWS, "就我老公知道", 1), (KNOWS, "除了老婆没人知道", 1), (KNOWS, "谁也没敢告诉", 2), (KNOWS, "一大家子全晓得", 0),
        (KNOWS, "只告诉了我媳妇", 1), (KNOWS, "全都瞒着", 2),
        (LIVES, "开了家早餐店", 3), (LIVES, "日结的活", 1), (LIVES, "按月发工资", 0), (LIVES, "在家闲着", 2), (LIVES, "摆地摊", 3),
        (LIVES, "哪里有活就干", 1),
        (PAYS, "一个月最多挤出六百", 2), (PAYS, "顶多两千", 3), (PAYS, "每月能给三百", 1), (PAYS, "口袋比脸还干净", 0),
        (WHEN, "后天", 1), (WHEN, "大后天", 2), (WHEN, "明晚", 1), (WHEN, "今天晚上", 0), (WHEN, "过了年 明年", 3), (WHEN, "啥进账都没有", 4),
        (WHEN, "12月5号", 3),
        (WAY, "打的400", 0), (WAY, "小程序里跟人工聊过", 1), (WAY, "没找过平台", 3), (WAY, "寄信过去的", 2),
        (NEAR, "我妈跟我住一块", 0), (NEAR, "我一个人住", 2), (NEAR, "对象在外地上班", 1), (NEAR, "老公就在旁边", 0),
        (NEED, "交给房东的", 0), (NEED, "坐地铁和伙食", 3), (NEED, "幼儿园的费用", 2), (NEED, "我妈化疗", 1),
        (GO, "往下说", 0), (GO, "说点别的吧", 1), (GO, "就聊到这吧", 2), (GO, "拜拜", 2),
        (PARTS, "就只是本金", 0), (PARTS, "全都有", 2), (PARTS, "眼花 看不明白", 3),
        (LOOK, "电话上怎么说", 0), (LOOK, "两个都不要", 2), (LOOK, "不想看", 2),
        (CALL, "立马打", 0), (CALL, "晚点", 1), (CALL, "改天", 3), (CALL, "现在不行 今天也不行 明天吧", 2),
        (AGE, "我今年27", 1), (AGE, "四十二岁了", 2), (AGE, "我52", 3),
        (PAPER, "头三个都没有", 3), (PAPER, "光是嘴上喊", 3), (PAPER, "后三个都不是", 0),
        (FIRST, "第俩", 1), (FIRST, "末了那项", 3), (FIRST, "第二个 不 第三个", 2), (FIRST, "每家都还一点", 2), (FIRST, "第仨个", 2),
        ("1家 | 2到3家 | 4到6家 | 7家以上", "拍拍贷和白条两家", 1),
        (CALL, "我吃饭呢", None), (GO, "我欠三万", None), (KNOWS, "有人来了", None), (LIVES, "今天下雨", None),
        (NEAR, "利息高不高", None),
    ],
)  # fmt: skip
def test_a_family_leads_to_its_option(options: str, text: str, at: int | None) -> None:
    """What shares a family with one label alone means that label; what shares none means nothing."""
    choices = options.split(" | ")
    assert said("choice", text, "choice", choices) == (None if at is None else choices[at])
