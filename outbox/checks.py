"""What must be right before anything starts."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from outbox.smtp import LOOPBACK_ALONE, leaves_this_machine

ELSEWHERE = "outbox.E001"
UNKNOWN = "outbox.E002"


def demo_mail_stays_here(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """With DEMO=1 the mail server must be this machine's own."""
    if not settings.DEMO:
        return []
    try:
        if not leaves_this_machine(settings.EMAIL_HOST):
            return []
    except OSError:
        return [
            Error(f"EMAIL_URL names {settings.EMAIL_HOST!r}, which cannot be found.", id=UNKNOWN)
        ]
    return [Error(LOOPBACK_ALONE, id=ELSEWHERE)]
