"""Replying to an invitation: by oneself with a personal link, or through the administrator."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from people.models import Person, User
from people.services import note_person
from steering.enums import Answer, Deputies, MeetingState
from steering.errors import SteeringError
from steering.models import Meeting, Membership, Reply
from steering.seats import sits_until


class CannotReply(SteeringError):
    """The meeting is over or cancelled, or the person is not a member on its day."""


class MeetingWasMoved(SteeringError):
    """The reply was for another time than the meeting now has."""


class NoDeputies(SteeringError):
    """The terms of reference let nobody come in a member's place."""


class DeputyIsAMember(SteeringError):
    """Members come in their own right."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says about a meeting that was to start at `starts_at` when they were asked.

    `arrives` is said with LATE alone, the deputy's name and address with DEPUTY alone.
    """

    answer: Answer
    starts_at: datetime
    arrives: str = ""
    deputy_name: str = ""
    deputy_email: str = ""
    needs: str = ""


@transaction.atomic
def reply(
    *, meeting: Meeting, person: Person, said: Said, now: datetime, entered_by: User | None = None
) -> Reply:
    """Note what `person` says, in place of what they said before.

    `entered_by` is the administrator who enters it for them. A deputy whom nobody knows by that
    name and address is entered as a person. Raises CannotReply, MeetingWasMoved, NoDeputies and
    DeputyIsAMember.
    """
    locked = (
        Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    )
    _refuse_if_over(locked, person, now)
    if locked.starts_at != said.starts_at:
        raise MeetingWasMoved("The meeting has been moved since. Reply for the new time.")
    deputy = _deputy(locked, person, said) if said.answer == Answer.DEPUTY else None
    noted, _ = Reply.objects.update_or_create(
        meeting=locked,
        person=person,
        defaults={
            "starts_at": locked.starts_at,
            "answer": said.answer,
            "deputy": deputy,
            "arrives": said.arrives if said.answer == Answer.LATE else "",
            "needs": said.needs,
            "replied_at": now,
            "entered_by": entered_by,
        },
    )
    return noted


def usual_deputy(meeting: Meeting, person: Person) -> Person | None:
    """Give who was last named to stand in for `person` on the group, if anybody."""
    named = person.deputies.filter(group=meeting.group_id, ended_on__isnull=True)
    last = named.select_related("deputy").order_by("-named_on", "-pk").first()
    return last.deputy if last else None


def _refuse_if_over(meeting: Meeting, person: Person, now: datetime) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise CannotReply(
            f"This meeting is {meeting.get_state_display().lower()}: there is no more to reply."
        )
    if meeting.starts_at <= now:
        raise CannotReply("This meeting has started. Record who is there in the register.")
    if not sits_until(meeting, person, now):
        raise CannotReply(f"{person.name} is not a member of the group on the day of the meeting.")


def _deputy(meeting: Meeting, person: Person, said: Said) -> Person:
    if meeting.group.deputies == Deputies.NONE:
        raise NoDeputies(
            "In this group nobody comes in a member’s place. Choose whether you can come yourself."
        )
    name, email = " ".join(said.deputy_name.split()), said.deputy_email
    deputy = _known(meeting, person, name, email) or note_person(name=name, email=email)
    if deputy == person or Membership.objects.filter(group=meeting.group, person=deputy).active_on(
        timezone.localdate(meeting.starts_at)
    ):
        raise DeputyIsAMember(
            f"{deputy.name} is a member of the group, so cannot come in somebody’s place. "
            "Name somebody else."
        )
    return deputy


def _known(meeting: Meeting, person: Person, name: str, email: str) -> Person | None:
    """Whoever stood or usually stands in for `person` here, or is known at that address."""
    here = Q(deputy_for__group=meeting.group_id, deputy_for__member=person) | Q(
        stands_in__meeting__group=meeting.group_id, stands_in__person=person
    )
    if email:
        return Person.objects.filter(name__iexact=name, email__iexact=email).order_by("pk").first()
    return Person.objects.filter(here, name__iexact=name).order_by("pk").first()
