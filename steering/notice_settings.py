"""What groups changed of the standard notices: read along with meetings or groups, or once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from steering.enums import NoticeKind
from steering.models import NoticeSetting, SteeringGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELDS = ("kind", "is_on", "number", "unit")


class Setting(TypedDict):
    """A row of `NoticeSetting` without its words."""

    kind: str
    is_on: bool
    number: int
    unit: str


def own_notices(group: str) -> ArraySubquery:
    """What to annotate rows with, as `own_notices`; `group` leads to the id of the group."""
    rows = NoticeSetting.objects.filter(group=OuterRef(group)).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in FIELDS})))


def keep(group: SteeringGroup, rows: Iterable[Setting]) -> None:
    """Let `group` know its settings, which were annotated to one of its meetings."""
    group.own_notices = list(rows)  # type: ignore[attr-defined]


def setting_of(group: SteeringGroup, kind: NoticeKind) -> Setting | None:
    """What the group changed of a notice, if anything. One SQL query, unless it is read already."""
    if not hasattr(group, "own_notices"):
        keep(group, cast("Iterable[Setting]", group.notice_settings.values(*FIELDS)))
    kept: list[Setting] = group.own_notices  # type: ignore[attr-defined]
    return next((one for one in kept if one["kind"] == kind), None)
