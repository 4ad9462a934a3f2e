"""Logging what helped or hindered, putting an entry right, and saying that it eased or ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from barriers.enums import Direction, FactorState, MoneyWouldSolve, Strength, View
from barriers.models import Factor, Theme
from barriers.services.factors import FactorDetails
from barriers.services.names import names_in
from govuk_forms.fields import DateInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Radios
from sites.models import Site
from steering.forms.text import LinesField

OVER = (FactorState.EASED, FactorState.ENDED)
NOT_IN_THE_FUTURE = "Enter today or an earlier day"


class FactorForm(GovukForm):
    """Three questions; the rest is filled in already."""

    theme = forms.ChoiceField(
        label="What is it about?",
        widget=Radios(),
        error_messages={"required": "Choose what it is about"},
    )
    direction = forms.ChoiceField(
        label="Did it help or hinder?",
        choices=Direction.choices,
        widget=Radios(inline=True),
        error_messages={"required": "Choose whether it helped or hindered"},
    )
    description = LinesField(
        label="What happened, in a sentence",
        rows=3,
        max_length=1000,
        help_text="Write of the site or of a role, such as “the assistant director”, never of a"
        " person. Nothing about families belongs here",
        error_messages={"required": "Enter what happened"},
    )
    names_kept = forms.BooleanField(
        label="It is about the site or the role: keep these words",
        required=False,
        widget=forms.HiddenInput,
    )
    strength = forms.TypedChoiceField(
        label="How well is it shown?",
        choices=Strength.choices,
        coerce=int,
        widget=Radios(),
    )
    state = forms.ChoiceField(
        label="How does it stand?", choices=FactorState.choices, widget=Radios()
    )
    noticed_on = DateInputField(label="When was it noticed?")
    ended_on = DateInputField(
        label="Since when has it eased or ended?",
        required=False,
        help_text="Leave it empty while it goes on",
    )
    money_would_solve = forms.ChoiceField(
        label="Would money solve it?",
        choices=[*MoneyWouldSolve.choices, ("", "Not asked")],
        widget=Radios(inline=True),
        required=False,
    )
    view = forms.ChoiceField(
        label="Whose view is it?",
        choices=View.choices,
        widget=Radios(
            hints={View.SUPPORTER: "Only supporters and the site's project manager see it"}
        ),
    )

    def __init__(
        self,
        *args: Any,
        site: Site,
        views: Sequence[View],
        today: date,
        words: str = "",
        **kwargs: Any,
    ) -> None:
        """`views` are those that the person may write, `words` those that stand there already."""
        super().__init__(*args, **kwargs)
        self._site, self._views, self._today, self._words = site, views, today, words
        self._themes = {theme.code: theme for theme in Theme.objects.all()}
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(field.widget, Radios)
        field.choices = [(code, theme.short_name) for code, theme in self._themes.items()]
        field.widget.hints = {code: theme.question for code, theme in self._themes.items()}
        if len(views) == 1:
            del self.fields["view"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The questions that are answered already."""
        names = ("strength", "state", "noticed_on", "ended_on", "money_would_solve", "view")
        return [self[name] for name in names if name in self.fields]

    @property
    def rest_has_errors(self) -> bool:
        return any(field.errors for field in self.rest)

    def clean_noticed_on(self) -> date:
        return self._not_in_the_future("noticed_on")

    def clean_ended_on(self) -> date | None:
        return self._not_in_the_future("ended_on") if self.cleaned_data["ended_on"] else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._ask_about_names(cleaned)
        self._check_dates(cleaned)
        return cleaned

    def _not_in_the_future(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > self._today:
            raise ValidationError(NOT_IN_THE_FUTURE)
        return day

    def _ask_about_names(self, cleaned: dict[str, Any]) -> None:
        """A question, not a refusal: once it is answered the words are kept as they are."""
        words = cleaned.get("description", "")
        if words == self._words:
            return
        if names := names_in(words, self._site):
            self.fields["names_kept"].widget = forms.CheckboxInput()
            if not cleaned.get("names_kept"):
                self.add_error(
                    "description",
                    f"Does this speak of {' and '.join(names)}? Say it of the site or the role,"
                    " or tick the box below to keep your words",
                )

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        state, ended_on = cleaned.get("state"), cleaned.get("ended_on")
        if "ended_on" in self.errors or state is None:
            return
        if state == FactorState.ENDED and ended_on is None:
            self.add_error("ended_on", "Enter the day since which it is over")
        elif state not in OVER and ended_on is not None:
            self.add_error("ended_on", "Leave this empty, or choose “Eased” or “Ended” above")
        elif ended_on and (noticed_on := cleaned.get("noticed_on")) and ended_on < noticed_on:
            self.add_error("ended_on", "This is before it was noticed")

    def details(self) -> FactorDetails:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        money = data["money_would_solve"]
        return FactorDetails(
            theme=self._themes[data["theme"]],
            direction=Direction(data["direction"]),
            description=data["description"],
            noticed_on=data["noticed_on"],
            strength=Strength(data["strength"]),
            state=FactorState(data["state"]),
            ended_on=data["ended_on"],
            money_would_solve=MoneyWouldSolve(money) if money else None,
            view=View(data.get("view", self._views[0])),
        )


def initial_of_new(views: Sequence[View], noticed_on: date) -> dict[str, object]:
    """What the form of a new entry starts with."""
    return {
        "strength": Strength.GENERAL,
        "state": FactorState.CURRENT,
        "noticed_on": noticed_on,
        "money_would_solve": "",
        "view": views[0],
    }


def initial_of(factor: Factor) -> dict[str, object]:
    """What the form of an entry starts with."""
    names = ("direction", "description", "strength", "state", "noticed_on", "ended_on")
    return {name: getattr(factor, name) for name in names} | {
        "theme": factor.theme.code,
        "money_would_solve": factor.money_would_solve,
        "view": factor.view,
    }


class SinceForm(GovukForm):
    """Since when something has eased or ended."""

    day = DateInputField(label="Since when?", help_text="For example, 24 11 2026")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self._today:
            raise ValidationError(NOT_IN_THE_FUTURE)
        return day


class SiteForm(GovukForm):
    """At which site."""

    site = forms.ChoiceField(label="At which site?", widget=Radios())

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(site.key, site.name) for site in sites]
