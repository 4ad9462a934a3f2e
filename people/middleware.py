from typing import Any

from django.http import HttpRequest
from pghistory import middleware


class HistoryMiddleware(middleware.HistoryMiddleware):
    """Notes in the audit trail which account made a change.

    The address of the page is left out: it may carry a personal link.
    """

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        context.pop("url")
        return context
