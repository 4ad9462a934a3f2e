"""How signing in departs from what allauth does by itself."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from outbox.services import put_sign_in_code
from people.models import User
from people.services import accept_invitation


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone, so nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That is not the code we sent. Check it and type it again.",
        "too_many_login_attempts": (
            "There were too many attempts. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": "There were too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the sign-in code to the outbox, the only mail that allauth has here."""
        holds = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        minutes = int(holds.total_seconds() // 60)
        mail = self.render_mail(template_prefix, email, {**context, "minutes": minutes})
        now = timezone.now()
        put_sign_in_code(
            to_address=email,
            subject=mail.subject,
            text=str(mail.body),
            expires_at=now + holds,
            now=now,
        )

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        accept_invitation(account=user, now=timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """An account closed since its code was sent reads like one that never was."""
        messages.error(request, self.error_messages["incorrect_code"])
        return redirect("account_login")
