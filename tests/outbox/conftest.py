from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from outbox.models import Mailbox
from tests.mail_server import MailServer, running_mail_server
from tests.make import make_mailbox


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    return make_mailbox()


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that the outbox sends to."""
    with running_mail_server() as server:
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_TIMEOUT = 0.3
        yield server
