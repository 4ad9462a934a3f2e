"""The timeline: what is on it, and that nothing in the picture overlaps."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.one_site.timeline.bars import BAR_LANE
from reports.one_site.timeline.layout import MAX_LANES, MAX_MIXED_LANES, draw
from reports.one_site.timeline.picture import LEFT, WIDTH, Box, Picture
from reports.one_site.timeline.text import cut, width_of
from reports.one_site.timeline.things import (
    BANDS,
    CHANGES,
    DARK,
    DASHED,
    HELPED,
    HINDERED,
    MEETINGS,
    MIXED,
    PALE,
    PEOPLE,
    PLAIN,
    Thing,
)
from reports.one_site.timeline.window import Window, month_of, window_of

TODAY = date(2026, 11, 24)
WINDOW = Window(date(2025, 9, 1), date(2027, 3, 1))
DAY = timedelta(days=1)


def bar(start: date, end: date, label: str = "Restructure", **others) -> Thing:
    of_it = {"band": CHANGES, "style": PLAIN, "url": "#changes", "name": label} | others
    return Thing(start=start, end=end, label=label, **of_it)


def mark(day: date, sign: str = "9", label: str = "", **others) -> Thing:
    of_it = {"band": MEETINGS, "style": PLAIN, "url": "/meetings/1/", "name": "A meeting"} | others
    return Thing(start=day, end=day, label=label, mark=sign, **of_it)


def words_of(picture: Picture) -> list[Box]:
    """The box of everything that is written in the picture, but for the signs in marks."""
    axis = [*picture.years, *picture.months, *picture.today_words]
    at_left = [one for band in picture.bands for one in band.words]
    written = [one.words for one in picture.placed if one.words]
    return [one.box for one in (*axis, *at_left, *written)]


def overlapping(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


DAYS = st.dates(date(2025, 6, 1), date(2027, 5, 1))
LABELS = st.text("abcdefgh MWil,", min_size=1, max_size=60)
BARS = st.builds(
    lambda band, start, days, label, style, rank: bar(
        start, start + days * DAY, label, band=band, style=style, rank=rank
    ),
    st.sampled_from([CHANGES, PEOPLE, HELPED, MIXED, HINDERED]),
    DAYS,
    st.integers(0, 700),
    LABELS,
    st.sampled_from([PLAIN, DARK, PALE, DASHED]),
    st.integers(1, 2),
)
MARKS = st.builds(
    lambda day, label, lane: mark(day, "12", label, lane=lane),
    DAYS,
    st.sampled_from(["", "inquorate", "8 Dec"]),
    st.sampled_from(["Northfield steering group", "Visits group"]),
)


@settings(deadline=None)
@given(
    st.lists(BARS | MARKS, max_size=60),
    st.sampled_from([WINDOW, Window(*(date(2026, 11, 1), date(2027, 3, 1)))]),
)
def test_words_and_shapes_never_overlap_and_stay_inside(
    things: list[Thing], window: Window
) -> None:
    picture = draw(things, window, TODAY)
    words, shapes = words_of(picture), [one.box for one in picture.placed]
    assert overlapping(words) == []
    assert overlapping(shapes) == []
    for one in picture.placed:
        others = [other.box for other in picture.placed if other is not one]
        assert not one.words or not any(one.words.box.overlaps(other) for other in others)
    for box in (*words, *shapes):
        assert box.x >= 0
        assert box.right <= WIDTH
        assert box.bottom <= picture.height
    for one in picture.placed:
        assert one.box.x >= LEFT
    counts = Counter(one.band for band in picture.placed for one in band.things)
    for band in BANDS:
        shown = [
            one
            for one in things
            if one.band == band
            and (
                one.start in window
                if one.mark
                else one.start < window.end and one.end >= window.begin
            )
        ]
        left_out = sum(one.left_out for one in picture.bands if one.band == band)
        assert counts[band] + left_out == len(shown)


class TestLanes:
    def lanes(self, *bars: Thing) -> list[int]:
        """The lane of each bar, in the order given."""
        picture = draw(bars, WINDOW, TODAY)
        tops = {one.thing.name: one.box.y for one in picture.placed}
        top = min(tops.values())
        return [(tops[one.name] - top) // BAR_LANE for one in bars]

    def test_first_fit(self) -> None:
        assert self.lanes(
            bar(date(2026, 1, 1), date(2026, 6, 1), name="a"),
            bar(date(2026, 2, 1), date(2026, 9, 1), name="b"),
            bar(date(2026, 7, 1), date(2026, 10, 1), name="c"),
            bar(date(2026, 8, 1), date(2026, 10, 1), name="d"),
        ) == [0, 1, 0, 2]

    def test_a_label_beside_its_bar_keeps_the_next_one_away(self) -> None:
        long = "Change of senior management"
        assert self.lanes(
            bar(date(2026, 1, 1), date(2026, 1, 9), long, name="a"),
            bar(date(2026, 2, 1), date(2026, 6, 1), name="b"),
        ) == [0, 1]

    def test_nearest_the_line_what_was_noticed_first(self) -> None:
        things = [
            bar(date(2026, month, 1), TODAY, name=f"{band} {month}", band=band, style=PALE)
            for band in (HELPED, HINDERED)
            for month in (1, 4, 7)
        ]
        things.append(bar(date(2026, 2, 1), TODAY, name="mixed", band=MIXED, style=PALE))
        picture = draw(things, WINDOW, TODAY)
        place = {one.thing.name: one.box for one in picture.placed}
        from_the_top = sorted(place, key=lambda name: place[name].y)
        assert from_the_top == [
            "helped 7",
            "helped 4",
            "helped 1",
            "mixed",
            "hindered 1",
            "hindered 4",
            "hindered 7",
        ]
        assert picture.line is not None
        assert place["mixed"].y < picture.line < place["mixed"].bottom
        assert place["helped 1"].bottom < picture.line < place["hindered 1"].y

    @pytest.mark.parametrize(("band", "most"), [(HELPED, MAX_LANES), (MIXED, MAX_MIXED_LANES)])
    def test_the_strongest_and_newest_stay_and_the_rest_is_counted(self, band, most) -> None:
        things = [
            bar(date(2026, 1, 1) + number * DAY, TODAY, name=str(number), band=band, rank=1)
            for number in range(9)
        ]
        clear = bar(date(2025, 10, 1), TODAY, name="clear", band=band, rank=2)
        picture = draw([clear, *things], WINDOW, TODAY)
        names = {one.thing.name for one in picture.placed}
        assert names == {"clear", *(str(number) for number in range(10 - most, 9))}
        [box] = [one for one in picture.bands if one.band == band]
        assert box.left_out == 10 - most
        assert [one.text for one in box.words][-2:] == [f"{10 - most} more in", "the table"]


class TestLabels:
    def words(self, thing: Thing):
        [placed] = draw([thing], WINDOW, TODAY).placed
        return placed.words.text if placed.words else "", placed.inside

    def test_inside_if_it_fits(self) -> None:
        one = bar(date(2026, 1, 1), date(2026, 6, 1))
        assert self.words(one) == ("Restructure", True)

    def test_else_at_the_right(self) -> None:
        one = bar(date(2026, 1, 1), date(2026, 1, 20))
        assert self.words(one) == ("Restructure", False)

    def test_else_cut_at_a_word_with_the_whole_as_its_name(self) -> None:
        label = "Proposed merger of three trusts"
        one = bar(date(2026, 12, 10), date(2027, 3, 1), label, style=DASHED)
        assert self.words(one) == ("Proposed merger of…", True)
        assert draw([one], WINDOW, TODAY).placed[0].name == label

    def test_a_short_one_where_the_long_one_has_no_room(self) -> None:
        gap = {"short": "None for 11 weeks", "lane": "Administrator", "band": PEOPLE}
        things = [
            bar(date(2026, 1, 1), date(2026, 4, 1), "Administrator: Tom", **gap | {"short": ""}),
            bar(date(2026, 4, 1), date(2026, 6, 17), "No administrator for 11 weeks", **gap),
        ]
        placed = draw(things, WINDOW, TODAY).placed
        assert [one.words.text for one in placed] == ["Administrator: Tom", "None for 11 weeks"]
        assert placed[0].box.y == placed[1].box.y
        assert placed[1].name == "None for 11 weeks: No administrator for 11 weeks"

    def test_at_the_left_where_no_word_fits(self) -> None:
        one = bar(date(2027, 2, 1), date(2027, 9, 1), "Restructured", style=DASHED)
        [placed] = draw([one], WINDOW, TODAY).placed
        assert placed.words.text == "Restructured"
        assert placed.words.box.right < placed.box.x

    def test_no_word_fits(self) -> None:
        assert cut("Restructure", 20) == ""
        assert cut("Restructure", width_of("Restructure")) == "Restructure"


class TestMarks:
    def signs(self, *days: date) -> list[tuple[str, int]]:
        picture = draw([mark(day) for day in days], WINDOW, TODAY)
        return [(one.sign, len(one.things)) for one in picture.placed]

    def test_each_its_own(self) -> None:
        assert self.signs(date(2026, 1, 8), date(2026, 2, 8)) == [("9", 1), ("9", 1)]

    def test_less_than_28_px_apart_become_one_with_a_count(self) -> None:
        days = [date(2026, 1, 8) + number * DAY for number in (0, 2, 5, 40)]
        assert self.signs(*days) == [("3×", 3), ("9", 1)]

    def test_a_row_of_them_does_not_all_become_one(self) -> None:
        signs = self.signs(*(date(2026, 1, 1) + number * DAY for number in range(0, 90, 7)))
        assert sum(number for _, number in signs) == 13
        assert len(signs) >= 5

    def test_a_label_stands_beside_where_there_is_room(self) -> None:
        picture = draw(
            [
                mark(date(2026, 1, 8), "4", "inquorate"),
                mark(date(2026, 1, 26), "5", "inquorate"),
            ],
            WINDOW,
            TODAY,
        )
        assert [one.words.text if one.words else "" for one in picture.placed] == ["", "inquorate"]


class TestWindow:
    def test_from_the_start_to_three_months_ahead(self) -> None:
        assert window_of(date(2025, 9, 20), TODAY) == Window(date(2025, 9, 1), date(2027, 3, 1))

    def test_at_most_24_months(self) -> None:
        window = window_of(date(2020, 1, 1), TODAY)
        assert window == Window(date(2025, 3, 1), date(2027, 3, 1))
        assert len(window.months) == 24

    def test_earlier(self) -> None:
        window = window_of(date(2020, 1, 1), TODAY, date(2025, 3, 1))
        assert window == Window(date(2023, 3, 1), date(2025, 3, 1))
        assert window_of(date(2024, 6, 9), TODAY, date(2025, 3, 1)).begin == date(2024, 6, 1)

    @pytest.mark.parametrize("before", [date(1990, 1, 1), date(2200, 1, 1)])
    def test_never_before_the_start_nor_after_the_end(self, before) -> None:
        window = window_of(date(2025, 9, 20), TODAY, before)
        assert date(2025, 9, 1) <= window.begin < window.end <= date(2027, 3, 1)

    @pytest.mark.parametrize("text", ["", "2026", "2026-13", "x-y", "26-3", "2026-3-1", "²026-03"])
    def test_what_is_no_month(self, text) -> None:
        assert month_of(text) is None

    def test_a_month(self) -> None:
        assert month_of("2026-03") == date(2026, 3, 1)
