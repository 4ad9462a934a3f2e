"""The numbers of decisions and actions: the meeting's, then their place in its minutes."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from steering.models import Action, Decision, Meeting

Outcome = TypeVar("Outcome", Decision, Action)


def numbered(meeting: Meeting, outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Outcome]]:
    """Give each with its number, such as `7.2`: the second of the group's seventh meeting.

    `outcomes` are all decisions, or all actions, of `meeting` in order; `meeting` is loaded with
    its number. A cancelled meeting has none, so there it is the place alone.
    """
    for place, outcome in enumerate(outcomes, start=1):
        yield (f"{meeting.number}.{place}" if meeting.number else str(place)), outcome
