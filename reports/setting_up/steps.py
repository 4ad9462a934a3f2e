"""The first steps of a programme, each with its state as the records say it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from calendars.wording import counted
from people.models import Person
from sites.administrators import administrators_of_a_site
from sites.models import Agency, Post, Site
from steering.models import Meeting, SteeringGroup


@dataclass(frozen=True)
class Step:
    """A step: what it is, the name of the page where it is done, how far it is."""

    title: str
    hint: str
    page: str
    fact: str
    done: bool


@dataclass(frozen=True)
class FirstSteps:
    """The steps in their order."""

    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def under_way(self) -> bool:
        """Whether the last step, the first meeting, is done."""
        return self.steps[-1].done

    @property
    def next(self) -> Step | None:
        """The first that is not done: nothing keeps from doing a later one first."""
        return next((step for step in self.steps if not step.done), None)


def first_steps(today: date) -> FirstSteps:
    """Count what is entered. Five SQL queries."""
    sites = _count_sites(today)
    steps = [
        _sites(sites),
        _agencies(),
        _people(),
        _roles(sites),
        _invitations(sites),
        _groups(),
        _meetings(),
    ]
    return FirstSteps(steps)


@dataclass(frozen=True)
class _Sites:
    """How many sites go on, have an administrator, and have one who may sign in."""

    number: int
    served: int
    reached: int


def _count_sites(today: date) -> _Sites:
    administrators = administrators_of_a_site(today)
    who_may_sign_in = administrators.filter(person__user__is_active=True)
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    sites = Site.objects.filter(going_on).alias(
        has_one=Exists(administrators), has_one_in=Exists(who_may_sign_in)
    )
    return _Sites(
        **sites.aggregate(
            number=Count("pk"),
            served=Count("pk", filter=Q(has_one=True)),
            reached=Count("pk", filter=Q(has_one_in=True)),
        )
    )


def _sites(sites: _Sites) -> Step:
    return Step(
        "Sites",
        "Each implementation site, and the region above it where there is one.",
        "setup_sites",
        counted(sites.number, "site"),
        sites.number > 0,
    )


def _agencies() -> Step:
    number = Agency.objects.count()
    return Step(
        "Agencies",
        "The organisations that take part, picked from the lists of public bodies or typed.",
        "setup_agencies",
        counted(number, "agency", "agencies"),
        number > 0,
    )


def _people() -> Step:
    posts = Post.objects.filter(person=OuterRef("pk"))
    people = Person.objects.alias(holds=Exists(posts)).aggregate(
        number=Count("pk"), placed=Count("pk", filter=Q(holds=True))
    )
    return Step(
        "People and their posts",
        "Who takes part, where they work and since when.",
        "setup_people",
        f"{counted(people['number'], 'person', 'people')}, {people['placed']} with a post",
        people["placed"] > 0,
    )


def _roles(sites: _Sites) -> Step:
    without = sites.number - sites.served
    return Step(
        "Site roles",
        "An administrator for each site, and a project manager and a supporter where they are.",
        "give_role",
        f"{counted(without, 'site')} without an administrator"
        if without
        else "No site is without an administrator",
        sites.number > 0 and without == 0,
    )


def _invitations(sites: _Sites) -> Step:
    silent = sites.served - sites.reached
    return Step(
        "Invitations",
        "Those who serve a site are invited to sign in, each by one button on their page.",
        "access",
        f"{counted(silent, 'site')} whose administrator cannot sign in"
        if silent
        else f"{counted(sites.reached, 'site')} whose administrator may sign in",
        sites.reached > 0 and silent == 0,
    )


def _groups() -> Step:
    number = SteeringGroup.objects.count()
    return Step(
        "Groups",
        "The administrator of a site enters its groups and who sits on them.",
        "groups",
        counted(number, "group"),
        number > 0,
    )


def _meetings() -> Step:
    number = Meeting.objects.count()
    return Step(
        "First meeting",
        "The administrator plans it from the page of the group.",
        "groups",
        counted(number, "meeting"),
        number > 0,
    )
