"""Files as people save them: what is read, and what each fault says and where."""

from pathlib import Path

import pytest

from csv_tables.folder import Folder
from csv_tables.kinds import Key, Text
from csv_tables.reading import Record, read_table
from csv_tables.tables import Column, Table

TABLE = Table(
    "people.csv",
    "person",
    (
        Column("key", Key()),
        Column("name", Text(20)),
        Column("note", Text(), optional=True),
    ),
    identity=("key",),
)


def read(folder: Path, content: bytes) -> tuple[list[Record], list[str]]:
    (folder / TABLE.file).write_bytes(content)
    reading = read_table(Folder(folder), TABLE)
    return reading.records, [str(problem) for problem in reading.problems]


def test_reads_quoted_cells_with_commas_quotation_marks_and_line_feeds(tmp_path: Path) -> None:
    records, problems = read(
        tmp_path, b'key,name,note\r\na,"Marsh, ""Ann""","one\ntwo\r\nthree\r"\r\nb,Bo,\r\n'
    )
    assert problems == []
    assert records == [
        Record(2, {"key": "a", "name": 'Marsh, "Ann"', "note": "one\ntwo\r\nthree\r"}, sound=True),
        Record(5, {"key": "b", "name": "Bo", "note": ""}, sound=True),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfkey,name\r\na,Zo\xc3\xab\r\n",
        b"key,name\na,Zo\xc3\xab",
        b"name,key\r\nZo\xc3\xab,a\r\n",
        b"\r\nkey,name\r\n\r\na,Zo\xc3\xab\r\n\r\n",
        b'"key","name"\r\n"a","Zo\xc3\xab"\r\n',
    ],
    ids=["byte order mark", "line feeds", "other order", "blank lines", "all quoted"],
)
def test_reads_what_is_saved_another_way(tmp_path: Path, content: bytes) -> None:
    records, problems = read(tmp_path, content)
    assert ([record.values for record in records], problems) == ([{"key": "a", "name": "Zoë"}], [])


@pytest.mark.parametrize("content", [None, b"", b"\xef\xbb\xbf", b"key,name\r\n"])
def test_a_file_without_a_row_is_empty(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / TABLE.file).write_bytes(content)
    reading = read_table(Folder(tmp_path), TABLE)
    assert (reading.records, reading.problems, reading.legible) == ([], [], True)


NOT_CSV = (
    "is not well-formed CSV; put a cell that holds a comma, a quotation mark or a line break in"
    " quotation marks, double each quotation mark inside it, and end each record with CR LF"
)
NOT_UTF8 = "the file is not UTF-8; save it as “CSV UTF-8” and import it again"
ALL_COLUMNS = "the columns of this file are: key, name, note"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b"key,name,phone\r\na,Ann,1\r\n",
            [f"people.csv:1:phone: is an unknown column; {ALL_COLUMNS}"],
        ),
        (
            b"key;name;note\r\na;Ann;\r\n",
            [
                f"people.csv:1:key;name;note: is an unknown column; {ALL_COLUMNS}",
                f"people.csv:1:key: is missing from the header; {ALL_COLUMNS}",
                f"people.csv:1:name: is missing from the header; {ALL_COLUMNS}",
            ],
        ),
        (
            b"key,note\r\na,\r\n",
            [f"people.csv:1:name: is missing from the header; {ALL_COLUMNS}"],
        ),
        (
            b"key,name,name\r\na,Ann,Ann\r\n",
            ["people.csv:1:name: stands twice in the header; keep one of the two"],
        ),
        ("key,name\r\na,Ann\r\n".encode("utf-16"), [f"people.csv:1:record: {NOT_UTF8}"]),
        (b"key,n\xe4me\r\na,Ann\r\n", [f"people.csv:1:record: {NOT_UTF8}"]),
        (
            b"key,name\r\na\r\nb,Bo,more,cells\r\nc,Cy\r\n",
            [
                "people.csv:2:record: has 1 cell where the header has 2; put a cell that holds a"
                " comma in quotation marks, and leave none out",
                "people.csv:3:record: has 4 cells where the header has 2; put a cell that holds a"
                " comma in quotation marks, and leave none out",
            ],
        ),
        (b'key,name\r\na,"Ann" Marsh\r\nc,Cy\r\n', [f"people.csv:2:record: {NOT_CSV}"]),
        (b'key,name\r\nc,Cy\r\na,"Ann\r\nb,Bo\r\n', [f"people.csv:3:record: {NOT_CSV}"]),
        (b"key,name\ra,Ann\rb,Bo\r", [f"people.csv:1:record: {NOT_CSV}"]),
        (
            b'key,name\r\nc,"two\nlines"\r\nA,caf\xe9\r\nb,\r\n',
            [
                "people.csv:4:key: “A” is not a key; use small letters a to z, digits and hyphens"
                " only, 80 at most",
                "people.csv:4:name: holds the byte 0xE9, which is not UTF-8; save the file as"
                " “CSV UTF-8” and import it again",
                "people.csv:5:name: is empty; every row must say it",
            ],
        ),
        (
            b"key,name\r\na,Ann\0\r\n",
            ["people.csv:2:name: “Ann\\x00” holds a NUL character; take it out"],
        ),
        (
            b"key,name\r\na," + b"n" * 200_000 + b"\r\n",
            [
                "people.csv:2:name: has 200,000 characters; it may have 20 at most, so shorten"
                f" “{'n' * 20}…”"
            ],
        ),
    ],
)
def test_each_fault_is_told_with_its_place(
    tmp_path: Path, content: bytes, expected: list[str]
) -> None:
    _, problems = read(tmp_path, content)
    assert problems == expected


def test_a_record_with_a_fault_keeps_what_can_be_read(tmp_path: Path) -> None:
    records, _ = read(tmp_path, b"key,name\r\na,\r\n")
    assert records == [Record(2, {"key": "a"}, sound=False)]
