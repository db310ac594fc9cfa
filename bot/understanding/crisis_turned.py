"""A denial that is turned over, and a thought of long ago that is back: the word 不 in front of the wish is no comfort there."""

from __future__ import annotations

from bot.understanding.crisis_rules import Rule, ideation, imminent

_DIE = "(?:想(?:过)?死|想活|活|自杀|轻生|去死|不想活)"

TURNED_RULES: tuple[Rule, ...] = (
    imminent(
        "denied and decided",
        rf"""
        (?:没有?|不是|不){_DIE}[，]?我?(?:是|就)?(?:已经|早就)(?:决定|定|想|打定主意|铁了心)(?:好|了)
        """,
        near="今晚|今夜|明天|天亮|皮带|绳|药|刀|楼|桥|河|江|遗书|不拖累|解脱|别拦|谁也",
        voice="plain",
    ),
    imminent(
        "not coming back alive",
        r"""
        (?:不|没)(?:打算|想着|准备|会)(?:再)?活着(?:回|出)来
        |遗书[^。]{0,12}(?:今天|这次|这回)[^，。]{0,4}是(?:给)?我?(?:自己|真)的
        |我不下(?:去|来)?[，][^。]{0,6}(?:栏杆|窗台|护栏|楼边)外?
        """,
        voice="plain",
    ),
    ideation(
        "denial turned over",
        rf"""
        (?:谁说我|我说我?)不想死(?!了)|(?:没|不)(?:有)?{_DIE}[，]?(?:那)?(?:才怪|是(?:骗|假|哄))
        |(?:别人|人家|他们)[^，。]{{0,4}}想死[^，。]{{0,4}}(?:气话|玩笑|说说|开玩笑)[，]?我(?:可)?不是
        |问我[^，。]{{0,6}}(?:想死|想不开|不想活)[^。]{{0,4}}我(?:说是|点了?头|没敢说不)
        |(?:念头|想法|这种想法)(?:又|今年|现在|最近|反而|越来越)*(?:更重|更强|回来|来了|重了|冒出来)(?:了)?
        |(?:还款日|天黑|夜里|月底)[^，。]{{0,3}}越[^，。]{{0,4}}越想死
        |不是不敢死|想4掉
        """,
        unless="早就?没|都过去|现在好|好多了|不来了|借|赌|翻本|捞|网贷|创业|开店|辞职|吃|买",
        voice="plain",
    ),
)
