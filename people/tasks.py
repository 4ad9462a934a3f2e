"""What beat has done by itself."""

import logging

import pghistory
from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from people.services import close_lapsed

log = logging.getLogger(__name__)


@shared_task
def forget_ended_sessions() -> None:
    """Delete sessions that are over. Those of people who never signed in hold an address too."""
    SessionStore.clear_expired()


@shared_task
def close_lapsed_invitations() -> None:
    """Close the accounts of those who were invited and did not sign in in time."""
    with pghistory.context(task="close_lapsed_invitations"):
        if number := close_lapsed(now=timezone.now()):
            log.info("%s invitations lapsed", number)
