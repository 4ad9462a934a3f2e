"""Sites, agencies, people and who sits where."""

from collections.abc import Iterator
from datetime import timedelta

from reports.programme.making.draft import Draft, MadeUpSite, Member
from reports.programme.making.words import AGENCIES, BEGINNINGS, ENDINGS, FIRST_NAMES, SURNAMES
from sites.enums import Role

STAFF_OF_AN_AGENCY = 3
SEATS = 12
SITES_OF_A_SUPPORTER = 5


def add_places(draft: Draft, count: int) -> Iterator[MadeUpSite]:
    """Add `count` sites with all who work there, and give each."""
    region = supporter = manager = ""
    for number in range(1, count + 1):
        key = f"{draft.prefix}s{number:03}"
        place = draft.random.choice(BEGINNINGS) + draft.random.choice(ENDINGS)
        name = f"{place} {number}"
        # Of each six sites the fourth is a region, and the last two are its localities.
        is_region, is_locality = number % 6 == 4, number % 6 in (5, 0) and region
        region = key if is_region else region
        draft.add(
            "sites.csv",
            key=key,
            name=name,
            nation="northern_ireland" if is_region or is_locality else "england",
            parent=region if is_locality else None,
            started_on=draft.start,
        )
        if number % SITES_OF_A_SUPPORTER == 1:
            supporter, manager = _person(draft, f"x{number:03}a"), _person(draft, f"x{number:03}b")
        _role(draft, key, supporter, Role.SUPPORTER)
        _role(draft, key, manager, Role.PROJECT_MANAGER)
        yield _peopled(draft, key, name)


def _peopled(draft: Draft, key: str, name: str) -> MadeUpSite:
    staff = _agencies(draft, key, name)
    _role(draft, key, staff[1][0], Role.ADMINISTRATOR)
    groups = {
        f"{key}-steering": _group(draft, f"{key}-steering", key, f"{name} steering group", staff),
        f"{key}-practice": _group(draft, f"{key}-practice", key, f"{name} practice group", staff),
    }
    seated = {member.person for members in groups.values() for member in members}
    deputies = [person for person, _ in staff if person not in seated]
    return MadeUpSite(key, name, groups, deputies, sponsor=staff[0])


def _agencies(draft: Draft, site: str, name: str) -> list[tuple[str, str]]:
    """Add a site's agencies and who works there; give each person with their agency."""
    staff = []
    for number, (what, kind, interface) in enumerate(AGENCIES, start=1):
        agency = f"{site}-a{number}"
        draft.add(
            "agencies.csv", key=agency, name=f"{name}, {what}", kind=kind, interface=interface
        )
        for place in range(1, STAFF_OF_AN_AGENCY + 1):
            person = _person(draft, f"{site.removeprefix(draft.prefix)}-{number}{place}")
            draft.add(
                "posts.csv",
                person=person,
                agency=agency,
                title="Team manager" if place == 1 else "Practitioner",
                seniority="manager" if place == 1 else "practitioner",
                started_on=draft.start - timedelta(days=draft.random.randint(30, 2000)),
            )
            staff.append((person, agency))
    return staff


def _group(
    draft: Draft, key: str, site: str, name: str, staff: list[tuple[str, str]]
) -> list[Member]:
    """Add a group and its memberships. About one in five leaves, and somebody follows."""
    draft.add("groups.csv", key=key, site=site, name=name, quorum="50%")
    people = draft.random.sample(staff, SEATS + 3)
    members, followers = people[:SEATS], people[SEATS:]
    seats = []
    for place, (person, agency) in enumerate(members):
        leaves = place > 1 and bool(followers) and draft.chance(0.2)
        left_on = draft.day(draft.start + timedelta(days=60), draft.today) if leaves else None
        role = ("chair", "co_chair")[place] if place < 2 else "member"
        seats.append(_seat(draft, key, Member(person, draft.start, left_on), agency, role))
        if left_on:
            follower, its_agency = followers.pop()
            seats.append(_seat(draft, key, Member(follower, left_on), its_agency, "member"))
    return seats


def _seat(draft: Draft, group: str, member: Member, agency: str, role: str) -> Member:
    is_forum = agency.endswith(f"-a{len(AGENCIES)}")
    draft.add(
        "memberships.csv",
        group=group,
        person=member.person,
        agency=agency,
        capacity="representative" if is_forum else "professional",
        role=role,
        joined_on=member.joined_on,
        left_on=member.left_on,
        left_because=draft.random.choice(("workload", "changed_role")) if member.left_on else None,
    )
    return member


def _role(draft: Draft, site: str, person: str, role: Role) -> None:
    draft.add("site_roles.csv", site=site, person=person, role=role.value, started_on=draft.start)


def _person(draft: Draft, place: str) -> str:
    key = f"{draft.prefix}p-{place}"
    name = f"{draft.random.choice(FIRST_NAMES)} {draft.random.choice(SURNAMES)}"
    draft.add("people.csv", key=key, name=name, email=f"{key}@example.org")
    return key
