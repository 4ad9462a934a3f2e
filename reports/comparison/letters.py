"""The letters under which sites appear to those who may not see their names.

A letter must not tell which site it is, so letters go neither by name nor by the order in which
sites were entered. And it must stay the same when a site is added, so that a page printed in
spring can be laid beside one of autumn. Both hold when every ten sites that were entered share
ten letters in an order that only the service's secret key decides. Gaps are as good as letters.
"""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from sites.models import Site

A_BLOCK = 10
SALT = "reports.comparison.letters"


def letters_of(sites: Iterable[Site]) -> dict[int, str]:
    """Give every site's letter by its id. `sites` are all sites of the programme."""
    entered = sorted(sites, key=lambda site: site.pk)
    return {site.pk: _letter(_shuffled(number)) for number, site in enumerate(entered)}


def _shuffled(number: int) -> int:
    block, place = divmod(number, A_BLOCK)
    order = sorted(range(A_BLOCK), key=lambda slot: _secret(block, slot))
    return block * A_BLOCK + order[place]


def _secret(block: int, slot: int) -> str:
    return salted_hmac(SALT, f"{block}:{slot}", algorithm="sha256").hexdigest()


def _letter(number: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    before, place = divmod(number, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + place)
