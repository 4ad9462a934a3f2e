"""Signing in by e-mail code. allauth does the work."""

from allauth.account.views import ConfirmLoginCodeView
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponseBase


class CodeView(ConfirmLoginCodeView):
    """Takes the code.

    allauth counts wrong codes in the session, so guesses sent all at once would be counted as
    one. The rate limit counts each of them: three guesses and two requests to send it again.
    """

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        attempt = f"{request.session.session_key}:{self.stage.login.initiated_at}"
        refused = ratelimit.consume_or_429(request, action="guess_login_code", key=attempt)
        response: HttpResponseBase = refused or super().post(request, *args, **kwargs)
        return response
