"""Who may see and do what with groups and meetings, from roles alone.

The source is the access table of docs/access.md. The same conditions stand in SQL in
`querysets.visible_to`; a law test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sites.rules import NOWHERE, SiteAccess, is_owner, site_access
from steering.enums import CHAIR_ROLES, MinutesState

if TYPE_CHECKING:
    from sites.rules import AnyUser
    from steering.models import (
        Action,
        Attendance,
        Decision,
        Meeting,
        Membership,
        Minutes,
        SteeringGroup,
    )

KEPT = "_group_access"
"""Where a user object, which lives as long as a request, keeps its access."""

OUT = (MinutesState.CIRCULATED, MinutesState.APPROVED)
"""The states in which minutes have been sent to the members."""


@dataclass(frozen=True)
class GroupAccess:
    """The ids of the groups on which somebody sits today, of those they chair, and their sites."""

    chair: frozenset[int] = NOWHERE
    member: frozenset[int] = NOWHERE
    sites: frozenset[int] = NOWHERE


def group_access(user: AnyUser) -> GroupAccess:
    """Give the groups of `user`'s memberships in force today. One SQL query a request."""
    if not user.is_authenticated or user.person is None:
        return GroupAccess()
    if not hasattr(user, KEPT):
        rows = list(
            user.person.memberships.in_force().values_list("group_id", "role", "group__site_id")
        )
        access = GroupAccess(
            chair=frozenset(group for group, role, _ in rows if role in CHAIR_ROLES),
            member=frozenset(group for group, _, _ in rows),
            sites=frozenset(site for _, _, site in rows),
        )
        setattr(user, KEPT, access)
    kept: GroupAccess = getattr(user, KEPT)
    return kept


def _serves(user: AnyUser, group: SteeringGroup) -> bool:
    return group.site_id in site_access(user).any


def _chairs(user: AnyUser, group: SteeringGroup) -> bool:
    return group.pk in group_access(user).chair


def _sits_on(user: AnyUser, group: SteeringGroup) -> bool:
    return group.pk in group_access(user).member


def _administers(user: AnyUser, group: SteeringGroup) -> bool:
    return group.site_id in site_access(user).administrator


def can_view_group(user: AnyUser, group: SteeringGroup) -> bool:
    return is_owner(user) or _serves(user, group) or _sits_on(user, group)


def can_change_group(user: AnyUser, group: SteeringGroup) -> bool:
    return _administers(user, group)


def can_view_membership(user: AnyUser, membership: Membership) -> bool:
    """Name and agency; the capacity has a rule of its own."""
    return can_view_group(user, membership.group)


def can_view_capacities(user: AnyUser, group: SteeringGroup) -> bool:
    """In what capacity each member sits: for administrator, supporter and chair."""
    return (
        _administers(user, group)
        or group.site_id in site_access(user).supporter
        or _chairs(user, group)
    )


def can_view_capacity(user: AnyUser, membership: Membership) -> bool:
    """In what capacity one member sits: for the same, and for themselves."""
    group = membership.group
    return can_view_capacities(user, group) or (
        _sits_on(user, group) and user.person_id == membership.person_id  # type: ignore[union-attr]
    )


def can_view_meeting(user: AnyUser, meeting: Meeting) -> bool:
    """Members see a meeting once they have been told of it."""
    if _serves(user, meeting.group) or _chairs(user, meeting.group):
        return True
    return meeting.announced_at is not None and _sits_on(user, meeting.group)


def can_change_meeting(user: AnyUser, meeting: Meeting) -> bool:
    return _administers(user, meeting.group)


def can_view_minutes(user: AnyUser, minutes: Minutes) -> bool:
    """Members see minutes once they have been circulated."""
    group = minutes.meeting.group
    if _serves(user, group) or _chairs(user, group):
        return True
    return minutes.state in OUT and _sits_on(user, group)


def can_view_decision(user: AnyUser, decision: Decision) -> bool:
    """A decision is read with the minutes that hold it."""
    return _record_is_open(user, decision.meeting)


def can_view_attendance(user: AnyUser, attendance: Attendance) -> bool:
    """Who was there is read with the minutes."""
    return _record_is_open(user, attendance.meeting)


def _record_is_open(user: AnyUser, meeting: Meeting) -> bool:
    if _serves(user, meeting.group) or _chairs(user, meeting.group):
        return True
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.state in OUT and _sits_on(user, meeting.group)


def can_view_action(user: AnyUser, action: Action) -> bool:
    return _serves(user, action.meeting.group) or _sits_on(user, action.meeting.group)


def can_record_actions(user: AnyUser, meeting: Meeting) -> bool:
    """Administrators and project managers of the site."""
    access = site_access(user)
    return meeting.group.site_id in access.administrator | access.project_manager


def can_change_action(user: AnyUser, action: Action) -> bool:
    """The same as record actions of its meeting."""
    return can_record_actions(user, action.meeting)


def can_do_action(user: AnyUser, action: Action) -> bool:
    """Mark it done: whoever may change it, and its owner."""
    return can_change_action(user, action) or (
        can_view_action(user, action)
        and action.owner_id is not None
        and user.is_authenticated
        and user.person_id == action.owner_id
    )


def can_view_messages(user: AnyUser, group: SteeringGroup) -> bool:
    """Messages carry addresses, so they are the administrator's alone."""
    return _administers(user, group)


def administered_sites(user: AnyUser) -> frozenset[int]:
    """The ids of the sites, localities included, that `user` administers today."""
    access: SiteAccess = site_access(user)
    return access.administrator
