"""A meeting on which everything happened that minutes can tell, for the tests of its forms.

The people are those of the example programme. Three of the members are no professionals, so what
would give away their capacity is there to leak.
"""

from dataclasses import dataclass
from datetime import date, datetime

from people.models import Person
from sites.enums import Role
from steering.enums import (
    Appearance,
    AttendanceStatus,
    Capacity,
    MeetingState,
    MemberRole,
    MinutesState,
    Mode,
)
from steering.models import AgendaItem, Meeting, Membership, Minutes, MinutesText
from tests import make

PRESENT, APOLOGIES, ABSENT, DEPUTY, IN_ATTENDANCE = AttendanceStatus
STARTS = datetime(2026, 11, 24, 10, 0, tzinfo=make.LONDON)
NEXT = datetime(2027, 1, 19, 10, 0, tzinfo=make.LONDON)
SENT = datetime(2026, 12, 8, 15, 5, tzinfo=make.LONDON)

JOINT_VISITS = """Rohan Deverell presented **version 3** of the protocol:

- 14 joint visits in October
- in 9 of them the family came away with *one plan* instead of two

Lorna Pettifer’s team asked who arranges the visit."""


@dataclass(frozen=True)
class Alderfleet:
    """The meeting, and those of its people whom a test asks for."""

    meeting: Meeting
    minutes: Minutes
    people: dict[str, Person]


def alderfleet(*, state: MinutesState = MinutesState.CIRCULATED) -> Alderfleet:
    """Make the group's second meeting, its minutes in `state`, and plan the next."""
    site = make.make_site(name="Alderfleet")
    group = make.make_group(site=site, name="Alderfleet steering group", quorum="50%")
    council = make.make_agency(name="Alderfleet Council")
    trust = make.make_agency(name="Fleetmoor Mental Health NHS Trust")
    school = make.make_agency(name="Sallow Lane Primary School")
    forum = make.make_agency(name="Fleet Forum")
    people: dict[str, Person] = {}

    def person(name: str) -> Person:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        people[name] = make.make_person(name=name, email=email)
        return people[name]

    def member(name: str, **of_it: object) -> Membership:
        return make.make_member(group=group, person=person(name), **of_it)  # type: ignore[arg-type]

    member("Celia Brandreth", agency=council, role=MemberRole.CHAIR)
    member("Rohan Deverell", agency=trust, role=MemberRole.DEPUTY_CHAIR)
    member("Lorna Pettifer", agency=trust)
    member("Gideon Strake", agency=school)
    member("Bea Rostron", agency=forum, capacity=Capacity.CARER)
    member("Terence Oduya", capacity=Capacity.SERVICE_USER)
    member("Samir Vance", agency=forum, capacity=Capacity.YOUNG_CARER)
    own_words = member("Odette Lamb", agency=forum, capacity=Capacity.REPRESENTATIVE)
    own_words.appears, own_words.own_words = Appearance.OWN_WORDS, "For the families of Withy Bank"
    own_words.save()
    member("Imogen Tarrant", agency=council, role=MemberRole.ADMINISTRATOR)
    make.make_role(person=person("Fergus Adair"), site=site, role=Role.PROJECT_MANAGER)
    make.make_post(person=person("Joy Abernethy"), agency=trust, title="Team manager")
    make.make_post(person=person("Judith Amankwah"), agency=council, title="Head of early help")

    make.make_meeting(group=group, starts_at=STARTS.replace(month=9), state=MeetingState.HELD)
    make.make_meeting(group=group, starts_at=STARTS.replace(month=10), state=MeetingState.CANCELLED)
    make.make_meeting(group=group, starts_at=NEXT)
    meeting = make.make_meeting(
        group=group,
        starts_at=STARTS,
        announced_at=STARTS.replace(month=10),
        state=MeetingState.HELD,
        mode=Mode.HYBRID,
        place="Alderfleet Guildhall, Room 2",
        agenda=("Welcome and apologies", "Joint visits: the shared protocol", "Any other business"),
    )
    for name, status, on_behalf_of in (
        ("Samir Vance", PRESENT, None),
        ("Celia Brandreth", PRESENT, None),
        ("Rohan Deverell", PRESENT, None),
        ("Bea Rostron", PRESENT, None),
        ("Terence Oduya", PRESENT, None),
        ("Odette Lamb", PRESENT, None),
        ("Joy Abernethy", DEPUTY, "Lorna Pettifer"),
        ("Lorna Pettifer", APOLOGIES, None),
        ("Gideon Strake", ABSENT, None),
        ("Fergus Adair", IN_ATTENDANCE, None),
        ("Imogen Tarrant", PRESENT, None),
        ("Judith Amankwah", IN_ATTENDANCE, None),
    ):
        make.make_attendance(
            meeting=meeting,
            person=people[name],
            status=status,
            on_behalf_of=people[on_behalf_of] if on_behalf_of else None,
        )
    minutes = _minutes(meeting, people)
    Minutes.objects.filter(pk=minutes.pk).update(
        state=state,
        version=2,
        circulated_at=SENT if state in (MinutesState.CIRCULATED, MinutesState.APPROVED) else None,
        approved_on=NEXT.date() if state == MinutesState.APPROVED else None,
    )
    minutes.refresh_from_db()
    return Alderfleet(meeting, minutes, people)


def _minutes(meeting: Meeting, people: dict[str, Person]) -> Minutes:
    welcome, visits, other = meeting.agenda_items.order_by("position")
    minutes = make.make_minutes(
        meeting=meeting, item=welcome, text="Celia Brandreth welcomed everybody."
    )
    _write(minutes, visits, JOINT_VISITS)
    _write(minutes, other, "There was none.")
    make.make_decision(meeting=meeting, text="The report goes out in May")
    make.make_decision(meeting=meeting, item=visits, text="The service told first arranges it.")
    make.make_action(
        meeting=meeting,
        text="Ask the surgery for a named contact",
        owner=people["Samir Vance"],
        due_on=date(2026, 12, 18),
    )
    make.make_action(
        meeting=meeting,
        item=visits,
        text="Put the five-day rule in version 4.",
        owner=people["Rohan Deverell"],
        due_on=date(2026, 12, 11),
    )
    make.make_action(meeting=meeting, item=visits, text="Find a room")
    return minutes


def _write(minutes: Minutes, item: AgendaItem, text: str) -> None:
    MinutesText.objects.create(minutes=minutes, agenda_item=item, text=text)
