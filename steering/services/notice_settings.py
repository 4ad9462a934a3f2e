"""How a group wants the standard notices: lead times, which are on, and its own words.

What is as usual is not stored, so a group that changed nothing follows the defaults.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from steering.documents.notice_words import Wording, usual_wording
from steering.enums import LeadUnit, NoticeKind
from steering.lead_times import LeadTime, usual
from steering.models import NoticeSetting, SteeringGroup


@dataclass(frozen=True)
class Choice:
    """Whether a notice is on, and how long before or after the meeting it is due."""

    is_on: bool
    lead_time: LeadTime


@transaction.atomic
def set_notices(*, group: SteeringGroup, choices: Mapping[NoticeKind, Choice]) -> None:
    """Let `group` have these lead times from now on. Own words stay as they are."""
    for kind, choice in choices.items():

        def choose(row: NoticeSetting, choice: Choice = choice) -> None:
            row.is_on = choice.is_on
            row.number, row.unit = choice.lead_time.number, choice.lead_time.unit

        _change(group, kind, choose)


@transaction.atomic
def reword(*, group: SteeringGroup, kind: NoticeKind, wording: Wording) -> None:
    """Let a notice of `group` have these words, fields included; usual words are not stored."""
    usually = usual_wording(kind)

    def choose(row: NoticeSetting) -> None:
        row.subject = "" if wording.subject == usually.subject else wording.subject
        row.body = "" if wording.body == usually.body else wording.body

    _change(group, kind, choose)


def _change(
    group: SteeringGroup, kind: NoticeKind, choose: Callable[[NoticeSetting], None]
) -> None:
    SteeringGroup.objects.select_for_update().get(pk=group.pk)
    lead = usual(kind, group.site.nation)
    row = NoticeSetting.objects.filter(group=group, kind=kind).first() or NoticeSetting(
        group=group, kind=kind, number=lead.number, unit=lead.unit
    )
    choose(row)
    as_usual = row.is_on and LeadTime(row.number, LeadUnit(row.unit)) == lead
    if not (as_usual and not row.subject and not row.body):
        row.save()
    elif row.pk:
        row.delete()
