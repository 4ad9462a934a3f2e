"""How a member is reached and what they need, as the administrator of a group of theirs notes it.

Nobody else sees it but the person: it can tell something about their health.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from people.forms import ContactForm
from people.models import Person
from people.reach import reach_of
from people.services import note_contact
from steering.views.loading import changeable_group
from steering.views.way_back import way_back


def needs(request: HttpRequest, key: str, person: int) -> HttpResponse:
    """Note it of somebody who sits on the group or joins later; `next` names the page after."""
    group = changeable_group(request, key)
    seats = group.memberships.exclude(left_on__lte=timezone.localdate())
    sitting = Person.objects.filter(pk__in=seats.values("person")).select_related("contact")
    somebody = get_object_or_404(sitting, pk=person)
    back = way_back(request, otherwise=reverse("members", args=[group.key]))
    form = ContactForm.of(reach_of(somebody), request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_contact(person=somebody, reach=form.reach())
        messages.success(request, f"What {somebody.name} needs is noted.")
        return redirect(back)
    context = {"group": group, "person": somebody, "form": form, "back": back}
    return render(request, "steering/members/needs.html", context)
