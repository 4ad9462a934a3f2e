"""What somebody gets for their calendar because of what an administrator has just saved."""

from datetime import datetime, timedelta

from django.utils import timezone

from calendars.wording import counted, long_date
from outbox.models import Message
from people.models import Person
from steering.handles import handle_of
from steering.models import SteeringGroup

WHAT = {"REQUEST": "invitation", "CANCEL": "cancellation"}


def said_of_entries(person: Person, group: SteeringGroup, now: datetime) -> list[str]:
    """Give a sentence for the mails to `person` that were written at `now`; none if there are none.

    `Amy Rudd gets the invitations of 3 meetings, held for 5 minutes.`
    """
    mails = list(
        Message.objects.filter(
            mailbox__key=group.key, recipient=handle_of(person), created_at=now
        ).exclude(calendar="")
    )
    return [
        said
        for method in WHAT
        if (said := _said(person, [one for one in mails if one.calendar_method == method], now))
    ]


def _said(person: Person, mails: list[Message], now: datetime) -> str:
    if not mails:
        return ""
    what = WHAT[mails[0].calendar_method]
    which = f"{what} of a meeting" if len(mails) == 1 else f"{what}s of {len(mails)} meetings"
    return f"{person.name} gets the {which}, {_when(mails[0], now)}."


def _when(mail: Message, now: datetime) -> str:
    if mail.send_after > now:
        return f"on {long_date(timezone.localdate(mail.send_after))}"
    if mail.held_until is None:
        return "at once"
    held = mail.held_until - now
    minutes = held // timedelta(minutes=1)
    return f"held for {counted(minutes, 'minute') if minutes else counted(held.seconds, 'second')}"
