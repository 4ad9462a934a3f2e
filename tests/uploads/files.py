"""Files as people and attackers upload them."""

import io
import struct
import zipfile
import zlib

import docx

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}


def pdf(pages: int = 4, *, extra: bytes = b"") -> bytes:
    """A PDF whose page tree stands in plain text."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<< /Type /Pages /Kids [3 0 R] /Count " + str(pages).encode() + b" >>endobj\n"
        b"3 0 obj<</Type/Pages/Parent 2 0 R/Count 99>>endobj\n" + extra + b"trailer\n%%EOF\n"
    )


def word(text: str = "The pilot goes on.") -> bytes:
    """A document as Word's format is written by a library."""
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return file.getvalue()


def office(kind: str = "docx", *, parts: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """The least that is a document of `kind`, with more parts and types besides."""
    name, main = MAIN[kind]
    listed = (
        f'<Types xmlns="{TYPES}"><Override PartName="/{name}" ContentType="{main}"/>{types}</Types>'
    )
    return archive({"[Content_Types].xml": listed.encode(), name: b"<w/>", **(parts or {})})


def png(width: int = 1, height: int = 1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        + chunk(b"IEND", b"")
    )


def jpg(width: int = 640, height: int = 480) -> bytes:
    frame = (
        b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x01\x22\x00" * 3
    )
    return b"\xff\xd8\xff\xe0\x00\x04AB" + frame + b"\xff\xda\x00\x02scan\xff\xd9"
