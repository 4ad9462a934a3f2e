"""The product's addresses, and the floor page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from people.models import Person

ROWS = 50


def floor(request: HttpRequest) -> HttpResponse:
    """The least that a page of the product does: a session, a login, one query, a table."""
    people = Person.objects.order_by("pk")[:ROWS]
    return render(request, "floor.html", {"people": people})


urlpatterns = [path("floor/", floor, name="floor"), path("", include("thinkfamily.urls"))]
