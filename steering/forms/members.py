"""Members of a group: adding one, correcting a seat, and where somebody gets mail."""

from typing import Any

from django import forms

from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from sites.models import Agency
from steering.enums import Appearance, Capacity, MemberRole
from steering.forms.people import WhoForm
from steering.models import Membership
from steering.services.memberships import SeatTerms


class SeatForm(GovukForm):
    """In what capacity and role somebody sits, and how they appear. Gives `SeatTerms`."""

    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.order_by("name"),
        required=False,
        empty_label="No agency",
    )
    capacity = forms.ChoiceField(
        label="In what capacity they take part",
        choices=Capacity,
        widget=Radios,
        error_messages={"required": "Choose in what capacity they take part"},
        help_text="It can tell something about somebody’s health, so few may see it: you, the "
        "chair and the supporter of this site. Everybody else reads what is chosen below",
    )
    appears = forms.ChoiceField(
        label="What others read beside the name",
        choices=[
            (Appearance.BY_CAPACITY, "The agency for professionals, “Group member” for all others"),
            (Appearance.AGENCY, "The agency"),
            (Appearance.GROUP_MEMBER, "“Group member”"),
            (Appearance.OWN_WORDS, "Words of their own"),
        ],
        required=False,
        widget=Radios(opens={Appearance.OWN_WORDS: ["own_words"]}),
        help_text="In minutes, registers and lists. Ask them: it is theirs to choose",
    )
    own_words = forms.CharField(label="Their words", max_length=100, required=False)
    role = forms.ChoiceField(
        label="Role on the group",
        choices=MemberRole,
        initial=MemberRole.MEMBER,
        widget=Radios(
            hints={
                MemberRole.CHAIR: "Gets the draft minutes first, and sees what the group recorded",
                MemberRole.ADMINISTRATOR: "Serves the group and does not count for the quorum",
            }
        ),
    )
    joined_on = DateInputField(label="Member from", help_text="For example, 24 11 2026")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        appears = cleaned.get("appears")
        if appears != Appearance.OWN_WORDS:
            cleaned["own_words"] = ""
        elif not cleaned.get("own_words") and "own_words" not in self.errors:
            self.add_error("own_words", "Enter the words that stand beside the name")
        if appears == Appearance.AGENCY and not cleaned.get("agency"):
            self.add_error("appears", "Choose the agency above, or something else beside the name")
        return cleaned

    def terms(self) -> SeatTerms:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return SeatTerms(
            agency=data["agency"],
            capacity=Capacity(data["capacity"]),
            role=MemberRole(data["role"]),
            appears=Appearance(data["appears"]),
            own_words=data["own_words"],
            joined_on=data["joined_on"],
        )

    @staticmethod
    def initial_of(membership: Membership) -> dict[str, object]:
        """Give what the form of a membership starts with."""
        names = ("agency", "capacity", "role", "appears", "own_words", "joined_on")
        return {name: getattr(membership, name) for name in names}


class AddMemberForm(WhoForm, SeatForm):
    """The same with the person: somebody known by name, or somebody new."""

    field_order = ("who", "known", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = "Who joins?"


class AddressForm(GovukForm):
    """Where somebody gets mail."""

    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Leave it empty for somebody who gets everything by post",
    )
