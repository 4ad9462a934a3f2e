"""Reading groups, meetings and what they recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
)

from records.dates import Today, holds_on
from sites.rules import is_owner, site_access
from steering.enums import MeetingState, SendingKind
from steering.rules import OUT, administered_sites, group_access

if TYPE_CHECKING:
    from sites.rules import AnyUser


def _served_or_chaired(user: AnyUser, *, path: str) -> Q:
    """Rows of the groups that `user` serves by site role or chairs; `path` leads to the group."""
    return Q(**{f"{path}site__in": site_access(user).any}) | Q(
        **{f"{path}pk__in": group_access(user).chair}
    )


def _meeting_is_open(user: AnyUser, *, path: str) -> Q:
    """Meetings that `user` may open: members from when they were told; `path` leads to them."""
    return _served_or_chaired(user, path=f"{path}group__") | Q(
        **{f"{path}group__in": group_access(user).member, f"{path}announced_at__isnull": False}
    )


def _let_in(user: AnyUser, *, path: str) -> Q:
    """Items that are no secret from `user`, as `rules.is_let_in` says; `path` leads to the item."""
    group = f"{path}meeting__group"
    open_to_user = Q(
        **{f"{group}__site__in": administered_sites(user)},
        _connector=Q.OR,
        **{f"{group}__in": group_access(user).chair, f"{path}confidential": False},
    )
    if user.is_authenticated and user.person is not None:
        named = {f"{path or 'pk__'}in": user.person.namings.values("item")}
        open_to_user |= Q(**named, **{f"{group}__in": group_access(user).member})
    return open_to_user


def _item_is_open(user: AnyUser) -> Q:
    """Decisions and actions of items that are no secret from `user`, or of none."""
    return Q(agenda_item__isnull=True) | _let_in(user, path="agenda_item__")


class GroupQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The groups that `user` may open; the same as `can_view_group` says."""
        if is_owner(user):
            return self
        return self.filter(Q(site__in=site_access(user).any) | Q(pk__in=group_access(user).member))

    def administered_by(self, user: AnyUser) -> Self:
        """The groups that `user` plans meetings for."""
        return self.filter(site__in=administered_sites(user))


class MembershipQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """Names and agencies of the groups that `user` may open."""
        if is_owner(user):
            return self
        return self.filter(
            Q(group__site__in=site_access(user).any) | Q(group__in=group_access(user).member)
        )

    def active_on(self, day: date) -> Self:
        """Who is a member on `day`: joined, and not yet left."""
        return self.filter(holds_on(day, start="joined_on", end="left_on"))

    def in_force(self) -> Self:
        """Who is a member today, by the database's clock."""
        return self.filter(holds_on(Today(), start="joined_on", end="left_on"))


# Written out, since Django would build and compile it anew for each page of a meeting.
PLACE = Func(
    "group_id",
    "state",
    "starts_at",
    "pk",
    template=f"""(
        SELECT COUNT(*)
        FROM (VALUES (%(expressions)s)) AS this (group_id, state, starts_at, id)
        JOIN steering_meeting AS met
          ON met.group_id = this.group_id
         AND met.state <> '{MeetingState.CANCELLED}'
         AND (met.starts_at, met.id) <= (this.starts_at, this.id)
        WHERE this.state <> '{MeetingState.CANCELLED}'
        HAVING COUNT(*) > 0
    )""",
    output_field=IntegerField(null=True),
)
"""The place of a meeting among those of its group that go ahead; NULL for a cancelled one."""


class MeetingQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The meetings that `user` may open; the same as `can_view_meeting` says."""
        return self.filter(_meeting_is_open(user, path=""))

    def administered_by(self, user: AnyUser) -> Self:
        """The meetings that `user` may plan, record and write up."""
        return self.filter(group__site__in=administered_sites(user))

    def planned(self) -> Self:
        """Neither held nor cancelled."""
        return self.filter(state=MeetingState.PLANNED)

    def after(self, now: datetime) -> Self:
        """The planned meetings that begin after `now`, soonest first."""
        return self.planned().filter(starts_at__gt=now).order_by("starts_at")

    def numbered(self) -> Self:
        """Each with `number`, its place among the group's meetings; None for a cancelled one."""
        return self.annotate(number=PLACE)


class AgendaItemQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The items that `user` may read; the same as `can_view_item` says."""
        return self.filter(_meeting_is_open(user, path="meeting__"), _let_in(user, path=""))

    def marked_for(self, user: AnyUser) -> Self:
        """Each with `let_in`: whether it is no secret from `user`, who sees its meeting."""
        return self.annotate(let_in=ExpressionWrapper(_let_in(user, path=""), BooleanField()))


class BacklogQuerySet(QuerySet):
    def open(self) -> Self:
        """Neither taken onto an agenda nor closed."""
        return self.filter(item__isnull=True, closed_at__isnull=True)


class PaperQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The papers that `user` may read; the same as `can_view_paper` says."""
        return self.filter(
            _meeting_is_open(user, path="item__meeting__"), _let_in(user, path="item__")
        )


class PaperFileQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The files that `user` may fetch; the same as `can_view_paper_file` says."""
        administers = Q(paper__item__meeting__group__site__in=administered_sites(user))
        return self.filter(
            _meeting_is_open(user, path="paper__item__meeting__"),
            _let_in(user, path="paper__item__"),
            Q(replaced_at__isnull=True) | administers,
        )


class _WithTheMinutes(QuerySet):
    """Rows that are read with the minutes of their meeting."""

    def visible_to(self, user: AnyUser) -> Self:
        """What `user` may read: members from the circulation of the minutes on."""
        return self.filter(
            _served_or_chaired(user, path="meeting__group__")
            | Q(
                meeting__group__in=group_access(user).member,
                meeting__minutes__state__in=OUT,
            )
        )


class AttendanceQuerySet(_WithTheMinutes):
    """Who was at a meeting."""


class _InOrder(QuerySet):
    """What a meeting recorded."""

    def in_order(self) -> Self:
        """As numbered in the minutes: by agenda item, what belongs to none of them last."""
        return self.order_by(F("agenda_item__position").asc(nulls_last=True), "ordinal")


class RecordQuerySet(_InOrder, _WithTheMinutes):  # type: ignore[override] # as_manager, of both
    """Decisions."""

    def visible_to(self, user: AnyUser) -> Self:
        """Those of minutes that `user` may read, without those of items that are a secret."""
        return super().visible_to(user).filter(_item_is_open(user))


class MinutesQuerySet(QuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """The minutes that `user` may read; the same as `can_view_minutes` says."""
        return self.filter(
            _served_or_chaired(user, path="meeting__group__")
            | Q(meeting__group__in=group_access(user).member, state__in=OUT)
        )


class ActionQuerySet(_InOrder):
    def visible_to(self, user: AnyUser) -> Self:
        """The actions that `user` may see; the same as `can_view_action` says."""
        own = Q()
        if user.is_authenticated and user.person_id is not None:
            own = Q(owner=user.person_id)
        return self.filter(
            Q(meeting__group__site__in=site_access(user).any)
            | Q(meeting__group__in=group_access(user).member),
            _item_is_open(user) | own,
        )

    def open(self) -> Self:
        """Not yet done."""
        return self.filter(done_on__isnull=True)

    def overdue(self, today: date) -> Self:
        """Open, and due before `today`."""
        return self.open().filter(due_on__lt=today)


class SendingQuerySet(QuerySet):
    def under_way(self, kind: SendingKind) -> Self:
        """Those of `kind` that were pressed and of which nothing has left yet."""
        return self.filter(kind=kind, dropped_at__isnull=True, took_effect_at__isnull=True)
