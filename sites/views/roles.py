"""Giving people roles at sites, and ending them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendars.wording import long_date
from people.models import Person
from people.owners import for_the_owner
from people.requests import SignedInRequest
from sites.errors import SitesError
from sites.forms.roles import RoleForm
from sites.models import Site, SiteRole
from sites.services.roles import end_role, give_role


@for_the_owner
def give(request: SignedInRequest) -> HttpResponse:
    """Give a role. The address may name the person and the site (`?person=…&site=…`)."""
    initial = {
        "person": Person.objects.filter(key=request.GET.get("person", "")).first(),
        "site": Site.objects.filter(key=request.GET.get("site", "")).first(),
        "started_on": timezone.localdate(),
    }
    form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            role = give_role(**form.cleaned_data)
        except SitesError as error:
            form.add_error("role", str(error))
        else:
            since = long_date(role.started_on)
            messages.success(
                request,
                f"{role.person} is {role.get_role_display().lower()} of {role.site} from {since}.",
            )
            return redirect("setup_person", key=role.person.key)
    return render(request, "sites/role.html", {"form": form})


@require_POST
@for_the_owner
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role at once, and lead back to where the button stood."""
    role = get_object_or_404(SiteRole.objects.select_related("person", "site"), pk=pk)
    end_role(role=role, today=timezone.localdate())
    what = f"{role.person} is no longer {role.get_role_display().lower()} of {role.site}."
    messages.success(request, what)
    if request.POST.get("back") == "access":
        return redirect("access")
    return redirect("setup_person", key=role.person.key)
