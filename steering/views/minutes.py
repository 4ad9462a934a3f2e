"""Minutes to read, to print and to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from steering.documents.markdown import html_of
from steering.documents.minutes_reading import document_for, read_minutes, with_minutes
from steering.documents.pdf import minutes_pdf, pages_in
from steering.documents.word import minutes_docx
from steering.models import Meeting
from steering.rules import can_change_meeting, can_view_minutes

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they stand, with what the reader has to do marked."""
    meeting = _readable(request, pk)
    document = document_for(request.user, read_minutes(meeting))
    pdf = minutes_pdf(document)
    reader = request.user.person_id if request.user.is_authenticated else None
    return render(
        request,
        "steering/minutes/page.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "changeable": can_change_meeting(request.user, meeting),
            "document": document,
            "mine": document.actions_of(reader),
            "whole_text": html_of(document.whole_text, top=3),
            "items": [(item, html_of(item.text, top=4)) for item in document.by_item],
            "pages": pages_in(pdf),
            "pdf_size": f"{round(len(pdf) / 1000)} KB",
        },
    )


def pdf_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a PDF."""
    document = document_for(request.user, read_minutes(_readable(request, pk)))
    return _file(minutes_pdf(document), PDF, f"{document.file_stem}.pdf")


def word_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a Word document."""
    document = document_for(request.user, read_minutes(_readable(request, pk)))
    return _file(minutes_docx(document), WORD, f"{document.file_stem}.docx")


def _readable(request: HttpRequest, pk: int) -> Meeting:
    written = Meeting.objects.filter(pk=pk, minutes__isnull=False)
    meeting: Meeting = get_object_or_404(with_minutes(written))
    if not can_view_minutes(request.user, meeting.minutes):
        raise Http404("This person may not read these minutes.")
    return meeting


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
