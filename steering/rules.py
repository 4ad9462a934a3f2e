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
        AgendaItem,
        Attendance,
        Decision,
        Meeting,
        Membership,
        Minutes,
        Paper,
        PaperFile,
        SteeringGroup,
    )

KEPT = "_group_access"
"""Where a user object, which lives as long as a request, keeps its access."""

KEPT_NAMINGS = "_named_on"
"""Where it keeps the items that name it."""

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


def can_view_reasons(user: AnyUser, group: SteeringGroup) -> bool:
    """Why somebody left, and whose secondment ends: for whoever serves the site, and the chair."""
    return _serves(user, group) or _chairs(user, group)


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


def can_view_forecast(user: AnyUser, meeting: Meeting) -> bool:
    """How many members will come. Who replied what is the administrator's alone."""
    return _administers(user, meeting.group) or _chairs(user, meeting.group)


def can_view_item(user: AnyUser, item: AgendaItem) -> bool:
    """An item is seen with its meeting, a confidential one by few: see `is_let_in`."""
    return can_view_meeting(user, item.meeting) and is_let_in(user, item, of=item.meeting)


def is_let_in(user: AnyUser, item: AgendaItem, *, of: Meeting) -> bool:
    """Whether `item` of a meeting is no secret from somebody who sees the meeting.

    A confidential item is for the site's administrator, the chair, and members named on it.
    """
    if not item.confidential or sees_every_item(user, of):
        return True
    return _sits_on(user, of.group) and item.pk in _named_on(user)


def sees_every_item(user: AnyUser, meeting: Meeting) -> bool:
    """Whether no item of the meeting is confidential to `user`."""
    return _administers(user, meeting.group) or _chairs(user, meeting.group)


def _named_on(user: AnyUser) -> frozenset[int]:
    """The ids of the confidential items that name `user`. One SQL query a request."""
    if not user.is_authenticated or user.person is None:
        return NOWHERE
    if not hasattr(user, KEPT_NAMINGS):
        setattr(user, KEPT_NAMINGS, frozenset(user.person.namings.values_list("item", flat=True)))
    kept: frozenset[int] = getattr(user, KEPT_NAMINGS)
    return kept


def can_view_paper(user: AnyUser, paper: Paper) -> bool:
    """A paper is seen by whoever may see its item."""
    return can_view_item(user, paper.item)


def can_view_paper_file(user: AnyUser, file: PaperFile) -> bool:
    """The newest file in each form; those that it replaced are the administrator's."""
    current = file.replaced_at is None or _administers(user, file.paper.item.meeting.group)
    return current and can_view_paper(user, file.paper)


def can_upload_paper(user: AnyUser, paper: Paper) -> bool:
    """The administrator, and whoever brings the paper."""
    if _administers(user, paper.item.meeting.group):
        return True
    mine = user.is_authenticated and user.person_id == paper.owner_id
    return mine and paper.owner_id is not None and can_view_paper(user, paper)


def can_view_minutes(user: AnyUser, minutes: Minutes) -> bool:
    """Members see minutes once they have been circulated."""
    group = minutes.meeting.group
    if _serves(user, group) or _chairs(user, group):
        return True
    return minutes.state in OUT and _sits_on(user, group)


def can_view_decision(user: AnyUser, decision: Decision) -> bool:
    """A decision is read with the minutes that hold it, by those who may see its item."""
    return _record_is_open(user, decision.meeting) and _item_is_open(user, decision)


def can_view_attendance(user: AnyUser, attendance: Attendance) -> bool:
    """Who was there is read with the minutes."""
    return _record_is_open(user, attendance.meeting)


def _record_is_open(user: AnyUser, meeting: Meeting) -> bool:
    if _serves(user, meeting.group) or _chairs(user, meeting.group):
        return True
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.state in OUT and _sits_on(user, meeting.group)


def _item_is_open(user: AnyUser, outcome: Action | Decision) -> bool:
    item = outcome.agenda_item
    return item is None or is_let_in(user, item, of=outcome.meeting)


def can_view_action(user: AnyUser, action: Action) -> bool:
    """Whoever serves or sits on the group; under a confidential item those let in and the owner."""
    group = action.meeting.group
    here = _serves(user, group) or _sits_on(user, group)
    return here and (_item_is_open(user, action) or _owns(user, action))


def _owns(user: AnyUser, action: Action) -> bool:
    return (
        user.is_authenticated and user.person_id is not None and user.person_id == action.owner_id
    )


def can_record_actions(user: AnyUser, meeting: Meeting) -> bool:
    """Administrators and project managers of the site."""
    access = site_access(user)
    return meeting.group.site_id in access.administrator | access.project_manager


def can_change_action(user: AnyUser, action: Action) -> bool:
    """Whoever may record actions of its meeting, and see this one."""
    return can_record_actions(user, action.meeting) and can_view_action(user, action)


def can_do_action(user: AnyUser, action: Action) -> bool:
    """Mark it done: whoever may change it, and its owner."""
    return can_change_action(user, action) or (
        can_view_action(user, action) and _owns(user, action)
    )


def can_view_messages(user: AnyUser, group: SteeringGroup) -> bool:
    """Messages carry addresses, so they are the administrator's alone."""
    return _administers(user, group)


def administered_sites(user: AnyUser) -> frozenset[int]:
    """The ids of the sites, localities included, that `user` administers today."""
    access: SiteAccess = site_access(user)
    return access.administrator
