"""The papers of a meeting: which are in, which are promised, and handing them in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from people.requests import SignedInRequest
from steering.documents.agenda import agenda_for
from steering.documents.register import labelled, people_known_at
from steering.enums import PaperFormat
from steering.errors import SteeringError
from steering.forms.papers import PaperForm, PromiseForm, UploadForm
from steering.models import Meeting, Paper, PaperFile
from steering.rules import can_upload_paper
from steering.services import papers as services
from steering.services.notices import remind_of_paper
from steering.views.frame import meeting_context
from steering.views.loading import changeable_meeting, visible_meeting
from steering.views.way_back import way_back


def papers_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of the items that the person may read, each with what can be done."""
    meeting = visible_meeting(request, pk)
    context = meeting_context(request, meeting, "Papers")
    context["sheet"] = agenda_for(request.user, meeting)
    return render(request, "steering/papers/page.html", context)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A file, to be saved and never to be shown by the browser on our address."""
    files = PaperFile.objects.visible_to(request.user).select_related("content")
    file = get_object_or_404(files, pk=pk)
    disposition = content_disposition_header(as_attachment=True, filename=file.file_name)
    return HttpResponse(
        bytes(file.content.content),
        headers={
            "Content-Type": file.content_type,
            "Content-Disposition": str(disposition),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody brings a paper. `item` in the address names the item it is for."""
    meeting = changeable_meeting(request, pk)
    people = labelled(people_known_at(meeting.group.site))
    form = PromiseForm(
        request.POST or None,
        items=meeting.agenda_items.all(),
        people=people,
        initial={"item": request.GET.get("item", "")},
    )
    if request.method == "POST" and form.is_valid():
        services.promise_paper(item=form.cleaned_data["item"], terms=form.terms())
        messages.success(request, "The paper is noted. Hand it in once you have it.")
        return redirect("papers", pk=meeting.pk)
    context = {"meeting": meeting, "heading": "Add a paper", "form": form, "known": people}
    return render(request, "steering/papers/form.html", context)


def change(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Change title, owner and formats of a paper."""
    meeting = changeable_meeting(request, pk)
    row = _paper(request, meeting, paper)
    people = labelled(people_known_at(meeting.group.site))
    people |= {row.owner.name: row.owner} if row.owner else {}
    initial = PaperForm.initial_of(row, people)
    form = PaperForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_paper(paper=row, terms=form.terms())
        messages.success(request, "The paper is changed.")
        return redirect("papers", pk=meeting.pk)
    context = {"meeting": meeting, "heading": "Change a paper", "form": form, "known": people}
    return render(request, "steering/papers/form.html", context)


def upload(request: SignedInRequest, pk: int, paper: int) -> HttpResponse:
    """Hand a file in: the administrator, or whoever brings the paper. `next` leads back."""
    meeting = visible_meeting(request, pk)
    row = _paper(request, meeting, paper)
    if not can_upload_paper(request.user, row):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    back = way_back(request, otherwise=f"/meetings/{meeting.pk}/papers/")
    if request.method == "POST" and form.is_valid():
        try:
            file = services.hand_in(
                paper=row,
                form=PaperFormat(form.cleaned_data["form"]),
                file=form.cleaned_data["file"],
                by=request.user,
                now=timezone.now(),
            )
        except SteeringError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"“{file.file_name}” is in.")
            return redirect(back)
    context = {"meeting": meeting, "paper": row, "form": form, "back": back}
    return render(request, "steering/papers/upload.html", context)


def remove(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Ask once more, then remove a paper and erase its files."""
    meeting = changeable_meeting(request, pk)
    row = _paper(request, meeting, paper)
    if request.method == "POST":
        services.remove_paper(paper=row)
        messages.success(request, f"“{row.title}” is removed.")
        return redirect("papers", pk=meeting.pk)
    context = {"meeting": meeting, "paper": row, "files": list(row.files.all())}
    return render(request, "steering/papers/remove.html", context)


@require_POST
def remind(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Send whoever brings a paper that is not in a reminder at once."""
    meeting = changeable_meeting(request, pk)
    try:
        person = remind_of_paper(paper=_paper(request, meeting, paper), now=timezone.now())
    except SteeringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"A reminder goes to {person.name} now.")
    return redirect("agenda", pk=meeting.pk)


def _paper(request: HttpRequest, meeting: Meeting, pk: int) -> Paper:
    papers = Paper.objects.visible_to(request.user).filter(item__meeting=meeting)
    return get_object_or_404(papers.select_related("item__meeting__group", "owner"), pk=pk)
