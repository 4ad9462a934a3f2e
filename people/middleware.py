from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from pghistory import middleware

from people.services import note_seen


class HistoryMiddleware(middleware.HistoryMiddleware):
    """Notes in the audit trail which account made a change.

    The address of the page is left out: it may carry a personal link.
    """

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        context.pop("url")
        return context


class SeenMiddleware:
    """Notes when an account was last used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            note_seen(account=request.user, now=timezone.now())
        return self.get_response(request)
