"""What the tests of the start pages stand on: a moment, a group and what was sent for it."""

import uuid
from datetime import datetime, timedelta

from outbox import services as outbox
from outbox.enums import State
from outbox.models import Message
from people.models import User
from sites.enums import Role
from sites.models import Site
from steering.enums import MemberRole, NoticeKind, SendingKind
from steering.handles import about
from steering.models import Meeting, Sending, SteeringGroup
from steering.services.notices import batch_of
from tests import make

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=make.LONDON)
"""A Tuesday."""


def local(day: int, month: int = 12, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=make.LONDON)


def administrator(site: Site) -> User:
    person = make.make_person(name="Helen Marsh")
    make.make_role(person=person, site=site, role=Role.ADMINISTRATOR)
    return make.make_user(person=person)


def northfield(site: Site | None = None) -> SteeringGroup:
    """A group with a chair, an administrator, a member, and one who has no e-mail address."""
    group = make.make_group(site=site, name="Northfield steering group")
    chair = make.make_person(name="Aoife Quinn")
    make.make_member(group=group, person=chair, role=MemberRole.CHAIR)
    make.make_member(group=group, role=MemberRole.ADMINISTRATOR)
    make.make_member(group=group)
    make.make_member(group=group, person=make.make_person(email=""))
    return group


def messages(
    meeting: Meeting,
    kind: str,
    at: datetime,
    *,
    batch: str,
    sent: int = 0,
    failed: int = 0,
    unconfirmed: int = 0,
    held: int = 0,
) -> list[Message]:
    """Messages of one batch in these states since `at`."""
    states = (
        [State.SENT] * sent
        + [State.FAILED] * failed
        + [State.UNCONFIRMED] * unconfirmed
        + [State.HELD] * held
    )
    drafts = [
        outbox.Draft(
            key=f"{batch}:{number:03}",
            kind=kind,
            to_address=f"reader-{number}@example.org",
            subject="About the meeting",
            text="We meet.",
            about=about(meeting),
            batch=batch,
        )
        for number, _ in enumerate(states)
    ]
    mailbox = outbox.open_mailbox(key=meeting.group.key, name=meeting.group.name)
    outbox.put(mailbox=mailbox, drafts=drafts, now=at, held=bool(held))
    for draft, state in zip(drafts, states, strict=True):
        Message.objects.filter(key=draft.key).update(
            state=state,
            changed_at=at,
            sent_at=at if state == State.SENT else None,
            explanation="No such mailbox.",
        )
    return list(Message.objects.of_batch(batch).order_by("key"))


def sending(meeting: Meeting, kind: SendingKind, at: datetime, **states: int) -> Sending:
    """What a person sent, five minutes before it left `at`; with `held` it has not left."""
    batch = uuid.uuid4()
    messages(meeting, kind, at, batch=str(batch), **states)
    held = "held" in states
    one: Sending = Sending.objects.create(
        meeting=meeting,
        kind=kind,
        batch=batch,
        sequence=meeting.sequence,
        text_sha256="0" * 64,
        pressed_by=make.make_user(),
        pressed_at=at - timedelta(minutes=5),
        leaves_at=at,
        took_effect_at=None if held else at,
    )
    return one


def reminder(meeting: Meeting, at: datetime, **states: int) -> list[Message]:
    """The reminder for the meeting's present time, as it left `at`."""
    return messages(meeting, "reminder", at, batch=batch_of(NoticeKind.REMINDER, meeting), **states)
