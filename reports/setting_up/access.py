"""Who may do what where, since when, and when they were last here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from people.models import Person, User
from people.standing import Standing, standings_of
from sites.models import SiteRole
from steering.models import Membership


@dataclass(frozen=True)
class AccessLine:
    """A person with the roles that hold or are to hold, and the groups they sit on today."""

    person: Person
    standing: Standing
    roles: list[SiteRole]
    seats: list[Membership]

    @property
    def seen_at(self) -> datetime | None:
        """When they were last here; None when never."""
        return self.standing.account.seen_at if self.standing.account else None


@dataclass(frozen=True)
class AccessPage:
    """The owners' accounts, and everybody else who may sign in, is invited, or holds a role."""

    owners: list[User]
    lines: list[AccessLine]
    today: date


def people_with_access(today: date) -> QuerySet[Person]:
    """Those with an account that is open, an open invitation, or a site role not yet over."""
    not_over = Q(site_roles__ended_on__isnull=True) | Q(site_roles__ended_on__gt=today)
    invited = Q(invitations__accepted_at__isnull=True, invitations__withdrawn_at__isnull=True)
    wanted = (
        Q(user__is_active=True)
        | (Q(invitations__isnull=False) & invited)
        | (Q(site_roles__isnull=False) & not_over)
    )
    ids = Person.objects.filter(wanted).values("pk")
    return Person.objects.filter(pk__in=ids).order_by("name", "pk")


def access_page(people: list[Person], now: datetime) -> AccessPage:
    """Give the lines of `people`, who were read with `with_access`."""
    today = timezone.localdate(now)
    return AccessPage(
        owners=list(User.objects.filter(is_owner=True, is_active=True).order_by("pk")),
        lines=[
            AccessLine(one, standing, one.roles_now, one.seats_now)  # type: ignore[attr-defined]
            for one, standing in zip(people, standings_of(people, now), strict=True)
        ],
        today=today,
    )


def with_access(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Read account, invitations, roles and seats with `people`. Three SQL queries more."""
    roles = SiteRole.objects.exclude(ended_on__lte=today).select_related("site")
    seats = Membership.objects.active_on(today).select_related("group")
    return people.select_related("user").prefetch_related(
        "invitations",
        Prefetch("site_roles", roles.order_by("site__name", "role"), "roles_now"),
        Prefetch("memberships", seats.order_by("group__name"), "seats_now"),
    )
