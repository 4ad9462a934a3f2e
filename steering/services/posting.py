"""What goes by post: the letters of a sending, and noting that they were posted."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import User
from people.reach import reach_of
from steering.documents.post import Letter, letter_to
from steering.enums import SendingKind
from steering.errors import SteeringError
from steering.models import Meeting, Posting
from steering.services.checking import look_at, sender_of


class NothingToPost(SteeringError):
    """Nobody gets it by post, or it is not known where it goes, or it is posted already."""


@dataclass(frozen=True)
class ByPost:
    """A letter, and when these words were posted."""

    letter: Letter
    posting: Posting | None

    @property
    def can_be_posted(self) -> bool:
        return bool(self.letter.address) and self.posting is None


def letters_of(*, meeting: Meeting, kind: SendingKind, by: User, now: datetime) -> list[ByPost]:
    """Give the letters of a meeting loaded `with_check`, by name. Raises NothingToSend."""
    check = look_at(meeting=meeting, kind=kind, by=by, now=now)
    telephone = reach_of(by.person).telephone if by.person else ""
    posted = {
        (one.person_id, one.text_sha256): one
        for one in Posting.objects.filter(meeting=meeting, kind=kind).select_related("posted_by")
    }
    letters = [
        letter_to(
            one.person,
            check.content,
            sender=sender_of(by),
            telephone=telephone,
            today=timezone.localdate(now),
        )
        for one in check.recipients.by_post
    ]
    return [
        ByPost(one, posted.get((one.person.pk, _sha256(one))))
        for one in sorted(letters, key=lambda one: (one.person.name.casefold(), one.person.pk))
    ]


@transaction.atomic
def mark_posted(
    *, meeting: Meeting, kind: SendingKind, people: Iterable[int], by: User, now: datetime
) -> int:
    """Note that the letters to `people` (ids) are in the post, and give how many were new.

    What was posted stays noted word for word with its address. Raises NothingToPost and
    NothingToSend.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    wanted = frozenset(people)
    found = letters_of(meeting=meeting, kind=kind, by=by, now=now)
    new = [one.letter for one in found if one.can_be_posted and one.letter.person.pk in wanted]
    if not new:
        raise NothingToPost("Choose letters that have an address and are not posted yet.")
    Posting.objects.bulk_create(
        [
            Posting(
                meeting=meeting,
                kind=kind,
                person=one.person,
                postal_address="\n".join(one.address),
                subject=one.subject,
                text=one.text,
                text_sha256=_sha256(one),
                posted_by=by,
                posted_at=now,
            )
            for one in new
        ]
    )
    return len(new)


def _sha256(letter: Letter) -> str:
    return hashlib.sha256(f"{letter.subject}\n{letter.text}".encode()).hexdigest()
