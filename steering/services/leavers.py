"""Those whose last day was set beforehand and has come: nothing that waits reaches them."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from outbox import services as outbox
from outbox.models import Mailbox, Message
from steering.enums import SendingKind
from steering.handles import TO
from steering.models import Membership

BECAUSE = "They are no longer on the group."


@transaction.atomic
def withdraw_from_leavers(*, now: datetime) -> int:
    """Withdraw what waits for people who sat on its group and do no more; give the number.

    Only their cancellations go, and what is to go when they are members again. One SQL query
    when nothing waits, two when nobody has left.
    """
    rows = Message.objects.waiting().filter(send_after__lte=now, recipient__startswith=TO)
    kinds = rows.exclude(kind=SendingKind.CANCELLATION).values_list("mailbox", "recipient", "kind")
    waits = set(kinds.filter(mailbox__isnull=False).order_by())
    if not waits:
        return 0
    gone = _who_left({int(one.removeprefix(TO)) for _, one, _ in waits}, timezone.localdate(now))
    mailboxes = Mailbox.objects.in_bulk({mailbox for mailbox, *_ in waits}) if gone else {}
    return sum(
        outbox.withdraw(
            mailbox=mailboxes[pk], recipient=recipient, kind=kind, because=BECAUSE, now=now
        )
        for pk, recipient, kind in sorted(waits)
        if pk in mailboxes and (mailboxes[pk].key, recipient) in gone
    )


def _who_left(people: set[int], today: date) -> set[tuple[str, str]]:
    """Who of `people` has left which group, by the keys of groups and the handles of people."""
    days: dict[tuple[str, str], list[tuple[date, date | None]]] = defaultdict(list)
    rows = Membership.objects.filter(person__in=people)
    columns = rows.values_list("group__key", "person", "joined_on", "left_on")
    for key, pk, joined_on, left_on in columns:
        days[key, f"{TO}{pk}"].append((joined_on, left_on))
    return {
        whose
        for whose, stays in days.items()
        if any(left and left <= today for _, left in stays)
        and not any(joined <= today and (not left or left > today) for joined, left in stays)
    }
