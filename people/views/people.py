"""Entering people and changing what is known of them. Their page is one of the app `sites`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people import services
from people.errors import AccountError
from people.forms import PersonForm
from people.models import Person
from people.owners import for_the_owner
from people.requests import SignedInRequest


@for_the_owner
def add(request: SignedInRequest) -> HttpResponse:
    """Enter a person. Nobody is written to."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = services.add_person(**form.cleaned_data)
        messages.success(request, f"{person.name} is entered. Nobody has been written to.")
        return redirect("setup_person", key=person.key)
    return render(request, "people/person.html", {"form": form, "person": None})


@for_the_owner
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Change a person's name and address."""
    person = get_object_or_404(Person, key=key)
    known = {"name": person.name, "email": person.email}
    form = PersonForm(request.POST or None, person=person, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(person=person, now=timezone.now(), **form.cleaned_data)
        except AccountError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{person.name} is changed.")
            return redirect("setup_person", key=key)
    return render(request, "people/person.html", {"form": form, "person": person})
