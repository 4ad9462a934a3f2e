"""The items with which every new agenda of a group begins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from steering.documents.register import labelled, people_known_at
from steering.forms.agenda import StandingRows, standing_rows_of
from steering.services.standing_items import set_standing_items
from steering.views.loading import changeable_group


def standing_items(request: HttpRequest, key: str) -> HttpResponse:
    """Write them, in order."""
    group = changeable_group(request, key)
    items = list(group.standing_items.select_related("presenter"))
    people = labelled(people_known_at(group.site))
    people |= {item.presenter.name: item.presenter for item in items if item.presenter}
    rows = StandingRows(
        request.POST or None,
        initial=standing_rows_of(items, people),
        form_kwargs={"people": people},
    )
    if request.method == "POST" and rows.is_valid():
        wanted = [row.terms() for row in rows if row.cleaned_data.get("title")]
        set_standing_items(group=group, items=wanted)
        messages.success(request, "The standing items are saved. Agendas that there are stay.")
        return redirect("group", key=group.key)
    context = {"group": group, "formset": rows, "known": people}
    return render(request, "steering/agenda/standing_items.html", context)
