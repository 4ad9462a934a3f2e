"""The kinds of file that are taken, and how each is known by its content."""

from collections.abc import Callable
from dataclasses import dataclass

from uploads import office, pdf, pictures
from uploads.errors import NotAccepted
from uploads.names import safe_name
from uploads.zips import holds_a_zip

KINDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG or JPG"

OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
}


@dataclass(frozen=True)
class Checked:
    """A file that is what it says. `pages` is None where it cannot be told cheaply."""

    name: str
    content_type: str
    content: bytes
    pages: int | None


def checked(name: str, content: bytes) -> Checked:
    """Give what a file is, under a safe name with the ending of its content.

    Raises NotAccepted when it is of no kind that is taken, is damaged, or is two things at once.
    """
    if not content:
        raise NotAccepted(f"“{name}” is empty. Choose the file again.")
    read = next((read for start, read in READERS.items() if content.startswith(start)), None)
    if read is None:
        raise NotAccepted(f"“{name}” is none of {KINDS}. Save it as one of them, such as PDF.")
    try:
        kind, pages = read(content)
    except NotAccepted as error:
        raise NotAccepted(f"“{name}” cannot be taken: {error}") from error
    return Checked(safe_name(name, kind), CONTENT_TYPES[kind], content, pages)


def _read_pdf(content: bytes) -> tuple[str, int | None]:
    _refuse_two_in_one(content)
    return "pdf", pdf.pages_of(content)


def _read_png(content: bytes) -> tuple[str, None]:
    _refuse_two_in_one(content)
    pictures.check_png(content)
    return "png", None


def _read_jpg(content: bytes) -> tuple[str, None]:
    _refuse_two_in_one(content)
    pictures.check_jpg(content)
    return "jpg", None


def _read_office(content: bytes) -> tuple[str, None]:
    return office.kind_of(content), None


def _refuse_two_in_one(content: bytes) -> None:
    if holds_a_zip(content):
        raise NotAccepted("another file is hidden in it. Save it again, as a PDF.")


READERS: dict[bytes, Callable[[bytes], tuple[str, int | None]]] = {
    b"%PDF-": _read_pdf,
    b"PK\x03\x04": _read_office,
    b"\x89PNG\r\n\x1a\n": _read_png,
    b"\xff\xd8\xff": _read_jpg,
}
