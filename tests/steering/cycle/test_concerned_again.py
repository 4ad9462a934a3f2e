"""Somebody for whom a notice was over, and is not any more."""

import pytest

from outbox.enums import WAITING
from outbox.models import Message
from steering.enums import Answer, NoticeKind
from steering.models import Reply
from steering.services.notices import queue_due
from tests.steering.cycle.scene import nine, reply, scene

pytestmark = pytest.mark.django_db


def waiting_reminders_of(name: str) -> int:
    rows = Message.objects.filter(kind=NoticeKind.REMINDER, to_name__startswith=name)
    return rows.filter(state__in=WAITING).count()


def test_apologies_taken_back_before_the_reminder_left_bring_it_back_once() -> None:
    one = scene()
    queue_due(now=nine(7, 12))
    assert waiting_reminders_of("Amy") == 1

    reply(one, one.amy, Answer.APOLOGIES)
    queue_due(now=nine(7, 12))
    assert waiting_reminders_of("Amy") == 0

    Reply.objects.filter(person=one.amy).update(answer=Answer.COMING)
    queue_due(now=nine(7, 12))
    queue_due(now=nine(7, 12))
    assert waiting_reminders_of("Amy") == 1
