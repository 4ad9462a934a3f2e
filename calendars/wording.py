"""How a day, a time and a count read in British English. Times are given in local time.

`moment` is an aware datetime throughout; `day` a date or an aware datetime.
"""

from datetime import date, datetime

from django.utils import timezone


def _local(day: date) -> date:
    return timezone.localtime(day) if isinstance(day, datetime) else day


def long_date(day: date | None) -> str:
    """`24 November 2026`; empty for None."""
    if day is None:
        return ""
    day = _local(day)
    return f"{day.day} {day:%B %Y}"


def day_date(day: date | None) -> str:
    """`Tuesday 24 November 2026`; empty for None."""
    return f"{_local(day):%A} {long_date(day)}" if day else ""


def short_date(day: date | None) -> str:
    """`24 Nov 2026`; empty for None."""
    if day is None:
        return ""
    day = _local(day)
    return f"{day.day} {day:%b %Y}"


def clock(moment: datetime | None) -> str:
    """`10:00am`, `12:30pm`; empty for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day_and_time(moment: datetime | None) -> str:
    """`Tuesday 24 November 2026, 10:00am`; empty for None."""
    return f"{day_date(moment)}, {clock(moment)}" if moment else ""


def span(start: datetime, end: datetime) -> str:
    """`10:00am to 12:00pm`, with the second day named when it is another day."""
    if _local(start).day == _local(end).day and (end - start).days == 0:
        return f"{clock(start)} to {clock(end)}"
    return f"{clock(start)} to {day_and_time(end)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 person`, `4 people`: the number and the word that goes with it."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lower_first(text: str) -> str:
    """`By 8 December` as it reads within a sentence: `by 8 December`."""
    return text[:1].lower() + text[1:]
