"""Time of day at the programme's place: the clock on the wall, across clock changes."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def moment_of(day: date, clock: time) -> datetime:
    """When the clock on the wall shows `clock` on `day`; where it does so twice, the first time."""
    return timezone.make_aware(datetime.combine(day, clock))


def is_skipped(day: date, clock: time) -> bool:
    """Whether the clocks go forward on `day` and skip `clock`."""
    return timezone.localtime(moment_of(day, clock).astimezone(UTC)).time() != clock
