"""Decisions of the last meeting that wait to be followed up.

The rule, which stands on the page: a decision waits while no action was recorded under its agenda
item, or while one of those is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Q

from reports.matters_arising.lines import About, Line, sentence
from steering.documents.numbering import numbered
from steering.models import Decision, Meeting

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Followed(TypedDict):
    actions_there: int
    actions_open: int


def waiting_decisions(last: Meeting) -> list[tuple[str, WithAnnotations[Decision, _Followed]]]:
    """Give those of `last`, loaded with its number, each with its own. One SQL query."""
    rows = (
        last.decisions.in_order()
        .select_related("agenda_item")
        .annotate(
            actions_there=Count("agenda_item__actions"),
            actions_open=Count(
                "agenda_item__actions", filter=Q(agenda_item__actions__done_on__isnull=True)
            ),
        )
    )
    decisions = [
        (number, cast("WithAnnotations[Decision, _Followed]", one))
        for number, one in numbered(last, rows)
    ]
    return [pair for pair in decisions if pair[1].actions_open or not pair[1].actions_there]


def decision_lines(
    decisions: Iterable[tuple[str, WithAnnotations[Decision, _Followed]]],
) -> list[Line]:
    """`Decision 7.2: The pilot goes on. No action was recorded for it.`"""
    return [
        Line(About.DECISION, one.pk, f"Decision {number}: {sentence(one.text)} {_stands(one)}")
        for number, one in decisions
    ]


def _stands(decision: WithAnnotations[Decision, _Followed]) -> str:
    if not decision.actions_there:
        return "No action was recorded for it."
    return "What follows from it is still open."
