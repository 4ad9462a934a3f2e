"""Planning a meeting and changing it."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from calendars.local_time import is_skipped, moment_of
from govuk_forms.fields import DateInputField, TimeInputField
from govuk_forms.forms import GovukForm
from steering.enums import Mode
from steering.models import Meeting, SteeringGroup
from steering.services.meetings import MeetingPlan, usual_title

MOST_ITEMS = 60


class MeetingForm(GovukForm):
    """When and where. Gives a `MeetingPlan`; times are read as local time."""

    day = DateInputField(label="Date", help_text="For example, 24 11 2026")
    starts = TimeInputField(label="Start", help_text="For example, 10:00am")
    ends = TimeInputField(label="End")
    mode = forms.ChoiceField(
        label="How people take part", choices=Mode.choices, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label="Place", max_length=300, required=False, help_text="Building and room"
    )
    joining_link = forms.URLField(
        label="Joining link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="For those who take part online. It stands in the invitation and reminder",
        error_messages={"invalid": "Enter the whole link, such as https://meet.example.org/abc"},
    )
    title = forms.CharField(
        label="Title",
        max_length=200,
        required=False,
        help_text="Leave it empty for the name of the group and the date",
    )

    def __init__(self, *args: Any, group: SteeringGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_times(cleaned)
        self._check_place(cleaned)
        return cleaned

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if not (day and starts and ends):
            return
        if ends <= starts:
            self.add_error("ends", "The meeting must end after it starts")
            return
        for name, clock in (("starts", starts), ("ends", ends)):
            if is_skipped(day, clock):
                self.add_error(name, "On this day the clocks go forward and skip this time")

    def _check_place(self, cleaned: dict[str, Any]) -> None:
        mode = cleaned.get("mode")
        if mode in (Mode.IN_PERSON, Mode.HYBRID) and not cleaned.get("place"):
            self.add_error("place", "Enter the place, or choose “Online”")

    def plan(self) -> MeetingPlan:
        """Give what was entered. Only after `is_valid()`."""
        return self.plan_on(self.cleaned_data["day"])

    def plan_on(self, day: date) -> MeetingPlan:
        """Give the same for another day, at the same time by the clock on the wall."""
        data = self.cleaned_data
        starts_at = moment_of(day, data["starts"])
        return MeetingPlan(
            title=data["title"] or usual_title(self.group, starts_at),
            starts_at=starts_at,
            ends_at=moment_of(day, data["ends"]),
            mode=Mode(data["mode"]),
            place=data["place"],
            joining_link=data["joining_link"],
        )


class AgendaTextForm(GovukForm):
    """The agenda as lines, one item a line: the quickest way to write or paste one."""

    agenda = forms.CharField(
        label="Agenda",
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="One item a line, in order. You can paste them, and change them later",
    )

    def clean_agenda(self) -> list[str]:
        lines = [_without_number(line) for line in self.cleaned_data["agenda"].splitlines()]
        titles = [line for line in lines if line]
        if len(titles) > MOST_ITEMS:
            raise forms.ValidationError(
                f"These are {len(titles)} items: an agenda has {MOST_ITEMS} at the most"
            )
        if too_long := next((title for title in titles if len(title) > 500), None):
            raise forms.ValidationError(
                f"Shorten “{too_long[:40]}…” to 500 characters: it has {len(too_long)}"
            )
        return titles


def _without_number(line: str) -> str:
    """The line without a number or bullet that was pasted with it."""
    line = line.strip().lstrip("•–*-").strip()
    number, dot, rest = line.partition(".")
    return rest.strip() if dot and number.isdigit() and len(number) < 3 and rest else line


def initial_of(meeting: Meeting) -> dict[str, object]:
    """Give what the form of a planned meeting starts with."""
    starts = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at)
    usual = usual_title(meeting.group, meeting.starts_at)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "mode": meeting.mode,
        "place": meeting.place,
        "joining_link": meeting.joining_link,
        "title": "" if meeting.title == usual else meeting.title,
    }


def initial_for(group: SteeringGroup) -> dict[str, object]:
    """Give what the form of a new meeting starts with: as the group usually meets.

    What it has not settled is as it met last; the day is four weeks after that.
    """
    last = group.meetings.order_by("-starts_at").first()
    return (as_last_time(last) | {"title": ""} if last else {}) | _usual(group)


def as_last_time(meeting: Meeting) -> dict[str, object]:
    """Give what the form of a meeting like this one starts with, four weeks on."""
    day = timezone.localdate(meeting.starts_at) + timedelta(weeks=4)
    return initial_of(meeting) | {"day": day}


def _usual(group: SteeringGroup) -> dict[str, object]:
    """What the group has settled of time and place."""
    usual: dict[str, object] = {}
    if group.usual_start:
        ends = datetime.combine(date.min, group.usual_start) + timedelta(minutes=group.usual_length)
        usual |= {"starts": group.usual_start, "ends": ends.time()}
    if group.usual_place or group.usual_link:
        usual |= {
            "mode": group.usual_mode,
            "place": group.usual_place,
            "joining_link": group.usual_link,
        }
    return usual
