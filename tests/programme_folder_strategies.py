"""Programmes of every shape with hostile cells, for hypothesis."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from barriers.enums import (
    Direction,
    FactorState,
    Level,
    MoneyWouldSolve,
    RatingValue,
    Strength,
    View,
)
from csv_tables.tables import Values
from sites.enums import (
    AgencyKind,
    ChangeKind,
    ChangeStatus,
    Interface,
    Nation,
    Role,
    Seniority,
    SignUpLevel,
)
from steering.enums import (
    AttendanceStatus,
    Capacity,
    LeftBecause,
    MeetingState,
    MemberRole,
    MinutesState,
    Mode,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
T = TypeVar("T")

HOSTILE = (*"\",;\r\n \t\ufeff\u2028\x0b=@'\\é€😀٣", "\r\n", '""', "word")
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELLS = st.lists(st.sampled_from(HOSTILE) | CHARACTERS, max_size=8).map("".join)
NAMES = st.tuples(CELLS, st.sampled_from("aé€7"), CELLS).map("".join)
KEYS = st.text("a1-", min_size=1, max_size=4)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
QUORUMS = st.sampled_from(["", "1", "999", "1%", "50%", "100%"])
EMAILS = st.sampled_from(["", "a@example.org", "O'Neil+x@example.org"])
CONSTRUCTS = ("t01", "t12", "innovation.source", "inner.culture.learning-centeredness")


def some(of: type[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(of.values)


def later(day: date, draw: Draw) -> date | None:
    """No day, or one that is not before `day`."""
    days = draw(st.none() | st.integers(0, 400))
    return None if days is None else day + timedelta(days=days)


def subset(items: Iterable[T], draw: Draw, *, most: int = 4) -> list[T]:
    """Some of the items, each once, in any order."""
    all_items = list(items)
    if not all_items:
        return []
    chosen: list[T] = draw(st.lists(st.sampled_from(all_items), unique=True, max_size=most))
    return chosen


def keys(draw: Draw, *, least: int = 0) -> list[str]:
    found: list[str] = draw(st.lists(KEYS, min_size=least, max_size=4, unique=True))
    return found


@st.composite
def programmes(draw: Draw) -> tuple[dict[str, list[Values]], dict[str, str]]:
    """Give the rows of each file, and the minutes by the names of their files."""
    agencies, sites, people = keys(draw), keys(draw, least=1), keys(draw, least=1)
    rows = {
        "agencies.csv": [
            {
                "key": key,
                "name": draw(NAMES),
                "kind": draw(some(AgencyKind)),
                "interface": draw(some(Interface)),
            }
            for key in agencies
        ],
        "sites.csv": _sites(draw, sites),
        "people.csv": [{"key": key, "name": draw(NAMES), "email": draw(EMAILS)} for key in people],
        **_roles(draw, agencies, sites, people),
    }
    groups = keys(draw)
    rows["groups.csv"] = [
        {
            "key": key,
            "site": draw(st.sampled_from(sites)),
            "name": draw(NAMES),
            "quorum": draw(QUORUMS),
        }
        for key in groups
    ]
    rows["memberships.csv"] = [
        row for group in groups for row in _memberships(draw, group, people, agencies)
    ]
    meetings = keys(draw) if groups else []
    rows["meetings.csv"] = [_meeting(draw, key, groups) for key in meetings]
    texts = _record(draw, rows, meetings, people)
    rows["factors.csv"] = [_factor(draw, key, sites, meetings, people) for key in keys(draw)]
    rows |= _ratings(draw, sites)
    return rows, texts


def _sites(draw: Draw, keys: list[str]) -> list[Values]:
    regions = subset(keys, draw)
    rows = []
    for key in keys:
        started_on = draw(DAYS)
        above = st.none() if key in regions or not regions else st.sampled_from(regions)
        rows.append(
            {
                "key": key,
                "name": draw(NAMES),
                "nation": draw(some(Nation)),
                "parent": draw(above),
                "started_on": started_on,
                "ended_on": later(started_on, draw),
            }
        )
    return rows


def _roles(
    draw: Draw, agencies: list[str], sites: list[str], people: list[str]
) -> dict[str, list[Values]]:
    """What people do at sites and agencies, which sites they signed up, and what changed there."""
    posts, roles = [], []
    sign_ups: dict[tuple[object, ...], Values] = {}
    for person in subset(people, draw):
        roles += [_role(draw, person, site) for site in subset(sites, draw, most=2)]
        for agency in subset(agencies, draw, most=2):
            day = draw(DAYS)
            posts.append(_post(draw, person, agency, day))
            sign_up = _sign_up(draw, person, agency, draw(st.sampled_from(sites)), day)
            sign_ups[sign_up["site"], person, day] = sign_up
    return {
        "posts.csv": posts,
        "site_roles.csv": roles,
        "organisational_changes.csv": [
            _change(draw, site, agencies) for site in subset(sites, draw)
        ],
        "sign_ups.csv": list(sign_ups.values()),
    }


def _role(draw: Draw, person: str, site: str) -> Values:
    day = draw(DAYS)
    return {
        "site": site,
        "person": person,
        "role": draw(some(Role)),
        "started_on": day,
        "ended_on": later(day, draw),
    }


def _post(draw: Draw, person: str, agency: str, day: date) -> Values:
    return {
        "person": person,
        "agency": agency,
        "title": draw(NAMES),
        "seniority": draw(some(Seniority)),
        "started_on": day,
        "ended_on": later(day, draw),
        "secondment_ends_on": later(day, draw),
    }


def _sign_up(draw: Draw, person: str, agency: str, site: str, day: date) -> Values:
    return {
        "site": site,
        "person": person,
        "agency": agency,
        "level": draw(some(SignUpLevel)),
        "signed_on": day,
        "withdrawn_on": later(day, draw),
        "evidence": draw(CELLS),
    }


def _change(draw: Draw, site: str, agencies: list[str]) -> Values:
    day = draw(DAYS)
    return {
        "site": site,
        "kind": draw(some(ChangeKind)),
        "status": draw(some(ChangeStatus)),
        "agency": draw(st.sampled_from([None, *agencies])),
        "starts_on": day,
        "ends_on": later(day, draw),
        "description": draw(NAMES),
        "opportunity": draw(CELLS),
        "harm": draw(CELLS),
    }


def _memberships(
    draw: Draw, group: str, people: list[str], agencies: list[str]
) -> Iterable[Values]:
    for person in subset(people, draw):
        joined_on: date | None = draw(DAYS)
        while joined_on:
            left_on = later(joined_on, draw)
            yield {
                "group": group,
                "person": person,
                "agency": draw(st.sampled_from([None, *agencies])),
                "capacity": draw(some(Capacity)),
                "role": draw(some(MemberRole)),
                "joined_on": joined_on,
                "left_on": left_on,
                "left_because": draw(some(LeftBecause)) if left_on and draw(st.booleans()) else "",
            }
            # Back again on the day of leaving, unless that would be the same membership.
            again = left_on and left_on > joined_on and draw(st.booleans())
            joined_on = left_on if again else None


def _meeting(draw: Draw, key: str, groups: list[str]) -> Values:
    starts_at = draw(MOMENTS)
    return {
        "key": key,
        "group": draw(st.sampled_from(groups)),
        "title": draw(NAMES),
        "starts_at": starts_at,
        "ends_at": starts_at + draw(st.timedeltas(timedelta(seconds=1), timedelta(days=2))),
        "mode": draw(some(Mode)),
        "place": draw(CELLS),
        "state": draw(some(MeetingState)),
    }


def _record(
    draw: Draw, rows: dict[str, list[Values]], meetings: list[str], people: list[str]
) -> dict[str, str]:
    """Add what the meetings recorded; give the minutes by the names of their files."""
    texts: dict[str, str] = {}
    for file in ("attendance", "agenda_items", "minutes", "decisions", "actions"):
        rows[f"{file}.csv"] = []
    for meeting in meetings:
        rows["attendance.csv"] += _register(draw, meeting, people)
        positions = draw(st.lists(st.integers(1, 12), unique=True, max_size=3))
        rows["agenda_items.csv"] += [
            {
                "meeting": meeting,
                "position": position,
                "title": draw(NAMES),
                "confidential": draw(st.booleans()),
            }
            for position in positions
        ]
        state = draw(some(MinutesState))
        for position in subset([None, *positions], draw):
            name = file_name(meeting, position, meetings=set(meetings))
            texts[name] = draw(CELLS)
            rows["minutes.csv"].append(
                {"meeting": meeting, "position": position, "file": name, "state": state}
            )
        for position in draw(st.lists(st.sampled_from([None, *positions]), max_size=3)):
            outcome = {"meeting": meeting, "position": position, "text": draw(NAMES)}
            rows["decisions.csv"].append(outcome)
            rows["actions.csv"].append(
                outcome
                | {
                    "owner": draw(st.sampled_from([None, *people])),
                    "due_on": draw(st.none() | DAYS),
                    "done_on": draw(st.none() | DAYS),
                }
            )
    return texts


def file_name(meeting: str, position: int | None, *, meetings: set[str]) -> str:
    """A name that no other text of these meetings has; an export may choose another."""
    if position is None:
        return f"minutes/{meeting}.md"
    return f"minutes/{meeting}{'.' if f'{meeting}-{position}' in meetings else '-'}{position}.md"


def _register(draw: Draw, meeting: str, people: list[str]) -> list[Values]:
    register: list[Values] = []
    there = subset(people, draw)
    while there:
        person = there.pop()
        status = draw(some(AttendanceStatus))
        member = None
        if status == AttendanceStatus.DEPUTY:
            if not there:
                break
            member = there.pop()
            register.append({"meeting": meeting, "person": member, "status": "apologies"})
        register.append(
            {"meeting": meeting, "person": person, "status": status, "on_behalf_of": member}
        )
    ordered: list[Values] = draw(st.permutations(register))
    return ordered


def _factor(
    draw: Draw, key: str, sites: list[str], meetings: list[str], people: list[str]
) -> Values:
    noticed_on = draw(DAYS)
    return {
        "key": key,
        "site": draw(st.sampled_from(sites)),
        "theme": draw(st.sampled_from(["t01", "t12"])),
        "direction": draw(some(Direction)),
        "strength": draw(some(Strength)),
        "state": draw(some(FactorState)),
        "noticed_on": noticed_on,
        "ended_on": later(noticed_on, draw),
        "meeting": draw(st.sampled_from([None, *meetings])),
        "recorded_by": draw(st.sampled_from([None, *people])),
        "view": draw(some(View)),
        "description": draw(NAMES),
        "money_would_solve": draw(st.just("") | some(MoneyWouldSolve)),
    }


def _ratings(draw: Draw, sites: list[str]) -> dict[str, list[Values]]:
    rounds, ratings, levels = [], [], []
    for key in keys(draw):
        day = draw(DAYS)
        rounds.append(
            {
                "key": key,
                "name": draw(NAMES),
                "opens_on": day,
                "closes_on": later(day, draw) or day,
                "closed": draw(st.booleans()),
            }
        )
        for site in subset(sites, draw, most=2):
            level = {"round": key, "site": site, "level": draw(some(Level))}
            levels.append(level | {"rationale": draw(CELLS)})
            for construct in subset(CONSTRUCTS, draw, most=3):
                ratings.append(
                    {
                        "round": key,
                        "site": site,
                        "construct": construct,
                        "rating": draw(some(RatingValue)),
                        "rationale": draw(CELLS),
                    }
                )
    return {
        "rating_rounds.csv": rounds,
        "ratings.csv": ratings,
        "implementation_levels.csv": levels,
    }
