"""What an answer and an option can have in common beyond the vocabulary: being able to pay, waiting for money, fears, who called."""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late

_SENSES = tuple(
    (slug, late(body))
    for slug, body in (
        ("cannot pay", "(?:一分|一点|一毛|一块|半毛)(?:钱)?(?:都|也)?(?:没|拿不|还不)|[拿掏凑挤]不出|没钱|还不(?:上|起|了)|没(?:有)?能力|无力|完全(?:还不|没)|实在没|身无分文|兜比脸|(?:兜里|口袋)(?:空|没)|没法还"),
        ("rest", "歇(?!业)|累(?!计|积)|休息|缓(?:一)?缓|喘口气|静一静|停一停|改天再|先这样"),
        ("called", "催(?!我还)|轰炸|打电话"),
        ("in court", "法院|起诉|传票|开庭|法庭"),
        ("part", "一部分|部分|一点点?|一些|少还|先还(?:点|些)|还点|凑(?:点|一点)"),
        ("wait", "(?:等|过)(?:几天|一阵|段时间|发|到账)|发(?:了)?工资|到账|周转|缓(?:几|一)|过几天|暂时"),
        ("fear suit", "(?:被)?(?:起诉|告|打官司|上法庭|坐牢|法院|传票|判)"),
        ("fear family", "(?:爸|妈|家人|家里|父母|老婆|老公|对象|亲戚|朋友|同事|单位|别人)(?:们)?(?:会)?(?:知道|发现)|通讯录|丢人|没面子"),
        ("fear record", "征信|黑名单|失信|信用|买房|贷款(?:买|办)"),
        ("cost", "利息|罚息|利率|违约金|费用|手续费|越滚越多|还(?:的|得)?太多"),
        ("calls", "电话|短信|骚扰|催收|轰炸|打个不停"),
        ("outsider", "第三方|外包|催收公司|委外|外面的公司|律所|法务"),
        ("lender itself", "平台(?:自己)?(?:的)?(?:客服|人)|官方|客服|本身|总部|银行自己"),
        ("instalments", "分期|分(?:几|多|[0-9一二三四五六七八九十]+)(?:期|个月|次)|慢慢还|每个?月还(?:一)?点"),
        ("postpone", "延期|推迟|晚(?:几|点)|宽限|缓一?缓|展期|往后"),
        ("at once", "一次(?:性)?|全部还|结清|一把还"),
        ("new loan", "再借|网贷|新的?(?:贷|口子)|借新"),
        ("first time", "(?:第一|头一)(?:次|回)|以前没|从来没(?:有)?逾期"),
        ("again", "(?:第二|又|再)(?:次|一次)?(?:逾期|了)?|不是第一|以前(?:也)?(?:有|逾期)"),
        ("job", "工作|上班|工资|薪|失业|收入"),
    )
)  # fmt: skip


def senses_in(heard: Heard) -> dict[str, tuple[int, int]]:
    """The senses of a short text."""
    found: dict[str, tuple[int, int]] = {}
    if len(heard.text) > 60:
        return found
    for slug, pattern in _SENSES:
        hit = pattern.search(heard.text)
        if hit is not None:
            found[slug] = hit.span()
    return found
