"""The Celery application. `celery -A thinkfamily worker` and `... beat` start from here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.settings")

app = Celery("thinkfamily")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
