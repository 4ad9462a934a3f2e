from celery.signals import beat_init, worker_init
from django.apps import AppConfig


class ThinkfamilyConfig(AppConfig):
    name = "thinkfamily"

    def ready(self) -> None:
        from thinkfamily.mode import refuse_other_mode  # noqa: PLC0415 - needs all models loaded

        worker_init.connect(refuse_other_mode)
        beat_init.connect(refuse_other_mode)
