"""Planning a meeting like one that there is."""

from django.db import transaction
from django.utils import timezone

from people.models import Person
from steering.enums import ItemSource
from steering.models import Meeting
from steering.querysets import AgendaItemQuerySet
from steering.services.agenda import ItemTerms, add_item
from steering.services.meetings import MeetingPlan, plan_meeting


def copied_items(like: Meeting) -> AgendaItemQuerySet:
    """The items that another meeting gets too: all but the matters arising, which are its own."""
    items: AgendaItemQuerySet = like.agenda_items.exclude(source=ItemSource.MATTERS_ARISING)
    return items


@transaction.atomic
def plan_another(*, like: Meeting, plan: MeetingPlan) -> Meeting:
    """Plan a meeting of the same group with the agenda of `like`; nobody is told yet.

    Papers, notes, minutes and replies are not copied, nor is anybody who has left the group by
    then named or down to present.
    """
    meeting = plan_meeting(group=like.group, plan=plan, agenda=[])
    left = _left_by(meeting)
    for item in copied_items(like).select_related("presenter").prefetch_related("named"):
        terms = ItemTerms(
            title=item.title,
            kind=item.kind,
            presenter=None if item.presenter in left else item.presenter,
            length=item.length,
            confidential=item.confidential,
            named=tuple(person for person in item.named.all() if person not in left),
        )
        standing = item.source == ItemSource.STANDING
        add_item(
            meeting=meeting,
            terms=terms,
            source=ItemSource.STANDING if standing else ItemSource.WRITTEN,
        )
    return meeting


def _left_by(meeting: Meeting) -> set[Person]:
    """Who was on the group and is so no more on the day of the meeting."""
    sitting = meeting.group.memberships.active_on(timezone.localdate(meeting.starts_at))
    were = Person.objects.filter(memberships__group=meeting.group)
    return set(were.exclude(pk__in=sitting.values("person")))
