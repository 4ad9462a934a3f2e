"""What beat has done by itself. Each task fetches, calls a service and logs a number."""

import logging

import pghistory
from celery import shared_task
from django.utils import timezone

from steering.services import notices, sendings
from steering.services.leavers import withdraw_from_leavers

log = logging.getLogger(__name__)


@shared_task
def queue_due_notices() -> None:
    """Put due notices into the outbox, and withdraw what waits for those who have left."""
    now = timezone.now()
    with pghistory.context(task="queue_due_notices"):
        if number := withdraw_from_leavers(now=now):
            log.info("%s messages withdrawn", number)
        if number := notices.queue_due(now=now):
            log.info("%s notices queued", number)


@shared_task
def settle_sendings() -> None:
    """Note which sendings have left, so that members are told and minutes circulated."""
    with pghistory.context(task="settle_sendings"):
        if number := sendings.settle(now=timezone.now()):
            log.info("%s sendings settled", number)
