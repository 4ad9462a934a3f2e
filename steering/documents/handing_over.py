"""What whoever takes over the administrator's work of a group has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from outbox.models import Message
from people.enums import Route
from people.models import Contact, Person
from people.reach import FORMATS, gets_mail, reach_of
from steering.models import Action, Membership, Minutes, SteeringGroup
from steering.seats import holds


@dataclass(frozen=True)
class Need:
    """Somebody who is reached in another way than by mail, or needs something to take part."""

    person: Person
    contact: Contact

    @property
    def by_post(self) -> bool:
        return not gets_mail(self.person)

    @property
    def words(self) -> list[str]:
        """What they need, a phrase each."""
        said = [words for field, words in FORMATS.items() if getattr(self.contact, field)]
        if self.contact.route == Route.TELEPHONE:
            said.append(f"rung on {self.contact.telephone}")
        if self.contact.notice_days:
            said.append(f"told {self.contact.notice_days} days before a meeting")
        return [*said, *filter(None, [self.contact.other_needs])]


def with_notes(groups: QuerySet[SteeringGroup]) -> QuerySet[SteeringGroup]:
    """The same groups with `last_minutes` (pk of the meeting, title, state) and `waiting` messages.

    Their members are read with their contacts: one SQL query more.
    """
    minutes = Minutes.objects.filter(meeting__group=OuterRef("pk")).order_by("-meeting__starts_at")
    last = JSONObject(meeting="meeting", title="meeting__title", state="state")
    waiting = Message.objects.waiting().filter(mailbox__key=OuterRef("key")).order_by()
    number = waiting.values("mailbox").annotate(number=Count("pk")).values("number")
    people = Membership.objects.select_related("person__contact", "agency").order_by("pk")
    return groups.annotate(
        last_minutes=Subquery(minutes.values(last=last)[:1]),
        waiting=Coalesce(Subquery(number), 0),
    ).prefetch_related(Prefetch("memberships", people))


def needs_of(group: SteeringGroup, today: date) -> list[Need]:
    """Give which members of a group from `with_notes` need something, by name. No SQL query."""
    people = {seat.person for seat in group.memberships.all() if holds(seat, today)}
    by_name = sorted(people, key=lambda one: (one.name.casefold(), one.pk))
    needs = [Need(one, reach_of(one)) for one in by_name]
    return [one for one in needs if one.by_post or one.words]


def open_actions_of(group: SteeringGroup) -> list[Action]:
    """Give what is open, those without a date last. One SQL query."""
    rows = Action.objects.open().filter(meeting__group=group).select_related("owner", "meeting")
    return list(rows.order_by("due_on", "meeting", "ordinal"))
