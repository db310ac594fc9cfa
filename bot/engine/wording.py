"""The sentences that the engine says by itself: which keys `flows/wording.yaml` must hold, and what each may read.

The words are the editors'; this is only the list, so that an edition that lacks one is refused before anybody needs it.
Besides the names listed, every one of them may read slots, facts and `operator`.
"""

from __future__ import annotations

REQUIRED: dict[str, tuple[str, ...]] = {
    # reading back
    "echo": ("read_back",),  # 记下：约 1.2 万元。不对就说『改』。
    "heard": ("read_back",),  # what an opening message filled, in one line
    "confirm": ("read_back",),  # a value that decides a legal deadline
    "confirm_yes": (),  # labels, at most ten characters
    "confirm_no": (),
    "rivals": ("first", "second"),  # two candidates remain: which one?
    "draft": ("read_back",),  # label of an earlier answer, offered as the first choice
    "masked": (),  # told once, kindly: such numbers are not needed
    "consent_kept": (),  # after the first answer that records a consent
    "agreed": (),  # 「对」 to what was read back, before the question that it does not answer
    # the ladder
    "ladder_example": ("example",),
    "ladder_no_example": (),
    "ladder_smaller": (),  # above two choices
    "ladder_one": (),  # above the only one
    "ladder_skip": (),  # skipped for now, 〔请补〕 later, a hotline
    "asked": (),  # a question that nobody wrote an answer to
    "unknown_label": (),  # 不清楚
    "skip_label": (),  # 先跳过
    # place
    "stale": (),  # an old button: that one is done, we are here
    "edited": (),  # an edited message
    "early": (),  # words written before the question came
    "landed": (),  # the step is gone from this edition
    "recap": ("read_back",),  # /start in the middle; read_back may be empty
    "fallback_question": (),  # a question when a book leaves a person without one
    # what cannot be read
    "sent_photo": (),
    "sent_voice": (),
    "sent_sticker": (),
    "sent_location": (),
    "sent_contact": (),
    "sent_poll": (),
    "sent_file": (),
    "sent_other": (),
    # built-in words
    "why_none": (),
    "help": (),
    "menu": (),
    "back_none": (),
    "back_done": (),
    "edit_none": (),
    "edit_pick": (),  # question: which one?
    "edit_now": (),  # before asking one again
    "restate_ask": ("read_back",),  # question: what was only heard, said anew
    "restate_keep": (),
    "restate_drop": (),
    "restate_dropped": (),
    "item_dropped": ("read_back",),  # 删这一家
    "skipped": (),
    "cannot_skip": (),
    "forget_ask": (),  # question
    "forget_yes": (),
    "forget_no": (),
    "forget_done": (),
    "paper_later": (),  # another paper is told of while one is gone through: it is kept apart
    "confirm_waits": (),  # other words instead of a yes or a no: the value that was read back is not lost
    "forget_kept": (),
    "forget_waits": (),  # other words instead of a yes or a no: nothing is deleted
    "paused": (),
    "resumed": (),
    "stopped": (),
    "restarted": (),
    "reminder_waits": (),  # in a terminal, before the first yes to reminders: they show at the next opening
    "reminder_stop": (),  # in each reminder: 停 ends them
    "reminder_also": ("count",),  # in a reminder behind which others wait
    "about_next": ("which",),  # between two reminders of one message: whom the next one is about
    "reminder_deadline": (),  # in the care after danger: a day that is near, in one gentle sentence
    "reminders_unsaved": (),  # reminders wanted after 不保存
    "privacy": (),
    "unsaved": (),  # 不保存
    "saved": (),  # 保存
    "saved_nowhere": (),  # 保存, where nothing outlives the window
    "bye": (),  # 不想聊了
    "quiet_exit": (),  # 有人来了: one bland line
    "export_nothing": (),  # a file is wanted of a paper that was never made
    # going through a page before it leaves
    "review_keep_ask": ("n", "of"),  # question under a section: stays or goes
    "review_keep": (),  # labels
    "review_drop": (),
    "review_rest": (),
    "review_none": (),
    "review_rest_shown": (),  # above the sections that 后面都留着 keeps
    "review_offer_ask": ("of", "titles"),  # question: look at what may be added?
    "review_look": (),
    "review_enough": (),
    "review_add_ask": ("n", "of"),  # question under a section that may be added
    "review_add": (),
    "review_leave": (),
    "review_consent_ask": ("n", "of"),  # the same for health and crisis, to somebody else: a yes of its own
    "review_agree": (),
    "review_refuse": (),
    "review_stopped": (),  # 先不要了: nothing left
    "review_empty": (),  # every section was taken out
    "script_missing": (),  # above a script with 〔请补〕
    "more_yes": (),  # labels of 还有别的吗？
    "more_no": (),
    "list_full": (),
    "picture_unsaid": (),  # in a picture: a value that was not said
    "picture_nameless": ("number",),  # an item without a name
    "picture_rest": ("count",),  # the items for which there is no room, together
    "picture_sum": (),  # label of the sum
    "latched_near": (),  # the same, said in turn where the crisis question is not answered: company, and the numbers
    "latched_slow": (),
    "latched_here": (),
    "latched": (),  # anything else while danger holds: gently back to the crisis question
}
