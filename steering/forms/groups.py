"""Starting a group and changing it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from outbox.models import Mailbox
from sites.models import Site
from steering.models import SteeringGroup
from steering.services.groups import GroupTerms

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
USUAL_HOLD = Mailbox._meta.get_field("hold_seconds").default


class GroupForm(GovukForm):
    """Name, quorum and hold. Gives `GroupTerms`."""

    name = forms.CharField(
        label="Name of the group",
        max_length=200,
        help_text="For example, Northfield steering group",
    )
    quorum = forms.ChoiceField(
        label="What do the terms of reference say about the quorum?",
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
        return cls(
            data,
            hold_seconds=mailbox.hold_seconds if mailbox else USUAL_HOLD,
            initial={"name": group.name, "quorum": kind, kind: group.quorum.rstrip("%")},
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
            name=data["name"], quorum=quorums[data["quorum"]], hold_seconds=data["hold"]
        )


class StartGroupForm(GroupForm):
    """The same with the site that the group belongs to."""

    site = forms.ChoiceField(label="Site")
    field_order = ("site", "name")

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {site.key: site for site in sites}
        choices = [(key, site.name) for key, site in self._sites.items()]
        site = self.fields["site"]
        assert isinstance(site, forms.ChoiceField)
        site.choices = choices
        if len(choices) == 1:
            site.initial, site.widget = choices[0][0], forms.HiddenInput()

    def clean_site(self) -> Site:
        return self._sites[self.cleaned_data["site"]]
