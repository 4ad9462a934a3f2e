"""A small world for the tests of who may see and do what: four places, and everybody.

`own` and `other` are sites like any other; `region` is a site with `locality` below it. The
same things happened in each of them. STANDING says as which column of the access table
(docs/access.md) somebody stands where.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from barriers.enums import View
from barriers.models import RatingRound
from outbox.models import Message
from outbox.services import Draft, open_mailbox, put
from people.enums import Route
from people.models import Person, User
from people.services import invite
from sites.enums import Role
from sites.models import Site
from steering.enums import MeetingState, MemberRole, MinutesState
from steering.models import Meeting, SteeringGroup
from tests import make

COLUMNS = (
    "owner",
    "administrator",
    "manager",
    "supporter",
    "other",  # a supporter of some other site
    "chair",
    "member",
    "stranger",  # signed in, and nothing here
    "out",  # signed out
)
PLACES = ("own", "other", "locality", "region")
ANYWHERE = "anywhere"
"""The standing on a page that is about no one place: there everybody is the most they are."""

STANDING = """
                        own            other          locality       region         anywhere
owner                   owner          owner          owner          owner          owner
administrator           administrator  stranger       stranger       stranger       administrator
manager                 manager        stranger       stranger       stranger       manager
supporter               supporter      other          other          other          supporter
other_supporter         other          supporter      other          other          supporter
chair                   chair          stranger       stranger       stranger       chair
co_chair                chair          stranger       stranger       stranger       chair
deputy_chair            member         stranger       stranger       stranger       member
minute_taker            member         stranger       stranger       stranger       member
member                  member         stranger       stranger       stranger       member
two_hats                member         administrator  stranger       stranger       administrator
regional_administrator  stranger       stranger       administrator  administrator  administrator
regional_manager        stranger       stranger       manager        manager        manager
regional_supporter      other          other          supporter      supporter      supporter
regional_member         stranger       stranger       stranger       member         member
local_administrator     stranger       stranger       administrator  stranger       administrator
local_member            stranger       stranger       member         stranger       member
new_administrator       administrator  stranger       stranger       stranger       administrator
new_member              member         stranger       stranger       stranger       member
past_administrator      stranger       stranger       stranger       stranger       stranger
past_manager            stranger       stranger       stranger       stranger       stranger
past_supporter          stranger       stranger       stranger       stranger       stranger
past_chair              stranger       stranger       stranger       stranger       stranger
past_member             stranger       stranger       stranger       stranger       stranger
coming_administrator    stranger       stranger       stranger       stranger       stranger
coming_member           stranger       stranger       stranger       stranger       stranger
nobody                  stranger       stranger       stranger       stranger       stranger
no_person               stranger       stranger       stranger       stranger       stranger
out                     out            out            out            out            out
"""


@dataclass(frozen=True)
class Actor:
    """Somebody, and the column they stand in at each place."""

    name: str
    user: User | AnonymousUser
    stands: dict[str, str]


@dataclass(frozen=True)
class World:
    """`places[place][thing]` and `actors[name]`."""

    places: dict[str, dict[str, Model]]
    actors: dict[str, Actor]


def table(text: str) -> dict[str, dict[str, str]]:
    """Read a table whose first line names the columns and whose first column names the rows."""
    head, *lines = [line.split() for line in text.splitlines() if line.strip()]
    return {name: dict(zip(head, cells, strict=True)) for name, *cells in lines}


def build() -> World:
    """Write the world to the database. Its days are about today, as the rules go by the clock."""
    today = timezone.localdate()
    sites = {"own": make.make_site(), "other": make.make_site(), "region": make.make_site()}
    sites["locality"] = make.make_site(parent=sites["region"])
    groups = {place: make.make_group(site=site) for place, site in sites.items()}
    users = _users(sites, groups, today)
    standing = table(STANDING)
    _name_some(users, groups["own"])
    rounds = {"open": make.make_round(), "closed": make.make_round(closed=True)}
    return World(
        places={place: _things(groups[place], rounds) for place in sites},
        actors={name: Actor(name, users[name], stands) for name, stands in standing.items()},
    )


def _users(
    sites: dict[str, Site], groups: dict[str, SteeringGroup], today: date
) -> dict[str, User | AnonymousUser]:
    return {
        "owner": User.objects.create(email="owner@example.org", is_owner=True),
        **_serving(sites, today),
        **_sitting(groups, today),
        "two_hats": _two_hats(sites, groups),
        "nobody": make.make_user(),
        "no_person": User.objects.create(email="no-person@example.org"),
        "out": AnonymousUser(),
    }


def _serving(sites: dict[str, Site], today: date) -> dict[str, User]:
    """Those who hold, held or are to hold a role; an end is the first day without it."""
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)

    def serving(place: str, role: Role, **days: date) -> User:
        person = make.make_person()
        make.make_role(person=person, site=sites[place], role=role, **days)
        return make.make_user(person=person)

    manager = serving("own", Role.PROJECT_MANAGER)
    # The start page of whoever serves one site alone leads on to that site.
    make.make_role(person=manager.person, site=make.make_site(), role=Role.PROJECT_MANAGER)
    of_a_day = {"started_on": today, "ended_on": tomorrow}
    return {
        "administrator": serving("own", Role.ADMINISTRATOR),
        "manager": manager,
        "supporter": serving("own", Role.SUPPORTER),
        "other_supporter": serving("other", Role.SUPPORTER),
        "regional_administrator": serving("region", Role.ADMINISTRATOR),
        "regional_manager": serving("region", Role.PROJECT_MANAGER),
        "regional_supporter": serving("region", Role.SUPPORTER),
        "local_administrator": serving("locality", Role.ADMINISTRATOR),
        "new_administrator": serving("own", Role.ADMINISTRATOR, **of_a_day),
        "past_administrator": serving("own", Role.ADMINISTRATOR, ended_on=today),
        "past_manager": serving("own", Role.PROJECT_MANAGER, ended_on=yesterday),
        "past_supporter": serving("own", Role.SUPPORTER, ended_on=today),
        "coming_administrator": serving("own", Role.ADMINISTRATOR, started_on=tomorrow),
    }


def _sitting(groups: dict[str, SteeringGroup], today: date) -> dict[str, User]:
    """Those who sit, sat or are to sit on a group; an end is the first day on which they do not."""
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)

    def sitting(place: str, role: MemberRole = MemberRole.MEMBER, **days: date) -> User:
        member = make.make_member(group=groups[place], role=role, **days)
        return make.make_user(person=member.person)

    return {
        "chair": sitting("own", MemberRole.CHAIR),
        "co_chair": sitting("own", MemberRole.CO_CHAIR),
        "deputy_chair": sitting("own", MemberRole.DEPUTY_CHAIR),
        "minute_taker": sitting("own", MemberRole.ADMINISTRATOR),
        "member": _with_feed(sitting("own")),
        "regional_member": sitting("region"),
        "local_member": sitting("locality"),
        "new_member": sitting("own", joined_on=today, left_on=tomorrow),
        "past_chair": sitting("own", MemberRole.CHAIR, left_on=today),
        "past_member": sitting("own", left_on=yesterday),
        "coming_member": sitting("own", joined_on=tomorrow),
    }


def _with_feed(user: User) -> User:
    """With a calendar address of their own, whose secret part is `members-own`."""
    assert user.person
    make.make_feed(person=user.person, token="members-own")
    return user


def _two_hats(sites: dict[str, Site], groups: dict[str, SteeringGroup]) -> User:
    """A member here, and an administrator elsewhere."""
    person = make.make_member(group=groups["own"]).person
    make.make_role(person=person, site=sites["other"], role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


def _name_some(users: dict[str, User | AnonymousUser], group: SteeringGroup) -> None:
    """Let some be named on confidential items; whoever may see no item otherwise still may not."""
    named = [user.person for user in users.values() if isinstance(user, User) and user.person]
    for announced_at in (None, timezone.now()):
        meeting = make.make_meeting(group=group, announced_at=announced_at)
        item = make.make_item(meeting=meeting, confidential=True, named=tuple(named))
        make.make_paper_file(paper=make.make_paper(item=item))
        make.make_action(meeting=meeting, item=item)
        owned = make.make_item(meeting=meeting, confidential=True)
        for person in named:
            make.make_action(meeting=meeting, item=owned, owner=person)


def _things(group: SteeringGroup, rounds: dict[str, RatingRound]) -> dict[str, Model]:
    """One of everything at the group's site, by the names that the tests' tables use."""
    now = timezone.now()
    member = make.make_member(group=group)
    make.make_contact(person=member.person, route=Route.POST, postal_address="4 Mill Lane")
    things: dict[str, Model] = {
        "site": group.site,
        "group": group,
        "seat": member,
        "seat_with_role": make.make_member(group=group, role=MemberRole.DEPUTY_CHAIR),
        "core_agency": make.make_core_agency(group=group),
        "deputy": make.make_deputy(group=group, member=member.person),
        "person": member.person,
        "invited": _invited(now),
        "agency": (agency := make.make_agency()),
        "school_holiday": make.make_school_holiday(site=group.site),
        "post": make.make_post(person=member.person, agency=agency),
        "role": make.make_role(
            person=make.make_person(), site=group.site, role=Role.PROJECT_MANAGER
        ),
        "message": _message(group),
        "untold_meeting": make.make_meeting(group=group),
        "told_meeting": make.make_meeting(group=group, announced_at=timezone.now()),
        "waiting": make.make_waiting(group=group),
        "untold_action": make.make_action(meeting=make.make_meeting(group=group)),
        "sites_factor": make.make_factor(site=group.site),
        "supporters_factor": make.make_factor(site=group.site, view=View.SUPPORTER),
    }
    things |= _items(things["told_meeting"], "told")
    things |= _items(things["untold_meeting"], "untold")
    for state in MinutesState:
        things |= _held_meeting(group, state, member.person)
    for name, one in rounds.items():
        things[f"{name}_rating"] = make.make_rating(in_round=one, site=group.site)
        things[f"{name}_level"] = make.make_level(in_round=one, site=group.site)
    return things


def _items(meeting: Model, state: str) -> dict[str, Model]:
    """An open item and a confidential one, each with a paper."""
    assert isinstance(meeting, Meeting)
    things: dict[str, Model] = {}
    for kind in ("open", "confidential"):
        item = make.make_item(meeting=meeting, confidential=kind == "confidential")
        paper = make.make_paper(item=item)
        things |= {
            f"{state}_{kind}_item": item,
            f"{state}_{kind}_paper": paper,
            f"{state}_{kind}_file": make.make_paper_file(paper=paper),
        }
    return things


def _held_meeting(group: SteeringGroup, state: MinutesState, there: Person) -> dict[str, Model]:
    """A meeting whose members were told of it, with all that is read with its minutes."""
    meeting = make.make_meeting(
        group=group,
        starts_at=timezone.now() - timedelta(days=30),
        state=MeetingState.HELD,
        announced_at=timezone.now() - timedelta(days=60),
        agenda=("Welcome",),
    )
    secret = make.make_item(meeting=meeting, confidential=True)
    return {
        f"{state}_meeting": meeting,
        f"{state}_item": meeting.agenda_items.earliest("position"),
        f"{state}_secret_item": secret,
        f"{state}_attendance": make.make_attendance(meeting=meeting, person=there),
        f"{state}_decision": make.make_decision(meeting=meeting),
        f"{state}_action": make.make_action(meeting=meeting, owner=there),
        f"{state}_secret_decision": make.make_decision(meeting=meeting, item=secret),
        f"{state}_secret_action": make.make_action(meeting=meeting, item=secret),
        f"{state}_minutes": make.make_minutes(meeting=meeting, state=state),
    }


def _invited(now: datetime) -> Person:
    """Somebody who was invited to sign in and has not done so."""
    person = make.make_person()
    invite(person=person, by=make.make_user(is_owner=True), now=now)
    return person


def _message(group: SteeringGroup) -> Message:
    draft = Draft(
        key=f"test:{group.key}",
        kind="reminder",
        to_address="somebody@example.org",
        subject="Reminder",
        text="We meet tomorrow.",
    )
    mailbox = open_mailbox(key=group.key, name=group.name)
    (message,) = put(mailbox=mailbox, drafts=[draft], now=timezone.now())
    return message
