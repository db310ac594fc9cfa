"""The few sentences that only Telegram needs: groups, files, menus of commands. Everything else comes from the flows.

Pure data. A borrower reads these, so the rules of the flows hold: short, calm, no promise, no blame.
"""

from __future__ import annotations

from bot import safe

PRIVATELY = "这里人多，不方便说这些。想聊的话，点我的头像私聊我，一对一说。"
"""Once a day in a group or channel; nothing that is written there is kept."""

PRIVATELY_IN_DANGER = (*safe.DANGER[1:4], "这里人多。想接着说，点我的头像私聊我。")
"""Danger words in a group: the fixed safe text, and the way to a private talk."""

CHOSEN = "✓ {label}"
"""Below a question once a button was pressed."""

COPY = "复制 {number}"
"""On a button that copies a hotline number, or one of several messages of a script by its heading."""

COPY_SCRIPT = "复制全文"
"""On a button that copies a short script."""

TYPE_IT = "（点不了的话，直接打上面的字）"
"""Below options that could not become buttons."""

FILE_CAPTION = "这一份只发给了你。存好以后，可以把这条消息删掉。"
FILE_LOST = "文件这次没发出去，不是你的问题。过一会儿再要一次就行：一页总结发「导出」，文书发「写申请」。"
FILE_IN_DOUBT = (
    "刚才网断了一下，文件不一定到了，不是你的问题。上面要是没有，再要一次就行：一页总结发「导出」，文书发「写申请」。"
)

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("menu", "能做的事", "What I can do"),
    ("help", "怎么用", "How this works"),
    ("back", "上一步", "One step back"),
    ("edit", "改一个答案", "Change an answer"),
    ("script", "打电话的稿子", "The script for the call"),
    ("summary", "一页总结", "A summary as a file"),
    ("export", "导出记录", "Export the record"),
    ("remind", "接着走，能设提醒", "Go on; reminders can be set there"),
    ("pause", "先停在这里", "Pause here"),
    ("stop", "不要再提醒", "No more reminders"),
    ("restart", "从第一问重来", "Start over"),
    ("privacy", "留了什么、谁在管", "What is kept, and by whom"),
    ("forget", "删除我的数据", "Delete my data"),
)
"""Command, Chinese and English text of the menu."""

DESCRIPTION = (
    "网贷逾期、被催收、收到法院消息？先缓一口气，一次只弄一件事。\n\n"
    "我是程序，不是真人。不收费，不放贷，不代办。不问身份证和卡号。\n"
    "说过的可以随时发「删除」清空。Telegram 公司能看到发在这里的话。\n\n"
    "撑不住的时候打 12356；有危险打 110 或 120。"
)
DESCRIPTION_EN = (
    "For people in mainland China whose online loan is overdue. A program, not a person; free; it lends nothing. "
    "It speaks Chinese. Send /forget to delete what you said. In danger call 110 or 120; to be heard call 12356."
)
SHORT = "网贷逾期了，先稳住。免费，不放贷，不是真人。"
SHORT_EN = "Overdue online loan in China? First steady. Free, no lending, not a person. In Chinese."

STATUS = """运行情况
版本：{version}（流程 {edition}）
对话：{people} 人，{turns} 轮
等着回的：{waiting}，放在一边的：{set_aside}
没送到的：{undelivered}，说不准的：{maybe}，送不了的：{failed}
提醒：{timers}
在删的：{erasing}
{refused}"""
STATUS_FINE = "流程没有错误。"
STATUS_REFUSED = "最近一次改动有错，没有换上（见上一条通知，或在机器上运行 wenzhu flows check）。"
