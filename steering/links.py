"""Personal links in mails: each lets one person do one thing about one meeting, without an account.

A link holds no secret that is stored: it is signed with the product's key. Opening one must change
nothing, as mail scanners open links; what it is for is done by POST.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer

from people.models import Person
from people.names import familiar
from steering.enums import MeetingState
from steering.errors import SteeringError
from steering.models import Meeting
from steering.seats import sits_until


class Purpose(StrEnum):
    """What a link is for, as its address begins. A link for one serves for no other."""

    REPLY = "reply"
    PROPOSE = "propose"


PLACEHOLDER_ENDS = {Purpose.REPLY: "", Purpose.PROPOSE: " to propose an item"}
"""What tells the links of one mail apart where others may read it."""


class DeadLink(SteeringError):
    """The link does not work. `meeting` leads to whom to ask; None if the link was not ours."""

    def __init__(self, sentence: str, meeting: Meeting | None = None) -> None:
        super().__init__(sentence)
        self.meeting = meeting


class Forged(DeadLink):
    """Not made here, made for something else, or cut short on the way."""


class HasLeft(DeadLink):
    """Its person is no longer a member, or will not be one on the day of the meeting."""


class MeetingCancelled(DeadLink):
    """There is nothing to say about a meeting that will not be."""


class MeetingStarted(DeadLink):
    """A link holds until its meeting starts."""


@dataclass(frozen=True)
class Link:
    """A link that works: who opened it, for which meeting, and when that was to start then."""

    token: str
    meeting: Meeting
    person: Person
    made_for: datetime

    @property
    def called(self) -> str:
        """What its person is called: `Priya`."""
        return familiar(self.person.name)

    @property
    def moved(self) -> bool:
        """Whether the meeting has another time than when the link was made."""
        return _seconds(self.meeting.starts_at) != _seconds(self.made_for)


def personal_link(purpose: Purpose, *, meeting: Meeting, person: Person) -> str:
    """Give the whole address for `person`; the same each time until the meeting is moved."""
    return settings.PUBLIC_BASE_URL + personal_path(purpose, meeting=meeting, person=person)


def personal_path(purpose: Purpose, *, meeting: Meeting, person: Person) -> str:
    """The same as a path, for a page that this person alone sees."""
    words = f"{meeting.pk}-{person.pk}-{_seconds(meeting.starts_at)}"
    return f"/{purpose}/{_signer(purpose).sign(words)}/"


def stands_for_link(person: Person, purpose: Purpose = Purpose.REPLY) -> str:
    """Give what stands in a mail, wherever others may read it, for a link of `person`."""
    return f"[{familiar(person.name)}’s own link{PLACEHOLDER_ENDS[purpose]}]"


def read_link(token: str, purpose: Purpose, *, now: datetime) -> Link:
    """Give what `token` stands for at `now`. Three SQL queries.

    Raises Forged, HasLeft, MeetingCancelled or MeetingStarted, each with the sentence to show.
    """
    try:
        meeting_pk, person_pk, seconds = map(int, _signer(purpose).unsign(token).split("-"))
    except BadSignature as error:
        raise Forged(
            "This link does not work. Open it from the email again, or copy the whole of it."
        ) from error
    meeting = Meeting.objects.select_related("group__site").get(pk=meeting_pk)
    person = Person.objects.get(pk=person_pk)
    _refuse_if_over(meeting, person, now)
    return Link(token, meeting, person, made_for=datetime.fromtimestamp(seconds, tz=UTC))


def _refuse_if_over(meeting: Meeting, person: Person, now: datetime) -> None:
    if not sits_until(meeting, person, now):
        raise HasLeft("This link is no longer in use.", meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise MeetingCancelled("This meeting will not take place.", meeting)
    if meeting.starts_at <= now:
        raise MeetingStarted("This meeting has started, so this link is no longer in use.", meeting)


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"steering.links.{purpose}")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
