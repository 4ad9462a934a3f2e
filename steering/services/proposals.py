"""What members propose for the agenda of a meeting: it waits in the backlog until it is taken."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import Person
from steering.errors import SteeringError
from steering.models import BacklogItem, Meeting

MOST = 10


class TooManyProposals(SteeringError):
    """No agenda holds more from one person, and no link is to fill the backlog."""


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to talk about, and why. `length` is in minutes."""

    title: str
    why: str = ""
    length: int | None = None
    brings_paper: bool = False


@transaction.atomic
def propose(*, meeting: Meeting, person: Person, said: Proposal, now: datetime) -> BacklogItem:
    """Note a proposal; the same title again changes the one that waits. Raises TooManyProposals."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    mine = BacklogItem.objects.filter(proposed_by=person, proposed_for=meeting)
    waiting = mine.open().filter(title__iexact=said.title).first()
    if waiting is None:
        if mine.count() >= MOST:
            raise TooManyProposals(
                f"You have proposed {MOST} items for this meeting. Answer the email for more."
            )
        waiting = BacklogItem(
            group=meeting.group, proposed_by=person, proposed_for=meeting, entered_at=now
        )
    waiting.title, waiting.notes = said.title, said.why
    waiting.length, waiting.brings_paper = said.length, said.brings_paper
    waiting.save()
    return waiting
