from datetime import UTC, date, datetime

from calendars import wording


def test_a_moment_reads_in_local_time_across_the_clock_changes():
    assert wording.day_and_time(datetime(2026, 7, 7, 9, 0, tzinfo=UTC)) == (
        "Tuesday 7 July 2026, 10:00am"
    )
    assert wording.day_and_time(datetime(2026, 12, 8, 12, 5, tzinfo=UTC)) == (
        "Tuesday 8 December 2026, 12:05pm"
    )
    assert wording.long_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_nothing_reads_as_nothing():
    nothing = (wording.long_date, wording.short_date, wording.clock, wording.day_and_time)
    assert [words(None) for words in nothing] == ["", "", "", ""]


def test_a_span_names_the_second_day_only_when_there_is_one():
    start = datetime(2026, 12, 8, 22, 0, tzinfo=UTC)
    assert wording.span(start, datetime(2026, 12, 8, 23, 30, tzinfo=UTC)) == "10:00pm to 11:30pm"
    assert wording.span(start, datetime(2026, 12, 9, 1, 0, tzinfo=UTC)) == (
        "10:00pm to Wednesday 9 December 2026, 1:00am"
    )


def test_numbers_go_with_their_words():
    assert wording.counted(1, "person", "people") == "1 person"
    assert wording.counted(0, "message") == "0 messages"
    assert wording.short_date(date(2026, 11, 4)) == "4 Nov 2026"
