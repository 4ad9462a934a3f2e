"""Sessions do not pile up: each holds who somebody is, or the address somebody typed."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from people.tasks import forget_ended_sessions

pytestmark = pytest.mark.django_db


def test_those_that_are_over_are_deleted() -> None:
    for address in ("a@example.org", "b@example.org"):
        Client().post("/sign-in/", {"email": address})
    over, going_on = Session.objects.order_by("pk")
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions()
    assert Session.objects.get() == going_on


def test_beat_has_it_done() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "people.tasks.forget_ended_sessions" in scheduled & set(current_app.tasks)
