"""What somebody says themselves about how they are reached and what they need."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from people.forms import ContactForm
from people.reach import reach_of
from people.requests import SignedInRequest
from people.services import note_contact


def my_contact(request: SignedInRequest) -> HttpResponse:
    """One's own contact and needs; an account that belongs to no person has none."""
    person = request.user.person
    if person is None:
        return render(request, "people/contact.html", {"form": None, "person": None})
    form = ContactForm.of(reach_of(person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_contact(person=person, reach=form.reach())
        messages.success(request, "It is noted. It counts for everything sent from now on.")
        return redirect("my_contact")
    return render(request, "people/contact.html", {"form": form, "person": person})
