"""The lists of public bodies in `sites/data`, to find agencies by a part of their name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sites.enums import AgencyKind

FOLDER = Path(__file__).parent / "data"
SHOWN = 20
SHORTEST = 2
"""Fewer letters than this find nothing."""


@dataclass(frozen=True)
class PublicBody:
    """A body of one of the lists. `code` is its own within all lists together."""

    code: str
    name: str
    kind: AgencyKind
    note: str


@dataclass(frozen=True)
class Found:
    """The first bodies whose names hold what was typed, and how many more there are."""

    bodies: list[PublicBody]
    more: int


@cache
def public_bodies() -> dict[str, PublicBody]:
    """Give the bodies of all lists that are current, by their code."""
    bodies = (*_authorities(), *_nhs_trusts(), *_boards(), *_hsc_trusts())
    return {body.code: body for body in bodies}


def find(text: str) -> Found:
    """Give the bodies whose names hold each word of `text`; those that begin with it first."""
    words = text.casefold().split()
    if len("".join(words)) < SHORTEST:
        return Found([], 0)
    fitting = [
        body
        for body in public_bodies().values()
        if all(word in body.name.casefold() for word in words)
    ]
    fitting.sort(key=lambda body: (not body.name.casefold().startswith(words[0]), body.name))
    return Found(fitting[:SHOWN], max(0, len(fitting) - SHOWN))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _authorities() -> Iterator[PublicBody]:
    for row in _rows("local_authorities.csv"):
        note = f"{row['type']}, {row['nation']}"
        name = row["official_name"]
        yield PublicBody(row["gss_code"], name, AgencyKind.LOCAL_AUTHORITY, note)


def _nhs_trusts() -> Iterator[PublicBody]:
    for row in _rows("nhs_trusts_england_2022.csv"):
        if row["status"] == "open":
            note = f"NHS trust, {row['nhs_region21_name']}, list of 2022"
            yield PublicBody(
                row["nhs_trust22_code"], row["nhs_trust22_name"], AgencyKind.NHS_TRUST, note
            )


def _boards() -> Iterator[PublicBody]:
    for row in _rows("icbs_england_2022.csv"):
        note = "Integrated care board, England, list of 2022"
        yield PublicBody(row["icb22_code"], row["icb22_name"], AgencyKind.OTHER, note)


def _hsc_trusts() -> Iterator[PublicBody]:
    for row in _rows("ni_hsc_trusts.csv"):
        note = f"For {row['local_government_districts'].replace('; ', ', ')}"
        yield PublicBody(row["code"], row["name"], AgencyKind.HSC_TRUST, note)
