"""Starting a steering group, and changing its terms."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from outbox import services as outbox
from outbox.models import Mailbox
from records.keys import free_key
from sites.models import Site
from steering.enums import Deputies, Mode
from steering.errors import SteeringError
from steering.models import CoreAgency, NoticeSetting, StandingItem, SteeringGroup

ADDRESS_TAKEN = "new"
"""The page on which a group is started has this in the place of a group's key."""

USUAL_HOLD: int = Mailbox._meta.get_field("hold_seconds").default
USUAL_LENGTH: int = SteeringGroup._meta.get_field("usual_length").default
"""How long a message is held, in seconds, and a meeting lasts, in minutes, unless changed."""


class NameIsTaken(SteeringError):
    """Two groups of a site are told apart by their names."""


@dataclass(frozen=True, kw_only=True)
class GroupTerms:
    """What the terms of reference say: `quorum` is `6`, `50%` or empty, `usual_length` minutes.

    `hold_seconds` is how long messages of the group wait, with Undo, before they go.
    """

    name: str
    quorum: str = ""
    deputies: Deputies = Deputies.COUNT
    usual_start: time | None = None
    usual_length: int = USUAL_LENGTH
    usual_mode: Mode = Mode.IN_PERSON
    usual_place: str = ""
    usual_link: str = ""
    hold_seconds: int = USUAL_HOLD


@transaction.atomic
def start_group(*, site: Site, terms: GroupTerms) -> SteeringGroup:
    """Start a group of `site`, which has no members yet. Raises NameIsTaken."""
    _refuse_twin(site, terms.name)
    wanted = slugify(terms.name)
    if wanted == ADDRESS_TAKEN:
        wanted = f"{wanted}-group"
    key = free_key(wanted, taken=SteeringGroup.objects.all())
    group: SteeringGroup = SteeringGroup.objects.create(key=key, site=site, **_fields_of(terms))
    _set_hold(group, terms)
    return group


@transaction.atomic
def start_group_like(*, other: SteeringGroup, site: Site, name: str, today: date) -> SteeringGroup:
    """Start a group of `site` with the settings of another. Raises NameIsTaken.

    They are the terms of reference, the notices, the standing items without who presents them,
    the core agencies from `today` on, and the hold. Members and meetings are not copied.
    """
    group = start_group(site=site, terms=_terms_of(other, name))
    _copy_notices(other, group)
    _copy_standing_items(other, group)
    _copy_core_agencies(other, group, today)
    return group


@transaction.atomic
def change_group(*, group: SteeringGroup, terms: GroupTerms) -> SteeringGroup:
    """Change a group; its key, and so its address, stays. Raises NameIsTaken."""
    _refuse_twin(group.site, terms.name, but=group)
    fields = _fields_of(terms)
    for name, value in fields.items():
        setattr(group, name, value)
    group.save(update_fields=list(fields))
    _set_hold(group, terms)
    return group


def _fields_of(terms: GroupTerms) -> dict[str, object]:
    return {name: value for name, value in asdict(terms).items() if name != "hold_seconds"}


def _terms_of(group: SteeringGroup, name: str) -> GroupTerms:
    mailbox = Mailbox.objects.filter(key=group.key).first()
    hold = mailbox.hold_seconds if mailbox else USUAL_HOLD
    others = set(_fields_of(GroupTerms(name=name))) - {"name"}
    return GroupTerms(
        name=name, hold_seconds=hold, **{field: getattr(group, field) for field in others}
    )


def _copy_notices(other: SteeringGroup, group: SteeringGroup) -> None:
    fields = ("kind", "is_on", "number", "unit", "subject", "body")
    rows = other.notice_settings.order_by("pk").values(*fields)
    NoticeSetting.objects.bulk_create([NoticeSetting(group=group, **row) for row in rows])


def _copy_standing_items(other: SteeringGroup, group: SteeringGroup) -> None:
    rows = other.standing_items.order_by("position").values("position", "title", "kind", "length")
    StandingItem.objects.bulk_create([StandingItem(group=group, **row) for row in rows])


def _copy_core_agencies(other: SteeringGroup, group: SteeringGroup, today: date) -> None:
    lasting = other.core_agencies.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
    agencies = lasting.filter(from_on__lte=today).values_list("agency", flat=True)
    CoreAgency.objects.bulk_create(
        [CoreAgency(group=group, agency_id=pk, from_on=today) for pk in sorted(agencies)]
    )


def _set_hold(group: SteeringGroup, terms: GroupTerms) -> None:
    mailbox = outbox.open_mailbox(key=group.key, name=group.name)
    outbox.set_hold(mailbox=mailbox, seconds=terms.hold_seconds)


def _refuse_twin(site: Site, name: str, *, but: SteeringGroup | None = None) -> None:
    groups = Site.objects.select_for_update().get(pk=site.pk).groups
    if any(twin != but for twin in groups.filter(name__iexact=name)):
        raise NameIsTaken(f"{site.name} has a group called “{name}” already. Choose another name.")
