"""The audit trail says whose request made a change, and never which page it was."""

import pytest
from django.test import Client

from people.models import User
from tests import make
from tests.people.test_accounts import trail

pytestmark = pytest.mark.django_db


def test_a_request_leaves_its_user_and_no_address(client: Client, settings) -> None:
    settings.DEMO = True
    visitor = make.make_user()
    supporter = make.make_person(key="judith-amankwah")
    client.force_login(visitor)
    client.post("/demo/sign-in/?secret=1", {"role": "supporter"})
    (event,) = trail(User.objects.get(person=supporter))
    assert event.pgh_context.metadata == {"user": visitor.pk}
