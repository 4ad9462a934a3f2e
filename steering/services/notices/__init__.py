"""Standard notices, which go by themselves when they are due: the administrator's cycle.

A notice is due from its moment until its expiry and goes once to each person: its key is made of
kind, meeting, start and person, so a task that runs twice adds nothing, and a moved meeting has
new keys. Whether it still makes sense is asked when it is about to go.
"""

from steering.services.notices.holds import (
    NoNotice,
    TooLateToHold,
    drop_notice,
    hold_notice,
    over,
    release_notice,
    send_now,
    why_not_now,
)
from steering.services.notices.in_words import meaning, went_out_at
from steering.services.notices.notice import Notice, batch_of, notice_of, notices_of
from steering.services.notices.queueing import (
    meetings_in_reach,
    queue_due,
    read_notice,
    withdraw_over,
)
from steering.services.notices.reminding import NotReminded, remind_of_paper
from steering.services.notices.situation import (
    Situation,
    situations_among,
    situations_of,
    to_read,
    with_cycle,
)
from steering.services.notices.table import TABLE
from steering.services.notices.words import preview, words_for

__all__ = [
    "TABLE",
    "NoNotice",
    "NotReminded",
    "Notice",
    "Situation",
    "TooLateToHold",
    "batch_of",
    "drop_notice",
    "hold_notice",
    "meaning",
    "meetings_in_reach",
    "notice_of",
    "notices_of",
    "over",
    "preview",
    "queue_due",
    "read_notice",
    "release_notice",
    "remind_of_paper",
    "send_now",
    "situations_among",
    "situations_of",
    "to_read",
    "went_out_at",
    "why_not_now",
    "with_cycle",
    "withdraw_over",
    "words_for",
]
