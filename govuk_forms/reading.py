"""Reading dates and times as people in Britain write them."""

import re
from datetime import date, time

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
NO_DATE = "Enter a real date, such as 24 11 2026"
NO_TIME = "Enter a real time, such as 10:00am or 14:30"

_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b,?\s*", re.I)
_DAY_FIRST = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s./,-]+(\w+)[\s./,-]+(\d+)$", re.I)
_YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?$", re.I)


class NotReadable(ValueError):
    """The text names no date or time. The message says what would be right."""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def read_month(text: str) -> int:
    """`11`, `Nov`, `november` give 11. Raises NotReadable."""
    if _is_number(text):
        return int(text)
    word = text.strip(".").lower()
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith(word)]
    if len(word) < 3 or len(found) != 1:
        raise NotReadable(f"Enter the month as a number or a name: “{text}” is neither")
    return found[0]


def read_date(day: str, month: str, year: str) -> date:
    """Give the date of three parts. Raises NotReadable when there is no such day."""
    if not (_is_number(year) and len(year) == 4):
        raise NotReadable("Enter the year with four digits, such as 2026")
    number = read_month(month)
    if not _is_number(day):
        raise NotReadable(NO_DATE)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise NotReadable(NO_DATE) from None


def read_whole_date(text: str) -> date:
    """`24/11/2026`, `Tuesday 24 November 2026`, `2026-11-24`. Raises NotReadable."""
    text = _WEEKDAY.sub("", text.strip())
    if found := _YEAR_FIRST.match(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    else:
        raise NotReadable(NO_DATE)
    return read_date(day, month, year)


def read_time(text: str) -> time:
    """`10:00am`, `2pm`, `14:30`, `9.30`, `noon`, `midnight`. Raises NotReadable.

    An hour alone, and one from 1 to 6 without am, pm or a leading zero, is asked about and not
    guessed: a meeting at two in the morning is never meant.
    """
    text = text.strip()
    if text.lower() in {"noon", "midday", "12 noon"}:
        return time(12)
    if text.lower() == "midnight":
        return time(0)
    found = _CLOCK.match(text)
    if not found:
        raise NotReadable(NO_TIME)
    hours, minutes, half = found.groups()
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            raise NotReadable(NO_TIME)
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif 1 <= hour <= 12 and (minutes is None or (hour <= 6 and not hours.startswith("0"))):
        likely = "am" if 7 <= hour <= 11 else "pm"
        raise NotReadable(f"Add am or pm, such as {hour}:{minutes or '00'}{likely}")
    elif minutes is None:
        raise NotReadable(NO_TIME)
    try:
        return time(hour, int(minutes or 0))
    except ValueError:
        raise NotReadable(NO_TIME) from None
