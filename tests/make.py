"""Plain builders of records for tests: each takes what the test cares about, and no more."""

import hashlib
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from barriers.enums import Direction, Level, RatingValue, View
from barriers.models import Factor, ImplementationLevel, Rating, RatingRound, Theme
from outbox.models import Mailbox, Message
from outbox.services import Draft, put, put_sign_in_code
from people.enums import Route
from people.models import Contact, Person, User
from sites.enums import AgencyKind, ChangeKind, ChangeStatus, Interface, Nation, Role, Seniority
from sites.models import Agency, OrganisationalChange, Post, SchoolHoliday, Site, SiteRole
from steering.enums import (
    AttendanceStatus,
    Capacity,
    MeetingState,
    MemberRole,
    MinutesState,
    Mode,
)
from steering.models import (
    Action,
    AgendaItem,
    Attendance,
    BacklogItem,
    CalendarFeed,
    CoreAgency,
    Decision,
    Deputy,
    Meeting,
    Membership,
    Minutes,
    MinutesText,
    NamedOnItem,
    Paper,
    PaperContent,
    PaperFile,
    StandingItem,
    SteeringGroup,
)

LONDON = ZoneInfo("Europe/London")
LONG_AGO = date(2020, 1, 1)
ENTERED_AT = datetime(2020, 1, 1, tzinfo=LONDON)
"""When meetings were entered here, so that every notice of theirs may go."""

_numbers = count(1)


def make_person(*, name: str = "", email: str | None = None, key: str = "") -> Person:
    number = next(_numbers)
    return Person.objects.create(
        key=key or f"person-{number}",
        name=name or f"Person {number}",
        email=f"person-{number}@example.org" if email is None else email,
    )


def make_contact(*, person: Person, route: Route = Route.EMAIL, **others: Any) -> Contact:
    """How somebody is reached, with their needs as `others`."""
    return Contact.objects.create(person=person, route=route, **others)


def make_user(*, person: Person | None = None, is_owner: bool = False) -> User:
    person = person or make_person()
    return User.objects.create(
        email=person.email or f"{person.key}@example.org", person=person, is_owner=is_owner
    )


def make_agency(
    *,
    name: str = "",
    kind: AgencyKind = AgencyKind.LOCAL_AUTHORITY,
    interface: Interface = Interface.CORE,
) -> Agency:
    number = next(_numbers)
    return Agency.objects.create(
        key=f"agency-{number}", name=name or f"Agency {number}", kind=kind, interface=interface
    )


def make_site(
    *, name: str = "", nation: Nation = Nation.ENGLAND, parent: Site | None = None
) -> Site:
    number = next(_numbers)
    return Site.objects.create(
        key=f"site-{number}",
        name=name or f"Site {number}",
        nation=nation,
        parent=parent,
        started_on=LONG_AGO,
    )


def make_school_holiday(
    *,
    nation: Nation = Nation.ENGLAND,
    site: Site | None = None,
    name: str = "",
    starts_on: date = date(2027, 3, 29),
    ends_on: date = date(2027, 4, 12),
) -> SchoolHoliday:
    return SchoolHoliday.objects.create(
        nation=site.nation if site else nation,
        site=site,
        name=name or f"Holiday {next(_numbers)}",
        starts_on=starts_on,
        ends_on=ends_on,
    )


def make_post(
    *, person: Person, agency: Agency, title: str = "Team manager", started_on: date = LONG_AGO
) -> Post:
    return Post.objects.create(
        person=person,
        agency=agency,
        title=title,
        seniority=Seniority.MANAGER,
        started_on=started_on,
    )


def make_role(
    *,
    person: Person,
    site: Site,
    role: Role,
    started_on: date = LONG_AGO,
    ended_on: date | None = None,
) -> SiteRole:
    return SiteRole.objects.create(
        person=person, site=site, role=role, started_on=started_on, ended_on=ended_on
    )


def make_group(*, site: Site | None = None, name: str = "", quorum: str = "") -> SteeringGroup:
    number = next(_numbers)
    return SteeringGroup.objects.create(
        key=f"group-{number}",
        site=site or make_site(),
        name=name or f"Steering group {number}",
        quorum=quorum,
    )


def make_member(
    *,
    group: SteeringGroup,
    person: Person | None = None,
    agency: Agency | None = None,
    capacity: Capacity = Capacity.PROFESSIONAL,
    role: MemberRole = MemberRole.MEMBER,
    joined_on: date = LONG_AGO,
    left_on: date | None = None,
) -> Membership:
    return Membership.objects.create(
        group=group,
        person=person or make_person(),
        agency=agency,
        capacity=capacity,
        role=role,
        joined_on=joined_on,
        left_on=left_on,
    )


def make_core_agency(
    *, group: SteeringGroup, agency: Agency | None = None, from_on: date = LONG_AGO
) -> CoreAgency:
    return CoreAgency.objects.create(group=group, agency=agency or make_agency(), from_on=from_on)


def make_deputy(
    *,
    group: SteeringGroup,
    member: Person,
    deputy: Person | None = None,
    named_on: date = LONG_AGO,
) -> Deputy:
    return Deputy.objects.create(
        group=group, member=member, deputy=deputy or make_person(), named_on=named_on
    )


def make_feed(*, person: Person, token: str = "a-secret") -> CalendarFeed:
    return CalendarFeed.objects.create(
        person=person,
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        made_at=datetime(2026, 11, 2, 9, 0, tzinfo=LONDON),
    )


def make_meeting(
    *,
    group: SteeringGroup | None = None,
    starts_at: datetime | None = None,
    state: MeetingState = MeetingState.PLANNED,
    announced_at: datetime | None = None,
    agenda: tuple[str, ...] = (),
    title: str = "",
    mode: Mode = Mode.IN_PERSON,
    place: str = "Town Hall",
) -> Meeting:
    number = next(_numbers)
    starts_at = starts_at or datetime(2026, 12, 8, 10, 0, tzinfo=LONDON)
    meeting = Meeting.objects.create(
        key=f"meeting-{number}",
        group=group or make_group(),
        title=title or f"Meeting {number}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=mode,
        place=place,
        state=state,
        announced_at=announced_at,
        notices_from=ENTERED_AT,
    )
    for position, item in enumerate(agenda, start=1):
        AgendaItem.objects.create(meeting=meeting, position=position, title=item)
    return meeting


def make_item(
    *,
    meeting: Meeting,
    title: str = "The merger of two teams",
    confidential: bool = False,
    named: tuple[Person, ...] = (),
    **others: Any,
) -> AgendaItem:
    """An agenda item after those that the meeting has."""
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=meeting.agenda_items.count() + 1,
        title=title,
        confidential=confidential,
        **others,
    )
    for person in named:
        NamedOnItem.objects.create(item=item, person=person)
    return item


def make_standing_item(
    *, group: SteeringGroup, title: str = "Welcome and apologies", **others: Any
) -> StandingItem:
    """A standing item after those that the group has."""
    return StandingItem.objects.create(
        group=group, position=group.standing_items.count() + 1, title=title, **others
    )


def make_waiting(
    *, group: SteeringGroup, title: str = "Young people’s ideas", **others: Any
) -> BacklogItem:
    """Something in the backlog."""
    entered_at = datetime(2026, 11, 24, 9, 0, tzinfo=LONDON)
    return BacklogItem.objects.create(group=group, title=title, entered_at=entered_at, **others)


def make_paper(
    *, item: AgendaItem, title: str = "Report on the pilot", owner: Person | None = None
) -> Paper:
    """A paper that is promised."""
    return Paper.objects.create(item=item, title=title, owner=owner)


def make_paper_file(
    *,
    paper: Paper,
    content: bytes = b"%PDF-1.7 a report %%EOF",
    file_name: str = "report.pdf",
    uploaded_by: User | None = None,
) -> PaperFile:
    return PaperFile.objects.create(
        paper=paper,
        file_name=file_name,
        content_type="application/pdf",
        size=len(content),
        content=PaperContent.objects.create(
            content=content, sha256=hashlib.sha256(content).hexdigest()
        ),
        uploaded_by=uploaded_by or make_user(),
        uploaded_at=datetime(2026, 11, 24, 9, 0, tzinfo=LONDON),
    )


def make_attendance(
    *,
    meeting: Meeting,
    person: Person,
    status: AttendanceStatus = AttendanceStatus.PRESENT,
    on_behalf_of: Person | None = None,
) -> Attendance:
    return Attendance.objects.create(
        meeting=meeting, person=person, status=status, on_behalf_of=on_behalf_of
    )


def make_minutes(
    *,
    meeting: Meeting,
    text: str = "We met.",
    state: MinutesState = MinutesState.DRAFT,
    item: AgendaItem | None = None,
) -> Minutes:
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesText.objects.create(minutes=minutes, agenda_item=item, text=text)
    if state != MinutesState.DRAFT:
        Minutes.objects.filter(pk=minutes.pk).update(state=state)
        minutes.refresh_from_db()
    return minutes


def make_action(
    *,
    meeting: Meeting,
    text: str = "Write to the schools",
    owner: Person | None = None,
    due_on: date | None = None,
    done_on: date | None = None,
    item: AgendaItem | None = None,
) -> Action:
    return Action.objects.create(
        meeting=meeting,
        agenda_item=item,
        ordinal=meeting.actions.count() + 1,
        text=text,
        owner=owner,
        due_on=due_on,
        done_on=done_on,
    )


def make_decision(
    *, meeting: Meeting, text: str = "The pilot goes on", item: AgendaItem | None = None
) -> Decision:
    return Decision.objects.create(
        meeting=meeting, agenda_item=item, ordinal=meeting.decisions.count() + 1, text=text
    )


def make_factor(
    *,
    site: Site,
    view: View = View.SITE,
    direction: Direction = Direction.HELPED,
    description: str = "The director came to every meeting.",
    meeting: Meeting | None = None,
    noticed_on: date = LONG_AGO,
) -> Factor:
    number = next(_numbers)
    return Factor.objects.create(
        key=f"factor-{number}",
        site=site,
        theme=Theme.objects.earliest("position"),
        direction=direction,
        noticed_on=noticed_on,
        meeting=meeting,
        view=view,
        description=description,
    )


def make_change(
    *,
    site: Site,
    kind: ChangeKind = ChangeKind.OTHER,
    status: ChangeStatus = ChangeStatus.ACTUAL,
    agency: Agency | None = None,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    description: str = "",
) -> OrganisationalChange:
    return OrganisationalChange.objects.create(
        site=site,
        kind=kind,
        status=status,
        agency=agency,
        starts_on=starts_on,
        ends_on=ends_on,
        description=description or f"Change {next(_numbers)}",
    )


def make_round(*, closed: bool = False, opens_on: date = LONG_AGO) -> RatingRound:
    number = next(_numbers)
    return RatingRound.objects.create(
        key=f"round-{number}",
        name=f"Round {number}",
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=30),
        closed=closed,
    )


def make_rating(
    *, in_round: RatingRound, site: Site, rating: RatingValue = RatingValue.PLUS_ONE
) -> Rating:
    return Rating.objects.create(
        round=in_round, site=site, theme=Theme.objects.earliest("position"), rating=rating
    )


def make_level(
    *, in_round: RatingRound, site: Site, level: Level = Level.HIGH
) -> ImplementationLevel:
    return ImplementationLevel.objects.create(round=in_round, site=site, level=level)


def make_mailbox(*, hold_seconds: int = 300) -> Mailbox:
    number = next(_numbers)
    return Mailbox.objects.create(
        key=f"mailbox-{number}", name=f"Steering group {number}", hold_seconds=hold_seconds
    )


def make_draft(
    *,
    key: str = "",
    to_name: str = "Amy Rudd",
    to_address: str = "amy@example.org",
    subject: str = "Draft minutes",
    text: str = "Dear Amy, here are the draft minutes.",
    **others: Any,
) -> Draft:
    return Draft(
        key=key or f"message-{next(_numbers)}",
        kind=others.pop("kind", "minutes"),
        to_name=to_name,
        to_address=to_address,
        subject=subject,
        text=text,
        **others,
    )


def make_messages(
    number: int, *, mailbox: Mailbox | None = None, now: datetime, **of_each: Any
) -> list[Message]:
    """Messages that wait to go, each to an address of its own."""
    drafts = [
        make_draft(to_address=f"person-{next(_numbers)}@example.org", **of_each)
        for _ in range(number)
    ]
    return put(mailbox=mailbox or make_mailbox(), drafts=drafts, now=now, held=False)


def make_message(*, now: datetime, mailbox: Mailbox | None = None, **of_it: Any) -> Message:
    """A message that waits to go."""
    draft = make_draft(**of_it)
    return put(mailbox=mailbox or make_mailbox(), drafts=[draft], now=now, held=False)[0]


def make_sign_in_code(*, now: datetime, to_address: str = "amy@example.org") -> Message:
    return put_sign_in_code(
        to_address=to_address,
        subject="Your code",
        text="Your code is K7-Q2.",
        html="<p>Your code is K7-Q2.</p>",
        expires_at=now + timedelta(minutes=15),
        now=now,
    )
