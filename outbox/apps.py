from django.apps import AppConfig
from django.core.checks import register

from outbox.checks import demo_mail_stays_here


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        register(demo_mail_stays_here)
