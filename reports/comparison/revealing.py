"""Where the picture could tell of whom it speaks: sites of one agency, or of very few people.

Ten sites are no statistics. What is said of a site whose members all come from one agency is said
of that agency; of one with two members, of these two; and a letter hides little when there are
hardly any others.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, QuerySet

from calendars.wording import counted
from records.dates import holds_on
from reports.comparison.columns import Column
from sites.models import Site

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

FEW = 3
"""So many people, and so many letters, are enough to hide one among them."""


class Counted(TypedDict):
    """How many people sit on a site's groups, and how many agencies they come from."""

    members: int
    agencies: int


def counting_members(
    sites: QuerySet[Site], today: date
) -> "QuerySet[WithAnnotations[Site, Counted]]":
    """Give the sites with what `warning_of` asks of each."""
    seats = "groups__memberships__"
    sitting = holds_on(today, start=f"{seats}joined_on", end=f"{seats}left_on")
    found: QuerySet[WithAnnotations[Site, Counted]] = sites.annotate(
        members=Count(f"{seats}person", filter=sitting, distinct=True),
        agencies=Count(f"{seats}agency", filter=sitting, distinct=True),
    )
    return found


def warning_of(columns: Sequence[Column], sites: "Iterable[WithAnnotations[Site, Counted]]") -> str:
    """Say why care is due before this picture is shown to others; empty where nothing speaks.

    Which letter is such a site is not said: that would be the very thing to hide.
    """
    telling = {site.pk for site in sites if site.agencies == 1 or 0 < site.members < FEW}
    named = [one.name for one in columns if one.is_named and one.site_id in telling]
    hidden = [one for one in columns if not one.is_named]
    behind = sum(one.site_id in telling for one in hidden)
    why = [
        *([_of_named(named)] if named else []),
        *([_of_letters(behind)] if behind else []),
        *(
            ["With so few sites by letter, one can guess which is which."]
            if 0 < len(hidden) < FEW
            else []
        ),
    ]
    return " ".join(["Take care whom you show this.", *why]) if why else ""


def _of_named(names: list[str]) -> str:
    return (
        f"{', '.join(names)}: the members come from one agency, or are fewer than three. "
        "What is said of the site is said of them."
    )


def _of_letters(number: int) -> str:
    has = "has" if number == 1 else "have"
    return (
        f"{counted(number, 'site')} by letter {has} members from one agency only, or fewer than "
        "three: whoever knows the programme may tell who is meant."
    )
