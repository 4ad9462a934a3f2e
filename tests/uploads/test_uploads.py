"""What an uploaded file is, and hostile ones."""

import io
import re
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.uploads import files
from uploads import NotAccepted, checked, safe_name
from uploads.names import LONGEST, RESERVED

MEGABYTE = 1024 * 1024
BIDI = "report\u202efdp.exe"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (files.pdf(), "pdf"),
        (files.word(), "docx"),
        (files.office("docx"), "docx"),
        (files.office("xlsx"), "xlsx"),
        (files.office("pptx"), "pptx"),
        (files.png(), "png"),
        (files.jpg(), "jpg"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, ending: str) -> None:
    file = checked("The pilot so far.doc", content)
    assert file.name == f"The pilot so far.{ending}"
    assert file.content == content


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (files.pdf(4), 4),
        (b"%PDF-1.7\n1 0 obj<</Linearized 1/L 9/N 12>>endobj\n%%EOF", 12),
        (b"%PDF-1.7\n1 0 obj<</Type/ObjStm>>endobj\n%%EOF", None),
    ],
)
def test_pages_are_counted_where_they_are_said(content: bytes, pages: int | None) -> None:
    assert checked("report.pdf", content).pages == pages


class TestHostile:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
            ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
            ("report.docx", b"MZ\x90\x00\x03 a program"),
            ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 the old format of Word"),
            ("late.pdf", b"<html>%PDF-1.7\n%%EOF"),
        ],
    )
    def test_other_content_under_a_good_name(self, name: str, content: bytes) -> None:
        with pytest.raises(NotAccepted, match="is none of PDF, Word"):
            checked(name, content)

    def test_nothing(self) -> None:
        with pytest.raises(NotAccepted, match=r"“report\.pdf” is empty"):
            checked("report.pdf", b"")

    def test_a_pdf_that_is_a_zip_too(self) -> None:
        archive = files.archive({"run.exe": b"MZ"})
        with pytest.raises(NotAccepted, match="another file is hidden"):
            checked("report.pdf", files.pdf() + archive)
        with pytest.raises(NotAccepted, match="another file is hidden"):
            checked("photo.png", files.png() + archive)

    def test_a_pdf_with_something_after_its_end(self) -> None:
        with pytest.raises(NotAccepted, match="its end is not that of a PDF"):
            checked("report.pdf", files.pdf() + b"<script>")

    def test_a_bomb_that_says_so(self) -> None:
        bomb = files.office(parts={"word/media/a.bin": b"\0" * (160 * MEGABYTE)})
        assert len(bomb) < MEGABYTE
        with pytest.raises(NotAccepted, match="larger than any paper"):
            checked("bomb.docx", bomb)

    def test_a_bomb_that_lies_about_its_size(self) -> None:
        honest = files.office(parts={"word/media/a.bin": b"\0" * (3 * MEGABYTE)})
        size = (3 * MEGABYTE).to_bytes(4, "little")
        lie = honest.replace(size, (10).to_bytes(4, "little"))
        assert lie != honest
        with pytest.raises(NotAccepted, match="damaged"):
            checked("bomb.docx", lie)

    def test_a_bomb_of_many_files_on_one_content(self) -> None:
        """As by D. Fifield (2019): entries that overlap make a small archive endless."""
        content = bytearray(files.office(parts={"a.xml": b"a", "b.xml": b"b"}))
        directory = content.index(b"PK\x01\x02")
        last = content.rindex(b"PK\x01\x02")
        content[last + 42 : last + 46] = content[directory + 42 : directory + 46]
        with pytest.raises(NotAccepted, match="damaged"):
            checked("bomb.docx", bytes(content))

    def test_an_archive_within_archives(self) -> None:
        inner = files.archive({"a.txt": b"a"})
        with pytest.raises(NotAccepted, match="another archive"):
            checked("a.docx", files.office(parts={"word/embeddings/a.zip": inner}))
        chart = files.office("xlsx")
        named = "ppt/embeddings/Sheet1.xlsx"
        assert checked("a.pptx", files.office("pptx", parts={named: chart})).name == "a.pptx"
        deeper = files.office("xlsx", parts={"xl/embeddings/b.xlsx": chart})
        with pytest.raises(NotAccepted, match="another archive"):
            checked("a.pptx", files.office("pptx", parts={named: deeper}))

    @pytest.mark.parametrize(
        "content",
        [
            files.office(parts={"word/vbaProject.bin": b"code"}),
            files.office(
                types='<Default Extension="bin" '
                'ContentType="application/vnd.ms-office.vbaProject"/>'
            ),
            files.office(parts={"word/activeX/activeX1.xml": b"<a/>"}),
            files.office(
                "xlsx",
                types='<Override PartName="/x.xml" ContentType="application/'
                'vnd.ms-excel.sheet.macroEnabled.main+xml"/>',
            ),
        ],
    )
    def test_macros_under_a_name_without(self, content: bytes) -> None:
        with pytest.raises(NotAccepted, match="a program"):
            checked("report.docx", content)

    @pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "..\\evil.xml"])
    def test_paths_that_lead_out(self, path: str) -> None:
        with pytest.raises(NotAccepted, match="damaged"):
            checked("report.docx", files.office(parts={path: b"x"}))

    def test_two_parts_of_one_name(self) -> None:
        file = io.BytesIO(files.office())
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("WORD/document.xml", b"another")
        with pytest.raises(NotAccepted, match="damaged"):
            checked("report.docx", file.getvalue())

    def test_entities_that_grow(self) -> None:
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
        with pytest.raises(NotAccepted, match="damaged"):
            checked("a.docx", files.archive({"[Content_Types].xml": laughs, "a": b""}))

    def test_an_archive_that_is_no_document(self) -> None:
        with pytest.raises(NotAccepted, match="no document of Word"):
            checked("a.docx", files.archive({"a.txt": b"a"}))

    def test_something_added_to_a_document(self) -> None:
        with pytest.raises(NotAccepted, match="cannot be taken"):
            checked("a.docx", files.word() + b"<script>")

    @pytest.mark.parametrize(
        "content", [files.png(60_000, 60_000), files.png(15_000, 15_000), files.jpg(65_000, 1)]
    )
    def test_a_picture_that_fills_every_memory(self, content: bytes) -> None:
        with pytest.raises(NotAccepted, match="Make the picture smaller"):
            checked("photo.png", content)

    @given(cut=st.integers(1, 200))
    def test_half_a_file_is_no_file(self, cut: int) -> None:
        for whole in (files.pdf(), files.office(), files.png(), files.jpg()):
            with pytest.raises(NotAccepted):
                checked("a.pdf", whole[: max(len(whole) - 7 - cut, 0)])

    @given(
        st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xd8\xff"])
    )
    def test_whatever_it_is_nothing_breaks(self, rest: bytes, start: bytes) -> None:
        with suppress(NotAccepted):
            checked("a.pdf", start + rest)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "safe"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\amy\\The plan.docx", "The plan.pdf"),
            (BIDI, "reportfdp.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("con.pdf", "paper con.pdf"),
            ('a"b\r\nX: y.pdf', "a bX y.pdf"),
            ("\u200b.pdf", "paper.pdf"),
            ("Budget 2026.27", "Budget 2026.pdf"),
            ("x" * 300 + ".pdf", "x" * LONGEST + ".pdf"),
        ],
    )
    def test_examples(self, name: str, safe: str) -> None:
        assert safe_name(name, "pdf") == safe

    @given(st.text(max_size=400))
    def test_every_name_can_be_saved_anywhere(self, name: str) -> None:
        safe = safe_name(name, "pdf")
        stem = safe.removesuffix(".pdf")
        assert safe.endswith(".pdf")
        assert 0 < len(stem) <= LONGEST + len("paper ")
        assert not re.search(r'[\x00-\x1f\x7f/\\<>:"|?*\u202a-\u202e]', safe)
        assert stem == stem.strip(" .")
        assert not RESERVED.fullmatch(stem)
        assert safe_name(safe, "pdf") == safe
