"""Faults that somebody could make, each a wrong variant of one named part of the product."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from outbox import services as outbox
from steering.enums import NoticeKind
from steering.services import entries, meetings, memberships, notices
from steering.services.notices import audiences, notice, queueing, situation

Plant = Callable[[pytest.MonkeyPatch], None]


def key_without_the_time(patch: pytest.MonkeyPatch) -> None:
    """What was sent for the old time counts as sent for the new one."""
    patch.setattr(notice, "batch_of", lambda kind, meeting: f"{kind}:{meeting.pk}")


def what_is_there_is_not_looked_up(patch: pytest.MonkeyPatch) -> None:
    """What is there already is not known again."""
    patch.setattr(queueing, "_messages", lambda notices: defaultdict(dict))


def members_who_left(patch: pytest.MonkeyPatch) -> None:
    """Whoever joined is a member for good."""

    def everybody(meeting, now):
        return tuple(one.person for one in meeting.group.memberships.all())

    patch.setattr(situation, "members_for", everybody)


def leaving_withdraws_nothing(patch: pytest.MonkeyPatch) -> None:
    """Neither what waits in the group's mailbox nor what waits about its meetings to come."""
    patch.setattr(memberships, "_withdraw", lambda membership, left_on, now: 0)
    patch.setattr(entries._Desk, "_withdraw", lambda self, meeting, kind=None: None)


def _withdraws_nothing(patch: pytest.MonkeyPatch, because: str) -> None:
    def withdraw(**what):
        return 0 if what["because"] == because else outbox.withdraw(**what)

    patch.setattr(meetings, "outbox", SimpleNamespace(withdraw=withdraw))


def cancelling_withdraws_nothing(patch: pytest.MonkeyPatch) -> None:
    _withdraws_nothing(patch, "The meeting was cancelled.")


def moving_withdraws_nothing(patch: pytest.MonkeyPatch) -> None:
    _withdraws_nothing(patch, "The meeting was moved.")


def apologies_are_reminded(patch: pytest.MonkeyPatch) -> None:
    line = notices.TABLE[NoticeKind.REMINDER]
    patch.setitem(notices.TABLE, NoticeKind.REMINDER, replace(line, audience=audiences.members))


def those_who_replied_are_asked_again(patch: pytest.MonkeyPatch) -> None:
    line = notices.TABLE[NoticeKind.SECOND_REQUEST]
    patch.setitem(
        notices.TABLE, NoticeKind.SECOND_REQUEST, replace(line, audience=audiences.members)
    )


def dropped_goes_all_the_same(patch: pytest.MonkeyPatch) -> None:
    hold_of = notice.hold_of

    def not_dropped(meeting, kind):
        hold = hold_of(meeting, kind)
        return None if hold and hold.dropped_at else hold

    patch.setattr(notice, "hold_of", not_dropped)


def due_at_the_very_minute_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        notice.Notice,
        "is_current",
        property(lambda self: self.goes and self.due == self.situation.now),
    )


def never_over(patch: pytest.MonkeyPatch) -> None:
    """Every notice makes sense until the meeting begins."""
    patch.setattr(notice, "expires_at", lambda kind, meeting: meeting.starts_at)


def post_is_mailed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(situation, "gets_mail", lambda person: bool(person.email))


def moments_before_an_import(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(notice.Notice, "is_entered_in_time", property(lambda self: True))


FAULTS: list[Plant] = [
    key_without_the_time,
    what_is_there_is_not_looked_up,
    members_who_left,
    leaving_withdraws_nothing,
    cancelling_withdraws_nothing,
    moving_withdraws_nothing,
    apologies_are_reminded,
    those_who_replied_are_asked_again,
    dropped_goes_all_the_same,
    due_at_the_very_minute_alone,
    never_over,
    post_is_mailed,
    moments_before_an_import,
]
