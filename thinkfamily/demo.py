"""Signing in to the example programme: one button for each role, and no mail."""

import tomllib
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import AccountError
from people.models import Person
from people.services import open_account


class ExampleRole(TextChoices):
    ADMINISTRATOR = "administrator", "Administrator"
    PROJECT_MANAGER = "project_manager", "Project manager"
    SUPPORTER = "supporter", "Supporter"
    MEMBER = "member", "Member of a group"


WHAT_FOR = {
    ExampleRole.ADMINISTRATOR: "Plans meetings, writes the minutes and sends them out.",
    ExampleRole.PROJECT_MANAGER: "Sees how each site is getting on and what is late.",
    ExampleRole.SUPPORTER: "Compares what helps and hinders across sites.",
    ExampleRole.MEMBER: "Sees the next meeting, their own actions and the last minutes.",
}


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        choices=ExampleRole.choices,
        error_messages={
            "required": "Choose one of the four roles.",
            "invalid_choice": "There is no role “%(value)s”: choose one of these four.",
        },
    )


@dataclass(frozen=True)
class Entrance:
    """A role, what it is for, and who plays it: nobody while the example is not loaded."""

    role: ExampleRole
    what_for: str
    person: Person | None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the person who plays `role` in the example programme."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return _page(request)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=str(form.errors["role"][0]), status=400)
    person = _entrance(ExampleRole(form.cleaned_data["role"])).person
    if person is None:
        return _page(request, status=503)
    try:
        account = open_account(person=person, now=timezone.now())
    except AccountError as error:
        return _page(request, problem=str(error), status=503)
    login(request, account)
    return redirect("/")


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    entrances = [_entrance(role) for role in ExampleRole]
    loaded = all(entrance.person for entrance in entrances)
    context = {"entrances": entrances, "loaded": loaded, "problem": problem}
    return render(request, "demo/sign_in.html", context, status=status)


def _entrance(role: ExampleRole) -> Entrance:
    players = tomllib.loads((settings.EXAMPLE_PROGRAMME / "programme.toml").read_text())["demo"]
    person = Person.objects.filter(key=players[role]).first()
    return Entrance(role=role, what_for=WHAT_FOR[role], person=person)
