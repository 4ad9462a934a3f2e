"""What is unusual about those who are about to get something, and so worth a look before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from calendars.wording import long_date
from outbox.enums import State
from outbox.models import Message
from people.enums import Route
from people.models import Person
from people.reach import gets_mail, reach_of
from steering.models import Membership

SHARED_MAILBOXES = frozenset(
    {"admin", "contact", "enquiries", "hello", "info", "mail", "office", "reception", "team"}
)
"""What stands before the @ of an address that several people usually read."""

BY_POST = {
    Route.POST: "Wants it by post: gets a printed copy, from you.",
    Route.TELEPHONE: "Wants to be rung, and gets a printed copy by post, from you.",
}

NEW_MEMBER = timedelta(days=30)


@dataclass(frozen=True)
class Look:
    """Something unusual about a recipient: `tag` in two words, `note` in a sentence."""

    tag: str
    colour: str
    note: str


@dataclass(frozen=True)
class Known:
    """What is known of a list of people: addresses in lower case, new members by person id."""

    used: Counter[str]
    last: dict[str, Message]
    joined: dict[int, date]

    def look_at(self, person: Person) -> Look | None:
        """Give what is unusual about one of them, the most serious thing alone."""
        address = person.email.casefold()
        last = self.last.get(address)
        if not gets_mail(person):
            return _look_at_post(person)
        if last and last.state == State.FAILED:
            failed_on = long_date(last.changed_at)
            return Look("Came back", "red", f"The last message failed on {failed_on}.")
        if address.partition("@")[0] in SHARED_MAILBOXES:
            return Look("Shared mailbox", "yellow", "Others may read this mailbox.")
        if person.pk in self.joined and not last:
            since = long_date(self.joined[person.pk])
            return Look("New address", "yellow", f"Joined on {since}. Never written to before.")
        if self.used[address] > 1:
            return Look("Two people", "yellow", "Somebody else on this list has this address.")
        return None


def _look_at_post(person: Person) -> Look:
    if not person.email:
        return Look("No e-mail", "orange", "Gets a printed copy by post, from you.")
    return Look("By post", "orange", BY_POST[Route(reach_of(person).route)])


def known_of(people: Iterable[Person], seats: Iterable[Membership], now: datetime) -> Known:
    """Read what was last sent to each of `people`, who have `seats` on the group. One SQL query."""
    addresses = [person.email for person in people if person.email]
    messages = (
        Message.objects.listed()
        .filter(to_address__in=addresses)
        .order_by("to_address", "-created_at")
        .distinct("to_address")
        .only("to_address", "state", "changed_at")
    )
    newest = timezone.localdate(now) - NEW_MEMBER
    return Known(
        used=Counter(address.casefold() for address in addresses),
        last={message.to_address.casefold(): message for message in messages},
        joined={seat.person_id: seat.joined_on for seat in seats if seat.joined_on > newest},
    )
