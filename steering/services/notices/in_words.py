"""What a notice means for its meeting, in a line."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Min

from calendars.wording import counted, day_and_time, long_date
from outbox.enums import State
from outbox.models import Message
from steering.services.notices.notice import Notice


def went_out_at(notices: Iterable[Notice]) -> dict[str, datetime]:
    """Give when the notices that went out did so, by their batches. One SQL query."""
    rows = Message.objects.filter(batch__in=[one.batch for one in notices])
    gone = rows.exclude(state__in=[State.HELD, State.WITHDRAWN]).order_by()
    return dict(gone.values_list("batch").annotate(Min("created_at")))


def meaning(notice: Notice, went_out: Mapping[str, datetime]) -> str:
    """Say `Monday 30 November 2026, 9:00am to 15 people`, or why it does not go."""
    when = day_and_time(notice.due)
    if at := went_out.get(notice.batch):
        return f"Went out on {long_date(at)}"
    if reason := _why_not(notice):
        return reason
    if not notice.suits_the_state:
        return f"{when}, once the meeting is held"
    if not notice.people:
        return f"{when}, as things stand to nobody"
    return f"{when} to {counted(len(notice.people), 'person', 'people')}"


def _why_not(notice: Notice) -> str:
    if not notice.is_on:
        return "Switched off"
    if notice.hold:
        return "Dropped" if notice.hold.dropped_at else "Held"
    if notice.until <= notice.situation.now:
        return f"None: it was for the time from {day_and_time(notice.due)}"
    if notice.needs_to_be_told and notice.meeting.announced_at is None:
        return f"{day_and_time(notice.due)}, once the members are told"
    if not (notice.members_are_told and notice.is_entered_in_time):
        return f"None: {day_and_time(notice.due)} was before the meeting was entered or told"
    return ""
