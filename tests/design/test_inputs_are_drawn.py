"""Inputs are drawn here, without Django's templates, and come out the same."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from govuk_forms.renderer import GovukRenderer

ODD = """<b> & "it's" """
CHOICES = [("", "None"), ("1", ODD), (2, gettext_lazy("Two")), (ODD, "odd")]


class Everything(forms.Form):
    text = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"list": "names", "x": ODD}))
    number = forms.IntegerField(min_value=0, disabled=True)
    email = forms.EmailField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput)
    tick = forms.BooleanField()
    upload = forms.FileField()
    lines = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "hidden": True, "y": False}))
    one = forms.ChoiceField(choices=CHOICES)
    grouped = forms.ChoiceField(choices=[("", "-"), (ODD, CHOICES)])
    radios = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    several = forms.MultipleChoiceField(choices=CHOICES)
    date = forms.DateField(widget=forms.SelectDateWidget(years=[2026]))


VALUES = {
    "text": ODD,
    "number": 1234,
    "email": "a@example.org",
    "secret": ODD,
    "tick": True,
    "lines": f"{ODD}\n</textarea>",
    "one": "1",
    "grouped": ODD,
    "radios": 2,
    "boxes": ["1", ODD],
    "several": ["1", 2],
}


class Plain(DjangoTemplates):
    """Django's templates around the bound fields of the product."""

    bound_field_class = GovukRenderer.bound_field_class


def everything_in(form: Everything) -> list[str]:
    fields = [str(field) for field in form]
    tags = [option.tag() for name in ("radios", "boxes") for option in form[name].subwidgets]
    return [*fields, *tags]


def test_every_input_is_what_django_would_give() -> None:
    for data, initial in ((None, {}), (None, VALUES), (VALUES, {}), ({}, {})):
        ours = Everything(data, initial=initial, renderer=GovukRenderer())
        theirs = Everything(data, initial=initial, renderer=Plain())
        for mine, django in zip(everything_in(ours), everything_in(theirs), strict=True):
            assert mine.split() == django.split()
