import logging
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.mail_server import MailServer, running_mail_server

# aiosmtpd writes ten lines about each message.
logging.getLogger("mail.log").setLevel(logging.ERROR)


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that the outbox of this process sends to."""
    with running_mail_server() as server:
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_TIMEOUT = 5
        yield server
