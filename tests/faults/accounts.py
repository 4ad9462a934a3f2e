"""Comparing what the mail server took with what the rows say."""

from collections import Counter
from collections.abc import Iterable

from outbox.enums import State
from outbox.models import Message
from tests.mail_server import MailServer


def check_accounts(
    server: MailServer, messages: Iterable[Message], *, unconfirmed_at_most: int
) -> None:
    """Nobody got two, and none is lost unseen: each was sent, or is shown as unconfirmed."""
    taken = Counter(server.message_ids)
    twice = [identifier for identifier, times in taken.items() if times > 1]
    assert twice == [], "somebody got two"

    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    by_state: dict[str, set[str]] = {State.SENT: set(), State.UNCONFIRMED: set()}
    for state, message_id in rows.values_list("state", "message_id"):
        by_state.setdefault(state, set()).add(message_id)
    assert by_state.keys() <= {State.SENT, State.UNCONFIRMED}, "some are neither sent nor shown"
    assert by_state[State.SENT] <= taken.keys(), "some are said to be sent and were not"
    assert len(by_state[State.UNCONFIRMED]) <= unconfirmed_at_most, "too many are unconfirmed"
