"""Real, untidy minutes, where they lie beside the project: all read well in every form."""

import io
import re
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.core.management import call_command
from pypdf import PdfReader

from steering.documents.mail import minutes_words
from steering.documents.markdown import html_of
from steering.documents.minutes import MinutesDocument
from steering.documents.pdf import minutes_pdf, pages_in
from steering.documents.word import minutes_docx
from steering.models import Meeting
from tests.steering.documents import minutes_document

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "real-minutes"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real minutes are not beside the project"),
]


@pytest.fixture
def documents() -> list[MinutesDocument]:
    call_command("import_programme", str(REAL), verbosity=0)
    meetings = Meeting.objects.filter(minutes__isnull=False).order_by("pk")
    return [minutes_document(meeting) for meeting in meetings]


def test_every_one_reads_well_in_every_form(documents: list[MinutesDocument]) -> None:
    assert len(documents) == len(list((REAL / "minutes").glob("*.md"))) == 56
    for document in documents:
        expected = _letters(html_of(document.whole_text, top=3))
        levels = [
            int(level) for level in re.findall(r"<h(\d)", html_of(document.whole_text, top=3))
        ]
        assert not levels or levels[0] == 3
        assert all(below - above <= 1 for above, below in pairwise(levels))

        made = minutes_pdf(document)
        pages = PdfReader(io.BytesIO(made)).pages
        assert pages_in(made) == len(pages)
        assert document.title in pages[0].extract_text().replace("\n", " ")

        word = docx.Document(io.BytesIO(minutes_docx(document)))
        assert word.paragraphs[0].text == document.title
        words = minutes_words(document, recipient_id=0, from_name="Imogen Tarrant")
        assert _letters(words.html).count(expected) == 1
        assert words.text.isprintable() or "\n" in words.text


def _letters(html: str) -> str:
    return "".join(re.sub(r"<[^>]*>", "", html).split())
