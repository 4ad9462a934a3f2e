"""The Celery application. `celery -A thinkfamily worker` and `... beat` start from here.

Nothing else loads it: the web application writes rows and never calls a task.
"""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.settings")

app = Celery("thinkfamily")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def begin(**of_the_signal: object) -> None:
    """End the process at once if the database was made for the other mode."""
    from thinkfamily.mode import refuse_other_mode  # noqa: PLC0415 - needs all models loaded

    refuse_other_mode()
