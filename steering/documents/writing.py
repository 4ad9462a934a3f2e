"""What lies before somebody who writes minutes: a part for each text, with what it recorded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from people.models import Person
from steering.documents.numbering import Outcome, numbered
from steering.models import Action, AgendaItem, Decision, Meeting, MinutesText


@dataclass(frozen=True)
class Part:
    """The minutes of one agenda item, or of the whole meeting (None), as they stand.

    `version` is 0 where nothing was written yet. Decisions and actions come with their numbers.
    """

    item: AgendaItem | None
    text: str
    version: int
    decisions: list[tuple[str, Decision]]
    actions: list[tuple[str, Action]]

    @property
    def key(self) -> str:
        """What the page calls this part in ids and names of inputs."""
        return f"item-{self.item.pk}" if self.item else "whole"

    @property
    def title(self) -> str:
        return self.item.title if self.item else "The meeting as a whole"

    @property
    def is_empty(self) -> bool:
        return not (self.version or self.decisions or self.actions)


def parts_of(meeting: Meeting) -> list[Part]:
    """Give the parts in the order of the agenda. Four SQL queries; needs the meeting's number.

    A part for the whole meeting comes first where there is no agenda, or where something was
    recorded under no item.
    """
    texts = {
        text.agenda_item_id: text for text in MinutesText.objects.filter(minutes__meeting=meeting)
    }
    decisions = _by_item(numbered(meeting, meeting.decisions.in_order()))
    actions = _by_item(numbered(meeting, meeting.actions.in_order().select_related("owner")))

    def part(item: AgendaItem | None) -> Part:
        key = item.pk if item else None
        text = texts.get(key)
        return Part(
            item=item,
            text=text.text if text else "",
            version=text.version if text else 0,
            decisions=decisions[key],
            actions=actions[key],
        )

    whole, items = part(None), [part(item) for item in meeting.agenda_items.all()]
    return items if items and whole.is_empty else [whole, *items]


def people_for_actions(meeting: Meeting) -> list[Person]:
    """Who may take on an action: the members of that day, and whoever is in the register.

    By name; one SQL query.
    """
    day = timezone.localdate(meeting.starts_at)
    members = meeting.group.memberships.active_on(day).values("person")
    recorded = meeting.attendances.values("person")
    return list(
        Person.objects.filter(Q(pk__in=members) | Q(pk__in=recorded)).order_by("name", "pk")
    )


def _by_item(
    outcomes: Iterable[tuple[str, Outcome]],
) -> defaultdict[int | None, list[tuple[str, Outcome]]]:
    found: defaultdict[int | None, list[tuple[str, Outcome]]] = defaultdict(list)
    for number, outcome in outcomes:
        found[outcome.agenda_item_id].append((number, outcome))
    return found
