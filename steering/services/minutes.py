"""Writing minutes, and their way to the chair and back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from steering.enums import MINUTES_MAY_BECOME, MinutesState, SendingKind
from steering.errors import SteeringError
from steering.models import AgendaItem, Meeting, Minutes, MinutesText
from steering.services.record import hold_meeting, why_record_is_closed


class MinutesAreApproved(SteeringError):
    """Approved minutes never change."""


class MinutesAreGoingOut(SteeringError):
    """What a person has checked and sent stays as it is until it has left."""


class MinutesMayNotMove(SteeringError):
    """From the state they are in, minutes do not go there."""


class NothingIsWritten(SteeringError):
    """There is nothing for the chair to read."""


@dataclass(frozen=True)
class Draft:
    """What somebody typed for an agenda item, or for the whole meeting (None).

    `version` is the one they began from: 0 where nothing was written yet.
    """

    agenda_item: AgendaItem | None
    text: str
    version: int


@dataclass(frozen=True)
class StaleText:
    """A text that was changed by somebody else meanwhile: `draft` was not saved.

    `theirs` is what stands now, at `version`. Saving the draft again over that version puts it
    in the place of theirs.
    """

    draft: Draft
    theirs: str
    version: int


@dataclass
class Saving:
    """What came of saving: the version at which each item's text stands, and what was stale."""

    versions: dict[int | None, int] = field(default_factory=dict)
    stale: list[StaleText] = field(default_factory=list)


NOTHING = "Nothing is written yet. Write the minutes first."
APPROVED = (
    "These minutes are approved, so they stay as they are. "
    "Record the correction in the minutes of the next meeting."
)


def why_record_is_frozen(meeting: Meeting, *, now: datetime) -> str:
    """Say why nothing that the minutes of `meeting` tell can be changed; empty when it can."""
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    if minutes and minutes.state == MinutesState.APPROVED:
        return APPROVED
    return why_record_is_closed(meeting, now=now)


@transaction.atomic
def start_minutes(*, meeting: Meeting, now: datetime) -> Minutes:
    """Give the minutes of `meeting`, begun if there are none. Raises RecordIsClosed."""
    held = hold_meeting(meeting=meeting, now=now)
    return Minutes.objects.get_or_create(meeting=held)[0]


@transaction.atomic
def note_correction(*, meeting: Meeting) -> None:
    """Say that what the minutes of `meeting` tell is about to change.

    The first correction of a version that members already have makes the next version. Raises
    MinutesAreApproved and MinutesAreGoingOut.
    """
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    if minutes is None:
        return
    if minutes.state == MinutesState.APPROVED:
        raise MinutesAreApproved(APPROVED)
    if meeting.sendings.under_way(SendingKind.MINUTES).exists():
        raise MinutesAreGoingOut(
            "These minutes are held before they go out, so they cannot be changed now. "
            "Undo the sending first, or wait until they have left."
        )
    members_have = minutes.circulated_version or minutes.version
    if minutes.state == MinutesState.CIRCULATED and minutes.version == members_have:
        minutes.circulated_version = minutes.version
        minutes.version += 1
        minutes.save(update_fields=["version", "circulated_version"])


@transaction.atomic
def save_texts(*, meeting: Meeting, drafts: Sequence[Draft], now: datetime) -> Saving:
    """Save those of `drafts` that differ from what is there, and leave stale ones to the person.

    A draft is stale when the text has got another version since and reads differently. A draft
    that reads as the text already does is no change, so a saving whose answer was lost can be
    repeated. Raises RecordIsClosed and MinutesAreApproved; then nothing is saved.
    """
    held = hold_meeting(meeting=meeting, now=now)
    texts = {
        text.agenda_item_id: text for text in MinutesText.objects.filter(minutes__meeting=held)
    }
    saving = Saving()
    changed: list[tuple[Draft, MinutesText]] = []
    for draft in drafts:
        item = draft.agenda_item.pk if draft.agenda_item else None
        there = texts.get(item) or MinutesText(agenda_item=draft.agenda_item, version=0)
        if _reads_the_same(draft.text, there.text):
            saving.versions[item] = there.version
        elif draft.version != there.version:
            saving.stale.append(StaleText(draft, theirs=there.text, version=there.version))
        else:
            changed.append((draft, there))
    if changed:
        note_correction(meeting=held)
        minutes = start_minutes(meeting=held, now=now)
        for draft, text in changed:
            text.minutes, text.text, text.version = minutes, draft.text, text.version + 1
            text.save()
            saving.versions[text.agenda_item_id] = text.version
    return saving


@transaction.atomic
def send_to_chair(*, meeting: Meeting) -> Minutes:
    """Note that the chair has the draft. Raises NothingIsWritten and MinutesMayNotMove."""
    minutes = _minutes_of(meeting)
    written = minutes.texts.exclude(text="").exists()
    if not (written or meeting.decisions.exists() or meeting.actions.exists()):
        raise NothingIsWritten(NOTHING)
    return _move(minutes, MinutesState.WITH_CHAIR)


@transaction.atomic
def take_back(*, meeting: Meeting) -> Minutes:
    """Note that the draft is back from the chair. Raises NothingIsWritten, MinutesMayNotMove."""
    return _move(_minutes_of(meeting), MinutesState.DRAFT)


def _minutes_of(meeting: Meeting) -> Minutes:
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    if minutes is None:
        raise NothingIsWritten(NOTHING)
    return minutes


def _move(minutes: Minutes, state: MinutesState) -> Minutes:
    if state not in MINUTES_MAY_BECOME[minutes.state]:
        raise MinutesMayNotMove(f"These minutes are {_as_a_state(minutes)} already.")
    minutes.state = state
    minutes.save(update_fields=["state"])
    return minutes


def _as_a_state(minutes: Minutes) -> str:
    """`with the chair`, `circulated`; `a draft`."""
    word = minutes.get_state_display().lower()
    return f"a {word}" if minutes.state == MinutesState.DRAFT else word


def _reads_the_same(one: str, other: str) -> bool:
    """Browsers send other line ends than files have; those alone are no change."""
    return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
