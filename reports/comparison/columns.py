"""The sites of the comparison, by name or by letter."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import User
from reports.comparison.letters import letters_of
from sites.enums import Role
from sites.models import Site
from sites.rules import NOWHERE, holds, site_access


@dataclass(frozen=True)
class Column:
    """A site. `token` stands for it in addresses: its key, or the letter of a hidden one.

    Keys are written in small letters and hidden sites' tokens in capitals, so neither can be
    taken for the other. `level` is the site's in a rating round, empty outside one.
    """

    site_id: int
    token: str
    name: str
    is_named: bool
    level: str = ""


def sees_names(user: User) -> bool:
    """Supporters see every site by its name; others their own sites alone."""
    return holds(user, Role.SUPPORTER)


def columns_for(
    user: User, sites: Iterable[Site], *, nation: str = "", hide_names: bool = False
) -> list[Column]:
    """Give the columns: sites with a name by name, then the others by their letters.

    `sites` are all sites. A nation is for those who see the names: to others it would tell in
    which nation a letter lies, and where there is one site, which it is. `hide_names` puts every
    site under its letter, so that the picture can be shown to others.
    """
    every = list(sites)
    if hide_names:
        return _by_letter(every, but=NOWHERE)
    if sees_names(user):
        return _named(site for site in every if not nation or site.nation == nation)
    access = site_access(user)
    own = access.administrator | access.project_manager
    return [*_named(site for site in every if site.pk in own), *_by_letter(every, but=own)]


def _by_letter(every: list[Site], *, but: frozenset[int]) -> list[Column]:
    ids = {letter: pk for pk, letter in letters_of(every).items() if pk not in but}
    return [
        Column(ids[letter], letter, f"Site {letter}", is_named=False)
        for letter in sorted(ids, key=lambda letter: (len(letter), letter))
    ]


def _named(sites: Iterable[Site]) -> list[Column]:
    return [
        Column(site.pk, site.key, site.name, is_named=True)
        for site in sorted(sites, key=lambda site: site.name)
    ]
