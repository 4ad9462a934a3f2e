"""Handing over the administrator's work for a group, in one step."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox import services as outbox
from outbox.models import Mailbox
from outbox.services import Sender
from people.models import Person, User
from steering.documents.contacts import administrator_of
from steering.enums import HandoverOf, MemberRole
from steering.errors import SteeringError
from steering.models import Handover, Membership, SteeringGroup
from steering.services import entries
from steering.services.dated_changes import Newcomer, give_role, hand_over_role


class NobodyToTakeOverFrom(SteeringError):
    """A group without an administrator names one; there is nothing to hand over."""


class NeedsAnAddress(SteeringError):
    """Members answer to the administrator, and calendars name one, by an e-mail address."""


@dataclass(frozen=True)
class HandedOver:
    """What came of it: the note of it, how many waiting messages go in the new name, and how many
    meetings to come get another organiser in the members' calendars."""

    handover: Handover
    messages: int
    meetings: int


@transaction.atomic
def hand_over_administration(
    *, group: SteeringGroup, to: Person | Newcomer, note: str, by: User, now: datetime
) -> HandedOver:
    """Let `to` serve the group as its administrator from today on.

    The role on the group passes, messages that wait in the giver's name go in that of `to`, and
    members get the entries of meetings to come anew, held, with `to` as organiser. Whoever gave
    it keeps site role and seat; notices that are held stay held. Raises NobodyToTakeOverFrom,
    NeedsAnAddress, NotAMemberThen, NothingChanges and IsAMemberThen.
    """
    giver = administrator_of(group)
    if giver is None:
        raise NobodyToTakeOverFrom("This group has no administrator. Name somebody to the role.")
    taker = _pass_role(group, giver, to, by=by, now=now)
    if not taker.email:
        raise NeedsAnAddress(
            f"{taker.name} has no e-mail address, to which members could answer. Enter one first."
        )
    handover: Handover = Handover.objects.create(
        group=group,
        what=HandoverOf.ADMINISTRATION,
        giver=giver,
        taker=taker,
        handed_on=timezone.localdate(now),
        note=note,
        written_by=by,
        written_at=now,
    )
    messages = _pass_messages(group, giver, taker)
    meetings = entries.pass_to_organiser(group=group, now=now)
    return HandedOver(handover, messages, meetings)


def _pass_role(
    group: SteeringGroup, giver: Person, to: Person | Newcomer, *, by: User, now: datetime
) -> Person:
    today = timezone.localdate(now)
    seats: list[Membership] = list(
        group.memberships.active_on(today).filter(person=giver, role=MemberRole.ADMINISTRATOR)
    )
    if seats:
        passed = hand_over_role(membership=seats[0], to=to, on=today, note="", by=by, now=now)
        return passed.taker
    role = MemberRole.ADMINISTRATOR
    return give_role(group=group, role=role, to=to, on=today, now=now).person


def _pass_messages(group: SteeringGroup, giver: Person, taker: Person) -> int:
    mailbox = Mailbox.objects.filter(key=group.key).first()
    if mailbox is None:
        return 0
    return outbox.pass_on(
        mailbox=mailbox,
        giver=Sender(giver.name, giver.email),
        taker=Sender(taker.name, taker.email),
    )
