"""The pages for what went wrong. They ask neither the database nor the session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_page("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page("500.html"), status=500)


def _page(template: str) -> str:
    return render_to_string(template, {"demo": settings.DEMO})
