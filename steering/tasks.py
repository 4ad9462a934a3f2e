"""What beat has done by itself. Each task fetches, calls a service and logs a number."""

import logging

import pghistory
from celery import shared_task
from django.utils import timezone

from steering.services import notices, sendings

log = logging.getLogger(__name__)


@shared_task
def queue_due_notices() -> None:
    """Put due notices into the outbox."""
    with pghistory.context(task="queue_due_notices"):
        if number := notices.queue_due(now=timezone.now()):
            log.info("%s notices queued", number)


@shared_task
def settle_sendings() -> None:
    """Note which sendings have left, so that members are told and minutes circulated."""
    with pghistory.context(task="settle_sendings"):
        if number := sendings.settle(now=timezone.now()):
            log.info("%s sendings settled", number)
