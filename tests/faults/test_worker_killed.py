"""The worker is killed at a random message: nobody gets two, and none is lost unseen."""

import asyncio
import os
import random
import signal
import subprocess
from contextlib import ExitStack

import pytest
from django.utils import timezone

from outbox.enums import OVER, State
from outbox.models import Message
from tests.faults.accounts import check_accounts
from tests.faults.workers import deliver_until, running_worker
from tests.mail_server import Accepted, MailServer
from tests.make import make_messages

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES = 200


class Killer:
    """Kills a worker around the moment at which the mail server takes its nth message."""

    def __init__(self, server: MailServer, dice: random.Random) -> None:
        self._server = server
        self._at = len(server.accepted) + dice.randint(1, MESSAGES)
        # Before the answer, on its way, or when the next message has begun.
        self._delay = dice.choice([0.0, dice.uniform(0, 0.003)])
        self.has_killed = False

    def aim_at(self, worker: subprocess.Popen[bytes]) -> None:
        def when_taken(accepted: Accepted) -> None:
            if len(self._server.accepted) == self._at:
                loop = asyncio.get_running_loop()
                loop.call_later(self._delay, kill) if self._delay else kill()

        def kill() -> None:
            os.kill(worker.pid, signal.SIGKILL)
            self.has_killed = True

        self._server.when_taken = when_taken


def kill_and_finish(server: MailServer, dice: random.Random, *, runs: int, app: str) -> None:
    """Time and again let a worker be killed at its work and the next one finish it."""
    unsettled = Message.objects.exclude(state__in=OVER)
    with ExitStack() as workers:
        worker = workers.enter_context(running_worker(mail_port=server.port, app=app))
        for run in range(1, runs + 1):
            messages = make_messages(MESSAGES, now=timezone.now())
            killer = Killer(server, dice)
            killer.aim_at(worker)
            deliver_until(lambda killer=killer: killer.has_killed)
            worker.wait()
            worker = workers.enter_context(running_worker(mail_port=server.port, app=app))
            deliver_until(lambda: not unsettled.exists())
            print(f"After run {run}: {Message.objects.counts_by_state()}")
            check_accounts(server, messages, unconfirmed_at_most=1)


def test_ten_times_killed_and_nobody_gets_two(mail_server: MailServer) -> None:
    seed = random.randrange(1_000_000)
    print(f"Seed: {seed}")

    kill_and_finish(mail_server, random.Random(seed), runs=10, app="thinkfamily")


def test_without_the_claim_somebody_gets_two(mail_server: MailServer) -> None:
    with pytest.raises(AssertionError, match="somebody got two"):
        kill_and_finish(mail_server, random.Random(1), runs=1, app="tests.faults.without_claim")


def test_a_worker_told_to_stop_leaves_nothing_in_doubt(mail_server: MailServer) -> None:
    messages = make_messages(MESSAGES, now=timezone.now())

    with running_worker(mail_port=mail_server.port) as worker:

        def when_taken(accepted: Accepted) -> None:
            if len(mail_server.accepted) == 20:
                worker.terminate()

        mail_server.when_taken = when_taken
        deliver_until(lambda: len(mail_server.accepted) >= 20)
        assert worker.wait(timeout=10) == 0

    left = Message.objects.filter(state=State.QUEUED)
    assert len(mail_server.accepted) + left.count() == MESSAGES
    check_accounts(mail_server, set(messages) - set(left), unconfirmed_at_most=0)
