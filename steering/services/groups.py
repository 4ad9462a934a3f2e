"""Starting a steering group, and changing its terms."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from outbox import services as outbox
from records.keys import free_key
from sites.models import Site
from steering.errors import SteeringError
from steering.models import SteeringGroup

ADDRESS_TAKEN = "new"
"""The page on which a group is started has this in the place of a group's key."""


class NameIsTaken(SteeringError):
    """Two groups of a site are told apart by their names."""


@dataclass(frozen=True)
class GroupTerms:
    """What the terms of reference say: `quorum` is `6`, `50%` or empty.

    `hold_seconds` is how long messages of the group wait, with Undo, before they go.
    """

    name: str
    quorum: str
    hold_seconds: int


@transaction.atomic
def start_group(*, site: Site, terms: GroupTerms) -> SteeringGroup:
    """Start a group of `site`, which has no members yet. Raises NameIsTaken."""
    _refuse_twin(site, terms.name)
    wanted = slugify(terms.name)
    if wanted == ADDRESS_TAKEN:
        wanted = f"{wanted}-group"
    key = free_key(wanted, taken=SteeringGroup.objects.all())
    group: SteeringGroup = SteeringGroup.objects.create(
        key=key, site=site, name=terms.name, quorum=terms.quorum
    )
    _set_hold(group, terms)
    return group


@transaction.atomic
def change_group(*, group: SteeringGroup, terms: GroupTerms) -> SteeringGroup:
    """Change a group; its key, and so its address, stays. Raises NameIsTaken."""
    _refuse_twin(group.site, terms.name, but=group)
    group.name, group.quorum = terms.name, terms.quorum
    group.save(update_fields=["name", "quorum"])
    _set_hold(group, terms)
    return group


def _set_hold(group: SteeringGroup, terms: GroupTerms) -> None:
    mailbox = outbox.open_mailbox(key=group.key, name=group.name)
    outbox.set_hold(mailbox=mailbox, seconds=terms.hold_seconds)


def _refuse_twin(site: Site, name: str, *, but: SteeringGroup | None = None) -> None:
    groups = Site.objects.select_for_update().get(pk=site.pk).groups
    if any(twin != but for twin in groups.filter(name__iexact=name)):
        raise NameIsTaken(f"{site.name} has a group called “{name}” already. Choose another name.")
