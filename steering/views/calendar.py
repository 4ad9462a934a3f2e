"""Somebody's own calendar address: what it shows, and the page on which it is made and ended."""

import hashlib
from http import HTTPStatus

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from people.models import Person
from people.requests import SignedInRequest
from sites.rules import site_access
from steering.documents.calendar import feed_of as calendar_of
from steering.feeds import feed_of, read_feed
from steering.rules import group_access
from steering.services import feeds as services


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of whoever has the address, without a session; 304 if nothing has changed."""
    read = read_feed(token, timezone.now())
    if read is None:
        refused = ratelimit.consume_or_429(request, action="forged_link", limit_get=True)
        return refused or HttpResponse(
            "There is no calendar at this address.",
            content_type="text/plain",
            status=HTTPStatus.NOT_FOUND,
        )
    text = calendar_of(read.meetings, name=f"Meetings, {settings.SERVICE_NAME}")
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    changed_at = int(read.changed_at.timestamp())
    response["ETag"], response["X-Robots-Tag"] = etag, "noindex, nofollow"
    response["Last-Modified"] = http_date(changed_at)
    return get_conditional_response(request, etag, changed_at, response) or response


def page(request: SignedInRequest) -> HttpResponse:
    """Say what the address is for, and whether one works."""
    return _show(request, _whose(request))


@require_POST
@never_cache
def make(request: SignedInRequest) -> HttpResponse:
    """Make an address, or another in place of one, and show it this once.

    It stands in the answer to the POST itself: a page to be led to would have to find it somewhere.
    """
    person = _whose(request)
    token = services.make_feed(person=person, now=timezone.now())
    address = f"{settings.PUBLIC_BASE_URL}{reverse('calendar_feed', args=[token])}"
    return _show(request, person, address)


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    """Let the address work no longer."""
    services.revoke_feed(person=_whose(request), now=timezone.now())
    messages.success(request, "The address works no longer. Your calendar keeps what it has read.")
    return redirect("calendar")


def _show(request: SignedInRequest, person: Person, address: str = "") -> HttpResponse:
    context = {
        "feed": feed_of(person),
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return render(request, "steering/calendar.html", context)


def _whose(request: SignedInRequest) -> Person:
    user = request.user
    if user.person is None or not (group_access(user).member or site_access(user).any):
        raise Http404("Only who sits on a group or serves a site has meetings of their own.")
    return user.person
