"""How a group wants the standard notices: a page with all, and one for the words of each."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.models import Person
from steering.documents.notice_words import Wording, fields_of, own_wording, usual_wording
from steering.documents.notices import Words
from steering.enums import NoticeKind
from steering.forms.notices import NoticeForm, WordsForm
from steering.lead_times import AFTER_THE_MEETING
from steering.models import Meeting, NoticeSetting, SteeringGroup
from steering.services import notice_settings as services
from steering.services.notices import (
    TABLE,
    Notice,
    Situation,
    meaning,
    notice_of,
    notices_of,
    preview,
    situations_of,
    went_out_at,
)
from steering.views.loading import changeable_group


@dataclass(frozen=True)
class Line:
    """A notice on the page: its row of the form, and what it means for the next meeting."""

    kind: NoticeKind
    to: str
    side: str
    form: NoticeForm
    is_reworded: bool
    meaning: str


def notices(request: HttpRequest, key: str) -> HttpResponse:
    """Every notice of the cycle in its order: lead time, on or off, and for the next meeting."""
    group = changeable_group(request, key)
    situation = _next_meeting(group)
    if situation:
        group = situation.meeting.group
    data = request.POST or None
    forms = [NoticeForm(data, kind=kind, group=group) for kind in TABLE]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        choices = {form.kind: form.choice() for form in forms}
        services.set_notices(group=group, choices=choices)
        messages.success(request, "Saved. All dates of coming meetings follow from it.")
        return redirect("notices", key=key)
    context = {
        "group": group,
        "meeting": situation.meeting if situation else None,
        "forms": forms,
        "lines": _lines(group, forms, situation),
    }
    return render(request, "steering/notices/settings.html", context)


def words(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The words of a notice, with a preview for the next meeting; a POST saves them."""
    group, notice_kind = changeable_group(request, key), _kind(kind)
    wording = _wording(group, notice_kind)
    form = WordsForm(request.POST or None, kind=notice_kind, wording=wording)
    if request.method == "POST" and form.is_valid():
        services.reword(group=group, kind=notice_kind, wording=form.wording())
        messages.success(request, "Saved. It goes out in these words from now on.")
        return redirect("reword_notice", key=key, kind=kind)
    return _words_page(request, group, form, None if form.errors else wording, saved=wording)


@require_POST
def preview_words(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Show how the words as typed would read. Nothing is saved."""
    group, notice_kind = changeable_group(request, key), _kind(kind)
    saved = _wording(group, notice_kind)
    form = WordsForm(request.POST, kind=notice_kind, wording=saved)
    typed = form.wording() if form.is_valid() else None
    return _words_page(request, group, form, typed, saved=saved)


@require_POST
def usual_words(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Back to the usual words."""
    group, notice_kind = changeable_group(request, key), _kind(kind)
    services.reword(group=group, kind=notice_kind, wording=usual_wording(notice_kind))
    messages.success(request, "It goes out in the usual words again.")
    return redirect("reword_notice", key=key, kind=kind)


def _words_page(
    request: HttpRequest,
    group: SteeringGroup,
    form: WordsForm,
    wording: Wording | None,
    *,
    saved: Wording,
) -> HttpResponse:
    shown = _preview(group, form.kind, wording) if wording else None
    context = {
        "group": group,
        "kind": form.kind,
        "form": form,
        "fields": fields_of(form.kind).items(),
        "is_reworded": saved != usual_wording(form.kind),
        "words": shown[0] if shown else None,
        "reader": shown[1] if shown else None,
        "meeting": shown[2].meeting if shown else None,
    }
    return render(request, "steering/notices/words.html", context)


def _kind(kind: str) -> NoticeKind:
    if kind not in TABLE:
        raise Http404("There is no notice of that kind.")
    return NoticeKind(kind)


def _wording(group: SteeringGroup, kind: NoticeKind) -> Wording:
    own = NoticeSetting.objects.filter(group=group, kind=kind).first()
    return own_wording(kind, own.subject, own.body) if own else usual_wording(kind)


def _next_meeting(group: SteeringGroup) -> Situation | None:
    now = timezone.now()
    following = Meeting.objects.after(now).filter(group=group)
    return next(iter(situations_of(following[:1], now)), None)


def _preview(
    group: SteeringGroup, kind: NoticeKind, wording: Wording
) -> tuple[Words, Person, Notice] | None:
    situation = _next_meeting(group)
    if situation is None:
        return None
    notice = notice_of(kind, situation)
    readers = [*notice.to_show, *situation.members]
    return (preview(notice, wording, readers[0]), readers[0].person, notice) if readers else None


def _lines(
    group: SteeringGroup, forms: list[NoticeForm], situation: Situation | None
) -> list[Line]:
    found = {one.kind: one for one in notices_of(situation)} if situation else {}
    went_out = went_out_at(found.values())
    reworded = {row.kind for row in group.notice_settings.all() if row.subject or row.body}
    return [
        Line(
            kind=form.kind,
            to=TABLE[form.kind].to,
            side="after" if form.kind in AFTER_THE_MEETING else "before",
            form=form,
            is_reworded=form.kind in reworded,
            meaning=meaning(found[form.kind], went_out) if form.kind in found else "",
        )
        for form in forms
    ]
