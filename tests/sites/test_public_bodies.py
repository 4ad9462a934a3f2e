"""The lists of public bodies: what is on them, and how they are searched."""

from collections import Counter

import pytest

from sites.enums import AgencyKind
from sites.public_bodies import find, public_bodies


def test_every_body_that_is_current_is_there_once() -> None:
    bodies = public_bodies().values()
    assert Counter(body.kind for body in bodies) == {
        AgencyKind.LOCAL_AUTHORITY: 397,
        AgencyKind.NHS_TRUST: 211,
        AgencyKind.OTHER: 42,
        AgencyKind.HSC_TRUST: 5,
    }
    assert [body for body in bodies if not body.name or len(body.name) > 200] == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("durham", "Durham County Council"),
        ("  SOUTH   east hsc ", None),
        ("north trust", "North Bristol NHS Trust"),
        ("", None),
        ("d", None),
    ],
)
def test_each_word_is_looked_for(text: str, first: str | None) -> None:
    names = [body.name for body in find(text).bodies]
    assert (names[0] if names else None) == first


def test_the_first_twenty_and_how_many_more() -> None:
    found = find("council")
    assert len(found.bodies) == 20
    every = sum("council" in body.name.casefold() for body in public_bodies().values())
    assert found.more == every - 20
