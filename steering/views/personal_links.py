"""What all pages have in common that a personal link opens: no account, no trace, no navigation."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from steering.documents.contacts import administrator_of, telephone_of
from steering.links import DeadLink, Forged, Link, Purpose, read_link
from steering.models import Meeting

LinkView = Callable[[HttpRequest, Link], HttpResponse]
TokenView = Callable[[HttpRequest, str], HttpResponse]


def opened_by(purpose: Purpose) -> Callable[[LinkView], TokenView]:
    """Make a page of `view(request, link)` that a link of `purpose` opens.

    Its address is a secret of one person: it is not cached, not indexed, and not told to the next
    page as referrer. Since the address itself shows who asks, no cookie is needed, and so no
    token against forged requests either: whoever has the address can act anyway.
    """

    def make(view: LinkView) -> TokenView:
        @login_not_required
        @csrf_exempt
        @never_cache
        @wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            response = _answer(request, token, purpose, view)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return page

    return make


def _answer(request: HttpRequest, token: str, purpose: Purpose, view: LinkView) -> HttpResponse:
    if request.method == "POST":
        refused = ratelimit.consume_or_429(request, action="act_by_link", key=token)
        if refused:
            return refused
    try:
        link = read_link(token, purpose, now=timezone.now())
    except Forged as error:
        refused = ratelimit.consume_or_429(request, action="forged_link", limit_get=True)
        return refused or _dead(request, error, status=404)
    except DeadLink as error:
        return _dead(request, error, status=410)
    return view(request, link)


def _dead(request: HttpRequest, error: DeadLink, *, status: int) -> HttpResponse:
    asked = whom_to_ask(error.meeting) if error.meeting else {"administrator": None}
    context = {"sentence": str(error), **asked}
    return render(request, "steering/reply/dead.html", context, status=status)


def whom_to_ask(meeting: Meeting) -> dict[str, object]:
    """Give `administrator`, who may be nobody, and their `telephone`."""
    administrator = administrator_of(meeting.group)
    return {
        "administrator": administrator,
        "telephone": telephone_of(administrator) if administrator else "",
    }
