"""Each kind of cell: what it reads, how it writes it back, and what it says when it cannot."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import IntegerChoices, TextChoices

from csv_tables.kinds import Choice, Day, Email, Key, Kind, Moment, Text, Whole, YesNo
from csv_tables.problems import Wrong, shown
from csv_tables.tables import Column


class Colour(TextChoices):
    RED = "red"
    BLUE = "blue"


class Size(IntegerChoices):
    SMALL = 1
    LARGE = 2


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(), " two  spaces,\r\n“and” a line ", " two  spaces,\r\n“and” a line "),
        (Text(3), "abc", "abc"),
        (Key(), "a-1", "a-1"),
        (Key(), "k" * 80, "k" * 80),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (Day(), "0206-03-25", date(206, 3, 25)),
        (Moment(), "2026-03-25T10:00+00:00", datetime(2026, 3, 25, 10, 0, tzinfo=UTC)),
        (
            Moment(),
            "2026-03-25T10:00:30.250000+00:00",
            datetime(2026, 3, 25, 10, 0, 30, 250_000, tzinfo=UTC),
        ),
        (Choice(Colour), "blue", "blue"),
        (Choice(Size), "2", 2),
        (YesNo(), "no", False),
        (Whole(), "2147483647", 2_147_483_647),
        (Email(), "Ann.Marsh@example.org", "Ann.Marsh@example.org"),
    ],
)
def test_what_is_read_is_written_back(kind: Kind, cell: str, value: object) -> None:
    assert kind.read(cell) == value
    assert kind.write(value) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("2026-07-01T10:00+01:00", "2026-07-01T09:00+00:00"),
        ("2026-07-01T10:00Z", "2026-07-01T10:00+00:00"),
        ("2026-01-01T00:30+05:30", "2025-12-31T19:00+00:00"),
        ("2026-01-01T00:30:00-05:00", "2026-01-01T05:30+00:00"),
    ],
)
def test_a_moment_is_written_in_utc(cell: str, written: str) -> None:
    assert Moment().write(Moment().read(cell)) == written


@pytest.mark.parametrize(
    ("kind", "cell", "message"),
    [
        (
            Text(3),
            "abcd",
            "has 4 characters; it may have 3 at most, so shorten “abcd”",
        ),
        (
            Text(200),
            "x" * 201,
            f"has 201 characters; it may have 200 at most, so shorten “{'x' * 20}…”",
        ),
        (
            Key(),
            "Two Words",
            "“Two Words” is not a key; use small letters a to z, digits and hyphens only,"
            " 80 at most",
        ),
        (
            Key(),
            "key\n",
            "“key\\n” is not a key; use small letters a to z, digits and hyphens only, 80 at most",
        ),
        (
            Key(),
            "ключ",
            "“ключ” is not a key; use small letters a to z, digits and hyphens only, 80 at most",
        ),
        (
            Day(),
            "25/03/2026",
            "“25/03/2026” is not a date; write year, month and day: 2026-03-25",
        ),
        (Day(), "20260325", "“20260325” is not a date; write year, month and day: 2026-03-25"),
        (
            Day(),
            "٢٠٢٦-03-25",
            "“٢٠٢٦-03-25” is not a date; write year, month and day: 2026-03-25",
        ),
        (
            Day(),
            "2026-02-30",
            "“2026-02-30” is no day of the calendar; correct the month or the day",
        ),
        (
            Moment(),
            "2026-03-25 10:00",
            "“2026-03-25 10:00” is not a date and time; write it with its offset from UTC:"
            " 2026-03-25T10:00+00:00",
        ),
        (
            Moment(),
            "2026-03-25T10:00",
            "“2026-03-25T10:00” does not say its offset from UTC; write 2026-03-25T10:00+00:00 for"
            " winter time in the United Kingdom, 2026-03-25T10:00+01:00 for summer time",
        ),
        (
            Moment(),
            "2026-03-25T24:30+00:00",
            "“2026-03-25T24:30+00:00” is no moment of the calendar; correct the day or the time",
        ),
        (
            Moment(),
            "9999-12-31T23:59-12:00",
            "“9999-12-31T23:59-12:00” is no moment of the calendar; correct the day or the time",
        ),
        (
            Moment(),
            "0001-06-01T10:00+00:00",
            "“0001-06-01T10:00+00:00” is out of range; write a year from 0002 to 9998",
        ),
        (Choice(Colour), "Red", "“Red” is not known; write one of: red, blue"),
        (Choice(Size), "3", "“3” is not known; write one of: 1, 2"),
        (YesNo(), "true", "“true” is not known; write one of: yes, no"),
        (Whole(), "0", "“0” is not a whole number from 1; write it in digits alone: 1"),
        (Whole(), "01", "“01” is not a whole number from 1; write it in digits alone: 1"),
        (
            Whole(),
            "2147483648",
            "“2147483648” is not a whole number from 1; write it in digits alone: 1",
        ),
        (
            Email(),
            "ann at example.org",
            "“ann at example.org” is not an e-mail address; write it like this: name@example.org",
        ),
    ],
)
def test_what_cannot_be_read_says_what_would_be_right(kind: Kind, cell: str, message: str) -> None:
    with pytest.raises(Wrong) as wrong:
        kind.read(cell)
    assert str(wrong.value) == message


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "is empty; every row must say it"),
        (" \n", "is nothing but space; write something in it"),
        ("a\0b", "“a\\x00b” holds a NUL character; take it out"),
        (
            "caf\udce9",
            "holds the byte 0xE9, which is not UTF-8; save the file as “CSV UTF-8” and import it"
            " again",
        ),
    ],
)
def test_a_column_refuses_what_no_text_may_hold(cell: str, message: str) -> None:
    with pytest.raises(Wrong) as wrong:
        Column("name", Text()).read(cell)
    assert str(wrong.value) == message


def test_an_optional_column_may_be_empty() -> None:
    assert Column("name", Text(), optional=True).read("") == ""
    assert Column("day", Day(), optional=True).read("") is None
    assert Column("colour", Choice(Colour), optional=True).read("") == ""
    assert Column("size", Choice(Size), optional=True, default=1).read("") == 1
    assert Column("day", Day(), optional=True).write(None) == ""


def test_what_is_shown_stays_on_one_line_and_short() -> None:
    assert shown("a\r\nb") == "“a\\r\\nb”"
    assert shown("x" * 70) == f"“{'x' * 60}…”"
    assert shown("x" * 60) == f"“{'x' * 60}”"
