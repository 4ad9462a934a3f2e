"""Several meetings at once: planned by a rule, looked at one by one, and changed together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import islice, takewhile
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict

from calendars.local_time import is_skipped
from calendars.recurring import last_such_weekday, place_in_month
from calendars.wording import counted, day_date, long_date
from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.reading import NotReadable, read_whole_date
from govuk_forms.widgets import Radios
from steering.enums import SeriesRule
from steering.forms.meetings import MeetingForm, initial_of
from steering.models import Meeting
from steering.series import BY_MONTH, MOST_MEETINGS, days_of
from steering.services.series import Change, carried_on

NUMBER, DAY = "number", "day"
NARROW = {"class": "govuk-input--width-3", "inputmode": "numeric"}
AT_MOST = f"A series has {MOST_MEETINGS} meetings at the most"


class SeriesForm(MeetingForm):
    """The first meeting, and how the others follow it. Gives their days."""

    rule = forms.ChoiceField(
        label="How do the meetings follow one another?",
        choices=SeriesRule.choices,
        error_messages={"required": "Choose how the meetings follow one another"},
        widget=Radios(
            opens={SeriesRule.WEEKS: ["weeks"], SeriesRule.CUSTOM: ["days"]},
            hints={
                SeriesRule.MONTHLY: "The 31st becomes the last day of a shorter month",
                SeriesRule.WEEKDAY: "Counted from the first meeting",
                SeriesRule.LAST: "The first meeting is on such a day, too",
            },
        ),
    )
    weeks = forms.IntegerField(
        label="Every how many weeks",
        required=False,
        initial=6,
        widget=forms.TextInput(attrs=NARROW),
    )
    days = forms.CharField(
        label="The other days, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="For example, 9 February 2027 or 9/2/2027",
    )
    months = forms.TypedChoiceField(
        label="In which months?",
        coerce=int,
        choices=[(1, "Every month"), (2, "Every second month"), (3, "Every third month")],
        initial=1,
        help_text="For meetings on the same day or weekday of the month",
    )
    until = forms.ChoiceField(
        label="How many meetings?",
        required=False,
        choices=[(NUMBER, "So many"), (DAY, "All up to a day")],
        initial=NUMBER,
        widget=Radios(opens={NUMBER: ["number"], DAY: ["last_day"]}),
        help_text=f"{AT_MOST}. On days chosen one by one it has as many as you choose",
    )
    number = forms.IntegerField(
        label="How many, with the first",
        required=False,
        initial=6,
        widget=forms.TextInput(attrs=NARROW),
    )
    last_day = DateInputField(
        label="The last day on which there may be one",
        required=False,
        help_text="For example, 31 7 2027",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "First meeting"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rule, first = cleaned.get("rule"), cleaned.get("day")
        if rule == SeriesRule.CUSTOM:
            self._check_days(cleaned)
            return cleaned
        if rule == SeriesRule.WEEKS:
            self._check_number("weeks", 1, 52)
        if rule and first:
            self._check_first(SeriesRule(rule), first)
        if cleaned.get("until") == DAY:
            self._check_last_day(cleaned)
        else:
            self._check_number("number", 2, MOST_MEETINGS)
        return cleaned

    def _check_number(self, name: str, least: int, most: int) -> None:
        given = self.cleaned_data.get(name)
        if name not in self.errors and (given is None or not least <= given <= most):
            self.add_error(name, f"Enter a whole number from {least} to {most}")

    def _check_first(self, rule: SeriesRule, first: date) -> None:
        if first.year >= 2100:
            self.add_error("day", "Enter a day before the year 2100")
        if rule == SeriesRule.WEEKDAY and place_in_month(first) == 5:
            self.add_error(
                "day",
                f"{day_date(first)} is the fifth {first:%A} of its month, which most months do "
                "not have. Choose the last one of the month below, or another day",
            )
        last = last_such_weekday(first, first.weekday())
        if rule == SeriesRule.LAST and first != last:
            self.add_error(
                "day",
                f"{day_date(first)} is not the last {first:%A} of its month, which is "
                f"{long_date(last)}. Begin with that one",
            )

    def _check_last_day(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("day"), cleaned.get("last_day")
        if last is None and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day on which there may be one")
        if self.errors or not (first and last):
            return
        up_to_it = takewhile(lambda day: day <= last, self._rule_days())
        days = list(islice(up_to_it, MOST_MEETINGS + 1))
        if len(days) < 2:
            self.add_error("last_day", "Enter a later day: up to this one there is no second one")
        elif len(days) > MOST_MEETINGS:
            self.add_error(
                "last_day",
                f"Enter an earlier day: up to this one there are more than {MOST_MEETINGS} "
                f"meetings. The last that there can be is on {long_date(days[MOST_MEETINGS - 1])}",
            )

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        lines = [line.strip() for line in cleaned.get("days", "").splitlines() if line.strip()]
        days: set[date] = set()
        for line in lines:
            try:
                days.add(read_whole_date(line))
            except NotReadable:
                self.add_error(
                    "days", f"“{line[:40]}” is no date: write 9 February 2027 or 9/2/2027"
                )
                return
        cleaned["chosen"] = days | {cleaned["day"]} if cleaned.get("day") else days
        if not days:
            self.add_error("days", "Enter the other days, one a line")
        elif len(cleaned["chosen"]) > MOST_MEETINGS:
            given = counted(len(cleaned["chosen"]), "day")
            self.add_error("days", f"{AT_MOST}: these are {given} with the first")

    @property
    def series_rule(self) -> SeriesRule:
        return SeriesRule(self.cleaned_data["rule"])

    @property
    def every(self) -> int:
        """How many months or weeks lie between two meetings."""
        data = self.cleaned_data
        if self.series_rule in BY_MONTH:
            return int(data["months"])
        return int(data["weeks"]) if self.series_rule == SeriesRule.WEEKS else 1

    def _rule_days(self) -> Iterator[date]:
        return days_of(self.series_rule, self.cleaned_data["day"], self.every)

    def meeting_days(self) -> list[date]:
        """Give the days of the meetings, in order. Only after `is_valid()`."""
        data = self.cleaned_data
        if self.series_rule == SeriesRule.CUSTOM:
            return sorted(data["chosen"])
        if data["until"] == DAY:
            return list(takewhile(lambda day: day <= data["last_day"], self._rule_days()))
        return list(islice(self._rule_days(), data["number"]))


class DayForm(GovukForm):
    """A meeting of a series before it is planned: where it falls, and whether it is to be.

    `shown` is the day whose clashes the person has before their eyes.
    """

    shown = forms.DateField(widget=forms.HiddenInput)
    out = forms.BooleanField(label="Leave it out", required=False)
    day = DateInputField(label="Other day", required=False)

    def __init__(self, *args: Any, clocks: tuple[time, time], **kwargs: Any) -> None:
        """`clocks` are when the meetings start and end by the clock on the wall."""
        super().__init__(*args, **kwargs)
        self._clocks = clocks

    @property
    def day_shown(self) -> date:
        """The day whose clashes are shown beside the row."""
        shown: date = (self.cleaned_data if self.is_bound else self.initial)["shown"]
        return shown

    @property
    def is_out(self) -> bool:
        return bool((self.cleaned_data if self.is_bound else self.initial).get("out"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("day")
        if cleaned.get("out") or "day" in self.errors:
            return cleaned
        if day is None:
            self.add_error("day", "Enter the day, or leave this meeting out")
        elif any(is_skipped(day, clock) for clock in self._clocks):
            self.add_error("day", "On this day the clocks go forward and skip the time")
        return cleaned


ROWS = "days"
"""The prefix of the rows, one for each meeting."""


class _DayRows(forms.BaseFormSet):
    """The meetings of a series before they are planned. At least one of them is to be."""

    @classmethod
    def of(cls, form: SeriesForm, data: QueryDict) -> Self:
        """Give the rows that were handed in; at first, one for each day of a valid `form`."""
        clocks = form.cleaned_data["starts"], form.cleaned_data["ends"]
        rows = cls(data, prefix=ROWS, form_kwargs={"clocks": clocks})
        if rows.forms and not any("shown" in row.errors for row in rows.forms):
            return rows
        initial = [{"day": day, "shown": day} for day in form.meeting_days()]
        return cls(initial=initial, prefix=ROWS, form_kwargs=rows.form_kwargs)

    def clean(self) -> None:
        if all(row.cleaned_data.get("out") for row in self.forms):
            raise forms.ValidationError("Keep at least one meeting, or plan none")

    @property
    def seen(self) -> bool:
        """Whether the clashes of each day were looked at. Only after `is_valid()`."""
        return all(row.cleaned_data["day"] == row.cleaned_data["shown"] for row in self._wanted)

    @property
    def _wanted(self) -> list[DayForm]:
        return [row for row in self.forms if not row.cleaned_data["out"]]

    def meeting_days(self) -> list[date]:
        """Give the days that are wanted, in order. Only after `is_valid()`."""
        return sorted(row.cleaned_data["day"] for row in self._wanted)

    def shown_next(self) -> Self:
        """Give the rows as they are looked at once more. Only after `is_valid()`."""
        answers = [row.cleaned_data for row in self.forms]
        days = [(one["day"] or one["shown"], one["out"]) for one in answers]
        initial = [{"day": day, "shown": day, "out": out} for day, out in sorted(days)]
        return type(self)(initial=initial, prefix=ROWS, form_kwargs=self.form_kwargs)


DayRows = cast(
    "type[_DayRows]",
    forms.formset_factory(
        DayForm, formset=_DayRows, extra=0, max_num=MOST_MEETINGS, absolute_max=MOST_MEETINGS
    ),
)


THIS, LATER = "this", "later"


def which(later: int, verb: str) -> forms.ChoiceField:
    """Ask whether a meeting alone is meant, or those of its series after it too."""
    return forms.ChoiceField(
        label=f"Which meetings {verb}?",
        choices=[
            (THIS, "This meeting only"),
            (LATER, f"This one and the {counted(later, 'meeting')} of the series after it"),
        ],
        widget=Radios,
        error_messages={"required": "Choose this meeting only, or all from here on"},
    )


class ChangeMeetingForm(MeetingForm):
    """How a planned meeting is to be; with `later` ones of its series, whether they change too."""

    def __init__(self, *args: Any, meeting: Meeting, later: list[Meeting], **kwargs: Any) -> None:
        initial = initial_of(meeting)
        super().__init__(*args, group=meeting.group, initial=initial, **kwargs)
        self._meeting, self._later = meeting, later
        if later:
            self.fields["which"] = which(len(later), "change")

    def changes(self) -> list[Change]:
        """Give each meeting that changes, with its new plan. Only after `is_valid()`."""
        plan = self.plan()
        later = self._later if self.cleaned_data.get("which") == LATER else []
        return [
            Change(self._meeting, plan),
            *(Change(one, carried_on(self._meeting, plan, one)) for one in later),
        ]


class CancelForm(GovukForm):
    """Which meetings of a series are cancelled."""

    def __init__(self, *args: Any, later: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"] = which(later, "are cancelled")
