"""The screen, a code, a face, a card's picture: asked for, given away, or kept back.

Whoever asks for one of these over a telephone is after the account, so it is heard anywhere: somebody's asking (让我, 要我, 说得), the
objects, and what was done with them. What is feared or only asked about counts as asked for: the advice is the same. An application
that wants a code at its own login asks nobody to read it out. Courts, offices and employers rightly ask for papers, a face or a meeting;
for a code or the shared screen nobody does, nor does who only says that he is the court.
"""

from __future__ import annotations

from bot.understanding.heard import Heard
from bot.understanding.patterns import late

ASKED, GIVEN, KEPT = "asked", "given", "kept"

_THINGS = tuple(
    (kind, late(body))
    for kind, body in (
        ("screen", "(?:屏幕|手机|桌面|画面)的?共享(?!单车|充电|电|汽车)|共享(?:一?下)?(?:了|着|过)?(?:给他)?(?:我的?|手机)?(?:屏幕?|桌面|画面)|投屏|会议(?:软件|app|应用|号)|(?:腾讯|视频|线上|网络|云)会议|(?:那个|一个)会议室?|(?<!开)(?<!了)(?<!个)会议|钉钉|飞书|zoom"
         "|远程(?!办公|上班|工作)|向日葵(?!花|籽)|todesk|teamviewer|anydesk|(?:看|瞧)(?:得)?(?:到|见)我?(?:的)?手机|(?:手机)?屏幕(?!碎|坏|摔|裂|上|保护|一亮|亮)"),
        ("code", "验证码|短信(?:里的?)?(?:验证)?(?:码|数字)|校验码|动态(?:码|密码|口令)|(?<!还)(?<!欠)(?<!还了)(?<!欠了)(?:六|6|四|4)(?:位|个)(?:的)?(?:数字|数?码)|(?<=[报念输])(?:六|6)位数|密码(?!锁)|付款码|u盾"),
        ("papers", "身份证(?!明)|手持|(?:证件|卡)(?:的)?(?:正反面|正面|反面|照片)|正反面|刷(?:个|一?下|了|过)?脸|扫(?:个|一?下|了|过)?脸|人脸|眨眼|(?:银行|储蓄|信用)卡(?:的)?(?:卡号|号|照片)"),
    )
)  # fmt: skip
SECRETS = frozenset(f"{kind}_{state}" for kind, _ in _THINGS for state in (ASKED, GIVEN)) | {f"secret_{KEPT}"}
_HIM = "(?:他们?|她|对方|客服|人家|那边|那人|那个人|骗子|中介|催收|警官|警察|民警|法官|经理|老师|业务员|专员|顾问|陌生人|别人|对面|\x02)"
_TELL = "(?:给|发|报|告诉|念|读|说|传|拍|填|输|交|开|共享|投|下载?|装|安装|打开|点|扫|刷|录|提供|上传|透露|泄露|登|连|进|接|同意|授权|控制|操作|弄|看)"
_ASKS = late(
    f"(?:让|叫|要求|要|喊|逼|催|哄|骗|教|求|指导|引导|非要|非得|硬要)(?:我|俺|我们)|(?:问|跟|找|向)我要|{_HIM}[^,]{{0,6}}?(?:(?<!不)要(?!是)|得(?!到)|让|叫|问|索要|套)"
    f"|(?:说|讲)(?:是|我)?(?:要|得|必须|需要|让|可以|能|帮)|(?:让|叫|要求|非要|必须|说要|索要)(?!不)|^(?:又|还|就|先|一直|老)*要(?!是|不)"
)
_TO_HIM = late(f"(?:给|告诉|发给|报给|念给|跟|对|向)[^,]{{0,2}}{_HIM}|(?:帮|替)我(?:操作|弄|处理|看)")
_WONDERED = late("(?:要不要|能不能|可不可以|可以|该不该|能|会不会|怕|担心|敢)[^,]{0,6}$")
_OWN = late(
    "登录|登陆|注册|收不到|没收到|频繁|忘(?:了|记)?|改(?:了|掉|个)?密码|重置|找回|门锁|官方app|开户|办卡|(?:开|有|参加)(?:个|完|着|了)?会议"
)
_AFTER = f"(?:给(?:了{_HIM}?|{_HIM}了?)|{_TELL}{{1,2}}(?:了|过(?!期)|过去|出去|走了?|着)|{_TELL}{{1,2}}(?:给)?了?{_HIM}了?|被[^,]{{0,4}}(?:套|骗|拿|要|看|偷)(?:走|去)?了)"
_DONE_AFTER = late(f"^[^,没不别要让叫]{{0,6}}?(?:(?:已经?|都|也|全|刚|就|被)[^,没不别要让叫]{{0,5}}?)?{_AFTER}")
_PERFECT = late("了|过去|出去|过(?!期)|走|已经?|着")
_DONE_BEFORE = late(
    f"(?:正|一直|还)?在$|(?<!没)(?<!没有)(?<!不)(?<!别)(?:{_TELL}{{1,2}}|被骗|被套)(?:了|过|着)(?:{_HIM}|个|一个|那个|他的|给)*[^,]{{0,5}}$|(?:{_TELL}{{1,2}}给了?|告诉了?|给了){_HIM}[^,]{{0,5}}$"
)
_OF_ITSELF = late("(?:刷|扫|共享|投)(?:了|过|着)|(?:刷|扫|共享|投)[^,]*?(?:脸|屏幕?|桌面|画面)(?:了|过|着)")
_TAKEN = late("(?:要|骗|套|拿|偷)(?:走|去)?了我?(?:的)?[^,]{0,4}$")
_BROUGHT = late("(?:带|拿|凭|持|用)(?:着|上|好|齐|我|他)?(?:的)?(?:本人)?$")
_PASSED = late("已经?|都|就|刚|被")
_ALREADY = late("已经?[^,没不]{0,4}$")
_SINCE = late(f"(?:^|[, ])(?:我)?(?:就|也|都|已经?|照|全|然后|结果)*(?:着)?(?:{_TELL}|做)(?:给{_HIM})?(?:了|完)")
_REFUSED = late(
    f"没(?:有)?(?:敢|再|肯)?(?:{_TELL}|理|照|搭理|答应|听|做|上当|信|管)|拒绝|(?:我)?不(?:肯|愿|想|敢|会)?{_TELL}|挂了|挂断|(?:我)?没干"
)
_KIN = "(?:老婆|老公|媳妇|丈夫|妻子|爱人|对象|男朋?友|女朋?友|[爸妈爹娘]|父母|爷爷|奶奶|[哥姐弟妹]|孩子|儿子|女儿|家里?人|亲戚|同事|同学|朋友)"
_SEEN_AT_HOME = late(f"{_KIN}[^,]{{0,6}}$")
_FEARS = late("(?:会不会|怕|担心)[^,]{0,6}$")
_PASSES_ON = late(f"{_TELL}|拿|盗|偷|套|骗|冒用|要(?!是)")
_BARRED = late("^[^,]{0,3}?被[^,]{0,4}?(?:冻|限制|列|拉黑|注销|封)|^[^,]{0,3}?(?:进|上)(?:了)?(?:黑名单|失信)")
_CHANGED = late("^(?:给|都|全|也|也给)?(?:改|换|重置|忘)")
_WHEN_BORROWED = late(
    "(?:借款?|借钱|申请|贷款?|下款|放款|注册)(?:的)?(?:时候?|那会儿?|那时|当时)|(?:当时|那时候?|那会儿?|当初)[^,]{0,4}(?:借|申请|贷)"
)
_SPREADS = "(?:发|曝光|贴|传|群发|公开|晒|挂|p)"
_THEY_SPREAD = late(
    f"(?:催收(?:的人?|员)?|他们?|她|对方|平台|\x02|那帮人|有人|客服)[^,我让叫要给]{{0,6}}(?:{_SPREADS}[^,让叫要]{{0,8}}$|把我?(?:的)?$)"
)
_OFFICE = late(
    "法院|法官|法庭|书记员|调解|法援|法律援助|12348|社区|街道|居委|村委|民政|人社|社保|派出所[^,]{0,6}笔录|律师|老板|领导"
    "|(?:^|,|我|我们|给|到)(?:的)?公司|单位|学校|医院|银行(?:的)?客服|自己打[^,]{0,14}客服"
)
_TO_OFFICE = late(
    "^[^,]{0,6}(?:给|到)(?:了)?(?:我们?)?(?:的)?(?:法院|法官|法庭|书记员|法援|社区|街道|居委|村委|民政|人社|社保|老板|领导|单位|学校|医院)"
)
_POSED = late(f"自称|冒充|假|号称|声称|谎称|装(?:作|成)|说(?:他|她|自己)?(?:们)?是|{_HIM}|催收|网上|群里|反催|中介")
_ANOTHER = late("客服|对方|他们|催收|骗|中介|有人|陌生人")
_CALLED_UP = late("(?<!自己)打(?:来|了|过来)?(?:个)?电话|来电|打给我|微信|qq|短信|链接|加(?:了)?我")
_MEETING = late("会议|钉钉|飞书|zoom")
_GOES_ON = late("(?:又|还|就|先|然后|他们)*(?:说|让|叫|要)")
_NOT_ASKED = late("(?<!要)(?:没(?:有)?|不)(?:让|叫|要|问)[^,]{0,8}$")
_CLAUSE = late("[,。;!?\n ]")
_NEAR = 24  # characters before and behind that still speak of it


def secrets_in(heard: Heard) -> tuple[str, int, int] | None:
    """`code_given`, `screen_asked`, `secret_kept`, with its place; of several the worst: what is gone comes before what is wanted."""
    text = heard.nameless
    found = [
        (rank, slug, *hit.span())
        for kind, pattern in _THINGS
        for hit in pattern.finditer(text)
        for rank, slug in _state(kind, text, *hit.span())
    ]
    if not found:
        return None
    _, slug, start, end = min(found)
    return slug, start, end


def _state(kind: str, text: str, start: int, end: int) -> list[tuple[int, str]]:
    """What became of one thing: gone, kept back, wanted, or nothing of the sort."""
    first = max((hit.end() for hit in _CLAUSE.finditer(text, 0, start)), default=0)
    stop = _CLAUSE.search(text, end)
    last = stop.start() if stop is not None else len(text)
    before, thing, after = text[first:start], text[start:end], text[end:last]
    behind = text[last : last + _NEAR]
    if _NOT_ASKED.search(before) or (kind == "papers" and _BROUGHT.search(before)):
        return []
    if _ordinary(kind, before, thing, after) or _rightly(kind, text[:first], before, thing, after):
        return []
    asked = _ASKS.search(before) is not None
    if kind == "papers" and not asked and _WHEN_BORROWED.search(before) and not _TO_HIM.search(before + thing + after):
        return []
    if _gone(before, thing, after, asked) or (asked and _SINCE.search(after + behind)):
        return [(0, f"{kind}_{GIVEN}")]
    to_him = _TO_HIM.search(before + thing + after) is not None
    idle = _FEARS.search(before) is not None and not _PASSES_ON.search(before + thing + after)
    wanted = asked or to_him or (_WONDERED.search(before) is not None and not idle)
    if not wanted and not _REFUSED.search(before + after):
        return []
    if _OWN.search(text[max(0, first - _NEAR) : last + _NEAR]):
        return []
    if _REFUSED.search(before + after + behind) and not _WONDERED.search(before):
        return [(2, f"secret_{KEPT}")]
    return [(1, f"{kind}_{ASKED}")] if wanted else []


def _ordinary(kind: str, before: str, thing: str, after: str) -> bool:
    """Whether nobody is after it: kin who see the telephone, a password changed, a card barred, a picture that the collector sent about."""
    if kind == "screen":
        return thing[0] in "看瞧" and _SEEN_AT_HOME.search(before) is not None
    if kind == "code":
        return _CHANGED.match(after) is not None
    return _BARRED.match(after) is not None or _THEY_SPREAD.search(before) is not None


def _rightly(kind: str, earlier: str, before: str, thing: str, after: str) -> bool:
    """Whether a court, an office, an employer or a helpline that one called asks for papers, a face or a meeting; not who poses as one."""
    if kind == "code" or (kind == "screen" and not _MEETING.search(thing)):
        return False
    clause = before
    if _GOES_ON.match(before):
        clause = earlier.rstrip(", ").rpartition(",")[2] + before
    office = _OFFICE.search(clause)
    if office is not None:
        called_up = kind == "papers" and _CALLED_UP.search(clause) is not None
        other = _POSED.search(clause[: office.start()]) or _ANOTHER.search(clause[office.end() :])
        return not called_up and other is None
    return _TO_OFFICE.search(after) is not None


def _gone(before: str, thing: str, after: str, asked: bool) -> bool:
    """Whether the clause itself says that it was given: 验证码发过去了, 报了验证码, 把脸刷了; 让我发过去 is only wanted."""
    if _TAKEN.search(before):
        return True
    done = _DONE_AFTER.match(after)
    passed = done is not None and (not asked or _PASSED.search(done.group()) is not None)
    if done is not None and passed and (_PERFECT.search(done.group()) or _ALREADY.search(before.removesuffix("把"))):
        return True
    return not asked and (_DONE_BEFORE.search(before) is not None or _OF_ITSELF.match(thing + after) is not None)
