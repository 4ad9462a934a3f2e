"""The product with the claim taken out: nothing is committed before the whole run is over."""

import sys

from celery.signals import worker_ready
from django.db import transaction

from thinkfamily.celery import app

__all__ = ["app"]


@worker_ready.connect
def take_the_claim_out(**signal: object) -> None:
    """Wait until Celery has imported the tasks, which needs Django set up."""
    tasks = sys.modules["outbox.tasks"]
    tasks.deliver_what_is_due = transaction.atomic(tasks.deliver_what_is_due)
