"""What the notices of a meeting depend on, as annotations: no query more, however many meetings."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from steering.documents.contacts import nearest_administrators
from steering.enums import MeetingState, SendingKind
from steering.models import Meeting, Minutes, Paper, PaperFile, Reply, Sending


def person(path: str) -> JSONObject:
    """Somebody with what a mail needs; `path` leads to the person."""
    names = ("pk", "key", "name", "email")
    return JSONObject(
        **{name: f"{path}__{name}" for name in names}, route=f"{path}__contact__route"
    )


def replies() -> ArraySubquery:
    """The replies for the meeting's present time."""
    rows = Reply.objects.filter(meeting=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    row = JSONObject(person=F("person_id"), answer=F("answer"), deputy=person("deputy"))
    return ArraySubquery(rows.order_by("pk").values(row=row))


def papers() -> ArraySubquery:
    """The papers that somebody brings, with the forms in which they are in."""
    files = PaperFile.objects.filter(paper=OuterRef("pk"), replaced_at__isnull=True)
    rows = Paper.objects.filter(item__meeting=OuterRef("pk"), owner__isnull=False)
    row = JSONObject(
        title="title",
        item="item__position",
        easy_read="in_easy_read",
        large_print="in_large_print",
        forms=ArraySubquery(files.values("form")),
        owner=person("owner"),
    )
    return ArraySubquery(rows.order_by("item__position", "pk").values(row=row))


def administrators() -> ArraySubquery:
    """Who administers the site or the region above it today, the nearest first."""
    rows = nearest_administrators(OuterRef("group__site"), OuterRef("group__site__parent"))
    return ArraySubquery(rows.values(row=person("person")))


def agenda_is_sent() -> Exists:
    """Whether the agenda was sent, or is on its way out with Undo."""
    return Exists(
        Sending.objects.filter(
            meeting=OuterRef("pk"), kind=SendingKind.AGENDA, dropped_at__isnull=True
        )
    )


def minutes_before() -> Coalesce:
    """The state of the minutes of the group's last meeting before this one; empty without any."""
    before = (
        Meeting.objects.exclude(state=MeetingState.CANCELLED)
        .filter(group=OuterRef(OuterRef("group")), starts_at__lt=OuterRef(OuterRef("starts_at")))
        .order_by("-starts_at", "-pk")
    )
    states = Minutes.objects.filter(meeting=Subquery(before.values("pk")[:1]))
    return Coalesce(Subquery(states.values("state")), Value(""))
