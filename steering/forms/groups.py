"""Starting a group and changing it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from govuk_forms.fields import TimeInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from outbox.models import Mailbox
from sites.models import Site
from steering.enums import Deputies, Mode
from steering.models import SteeringGroup
from steering.services.groups import USUAL_HOLD, USUAL_LENGTH, GroupTerms

NUMBER, SHARE = "number", "share"
QUORUMS = (
    (NUMBER, "A number of members"),
    (SHARE, "A share of the members"),
    ("", "They set no quorum"),
)
HOLDS = {
    0: "It leaves at once, without Undo",
    60: "1 minute",
    300: "5 minutes",
    900: "15 minutes",
    3600: "1 hour",
}
USUAL, LIKE = "usual", "like"


class NameForm(GovukForm):
    """What a group is called."""

    name = forms.CharField(
        label="Name of the group",
        max_length=200,
        help_text="For example, Northfield steering group",
    )


class GroupForm(NameForm):
    """Name, terms of reference, the usual meeting, and hold. Gives `GroupTerms`."""

    quorum = forms.ChoiceField(
        label="What do they say about the quorum?",
        choices=QUORUMS,
        required=False,
        widget=Radios(opens={NUMBER: [NUMBER], SHARE: [SHARE]}),
    )
    number = forms.IntegerField(
        label="How many members",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    share = forms.IntegerField(
        label="Per cent of the members",
        required=False,
        help_text="Rounded up to whole people",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    deputies = forms.ChoiceField(
        label="What do they say about deputies?",
        choices=Deputies,
        initial=Deputies.COUNT,
        widget=Radios,
    )
    usual_start = TimeInputField(
        label="When it usually starts", required=False, help_text="For example, 10:00am"
    )
    usual_length = forms.IntegerField(
        label="How long it usually lasts",
        min_value=5,
        max_value=1440,
        initial=USUAL_LENGTH,
        help_text="In minutes: 120 is two hours",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "min_value": "Enter 5 minutes or more",
            "max_value": "Enter 1440 minutes, which is a day, or less",
        },
    )
    usual_mode = forms.ChoiceField(
        label="How people usually take part", choices=Mode, initial=Mode.IN_PERSON, widget=Radios
    )
    usual_place = forms.CharField(
        label="Usual place", max_length=300, required=False, help_text="Building and room"
    )
    usual_link = forms.URLField(
        label="Usual joining link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Only if it is the same every time",
        error_messages={"invalid": "Enter the whole link, such as https://meet.example.org/abc"},
    )
    hold = forms.TypedChoiceField(
        label="How long is a message held, so that you can undo it?",
        coerce=int,
        widget=Radios,
        help_text="Counted from when somebody presses “Send”",
    )

    def __init__(self, *args: Any, hold_seconds: int = USUAL_HOLD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holds = HOLDS | {hold_seconds: HOLDS.get(hold_seconds, f"{hold_seconds} seconds")}
        hold = self.fields["hold"]
        assert isinstance(hold, forms.ChoiceField)
        hold.choices = sorted(holds.items())
        hold.initial = hold_seconds

    @classmethod
    def of(cls, group: SteeringGroup, data: Any = None) -> "GroupForm":
        """Give the form of a group that there is."""
        mailbox = Mailbox.objects.filter(key=group.key).first()
        kind = SHARE if group.quorum.endswith("%") else NUMBER if group.quorum else ""
        usual = ("deputies", "usual_start", "usual_length", "usual_mode", "usual_place")
        as_it_is = {name: getattr(group, name) for name in ("name", *usual, "usual_link")}
        return cls(
            data,
            hold_seconds=mailbox.hold_seconds if mailbox else USUAL_HOLD,
            initial=as_it_is | {"quorum": kind, kind: group.quorum.rstrip("%")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        most = {NUMBER: 999, SHARE: 100}
        asked = cleaned.get("quorum")
        if asked in most and asked not in self.errors:
            given = cleaned.get(asked)
            if given is None or not 1 <= given <= most[asked]:
                self.add_error(asked, f"Enter a whole number from 1 to {most[asked]}")
        return cleaned

    def terms(self) -> GroupTerms:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        quorums = {NUMBER: f"{data['number']}", SHARE: f"{data['share']}%", "": ""}
        return GroupTerms(
            name=data["name"],
            quorum=quorums[data["quorum"]],
            deputies=Deputies(data["deputies"]),
            usual_start=data["usual_start"],
            usual_length=data["usual_length"],
            usual_mode=Mode(data["usual_mode"]),
            usual_place=data["usual_place"],
            usual_link=data["usual_link"],
            hold_seconds=data["hold"],
        )


class StartGroupForm(NameForm):
    """Name and site of a new group, and the group whose settings it begins with, if any."""

    site = forms.ChoiceField(label="Site")
    settings = forms.ChoiceField(
        label="Settings to begin with",
        choices=[(USUAL, "The usual ones"), (LIKE, "Those of another group of yours")],
        initial=USUAL,
        widget=Radios(
            opens={LIKE: [LIKE]},
            hints={
                LIKE: "Terms of reference, notices with their words and lead times, standing "
                "items, core agencies from today, and how long messages are held. No members, "
                "no meetings"
            },
        ),
        help_text="You can change all of them afterwards",
    )
    like = forms.ChoiceField(label="Like which group?", required=False)
    field_order = ("site", "name")

    def __init__(
        self,
        *args: Any,
        sites: Iterable[Site],
        groups: Iterable[SteeringGroup],
        **kwargs: Any,
    ) -> None:
        """`groups` are those that one may copy, with their sites; `sites` where one may start."""
        super().__init__(*args, **kwargs)
        self._sites = {site.key: site for site in sites}
        self._groups = {group.key: group for group in groups}
        choices = [(key, site.name) for key, site in self._sites.items()]
        site = self.fields["site"]
        assert isinstance(site, forms.ChoiceField)
        site.choices = choices
        if len(choices) == 1:
            site.initial, site.widget = choices[0][0], forms.HiddenInput()
        if not self._groups:
            del self.fields["settings"], self.fields["like"]
            return
        names = [(key, f"{group.name}, {group.site.name}") for key, group in self._groups.items()]
        self.fields["like"].choices = [("", "Choose a group"), *names]  # type: ignore[attr-defined]

    def clean_site(self) -> Site:
        return self._sites[self.cleaned_data["site"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            cleaned.get("settings") == LIKE
            and not cleaned.get("like")
            and "like" not in self.errors
        ):
            self.add_error("like", "Choose the group whose settings are copied")
        return cleaned

    def copied(self) -> SteeringGroup | None:
        """Give the group to copy; None for the usual settings. Only after `is_valid()`."""
        wanted = self.cleaned_data.get("settings") == LIKE
        return self._groups[self.cleaned_data["like"]] if wanted else None
