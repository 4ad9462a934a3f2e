"""What beat has done by itself."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task
def forget_ended_sessions() -> None:
    """Delete sessions that are over. Those of people who never signed in hold an address too."""
    SessionStore.clear_expired()
