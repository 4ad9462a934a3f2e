"""Background work of the outbox. Beat calls `deliver` every two seconds."""

import logging

from celery import shared_task
from django.utils import timezone

from outbox.services.delivery import deliver as deliver_what_is_due

logger = logging.getLogger(__name__)


@shared_task
def deliver() -> None:
    """Send what is due. Messages keep their own record, so no history context is opened."""
    counts = deliver_what_is_due(clock=timezone.now)
    if counts:
        logger.info("Mail: %s", ", ".join(f"{number} {state}" for state, number in counts.items()))
