"""In whose name waiting messages go."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from outbox.models import Mailbox, Message
from outbox.services.drafts import one_line


@dataclass(frozen=True)
class Sender:
    """The name beside the service's in From, and where answers go."""

    name: str
    address: str


@transaction.atomic
def pass_on(*, mailbox: Mailbox, giver: Sender, taker: Sender) -> int:
    """Let what waits in a mailbox in the name of `giver` go in that of `taker`; give the number.

    It names the giver by the address for answers, or by the name. Words and recipients stay; what
    a worker has in hand, and what has left, stays as it is.
    """
    names_giver = Q(reply_to__iexact=giver.address) if giver.address else Q(from_name=giver.name)
    waiting = Message.objects.waiting().filter(names_giver, mailbox=mailbox).order_by("pk")
    pks = list(waiting.select_for_update().values_list("pk", flat=True))
    return Message.objects.filter(pk__in=pks).update(
        from_name=one_line(taker.name), reply_to=taker.address
    )
