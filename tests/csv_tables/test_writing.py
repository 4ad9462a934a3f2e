from pathlib import Path

import pytest

from csv_tables.folder import Folder
from csv_tables.kinds import Key, Text, YesNo
from csv_tables.tables import Column, Table
from csv_tables.writing import write_table

TABLE = Table(
    "notes.csv",
    "note",
    (Column("key", Key()), Column("text", Text()), Column("more", Text(), optional=True)),
    identity=("key",),
)


def test_writes_utf8_with_crlf_and_quotation_marks_only_where_needed(tmp_path: Path) -> None:
    rows = [
        {"key": "a", "text": "plain text ", "more": ""},
        {"key": "b", "text": 'a "quoted", word', "more": "Zoë"},
        {"key": "c", "text": "two\nlines", "more": "lone\rreturn"},
    ]
    write_table(Folder(tmp_path), TABLE, rows)
    assert (tmp_path / "notes.csv").read_bytes() == (
        b"key,text,more\r\n"
        b"a,plain text ,\r\n"
        b'b,"a ""quoted"", word",Zo\xc3\xab\r\n'
        b'c,"two\nlines","lone\rreturn"\r\n'
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


def test_an_added_column_is_written_only_if_some_row_says_something_there(tmp_path: Path) -> None:
    table = Table(
        "notes.csv",
        "note",
        (
            Column("key", Key()),
            Column("private", YesNo(), optional=True, default=False, added=True),
            Column("more", Text(), optional=True, added=True),
        ),
        identity=("key",),
    )
    rows = [
        {"key": "a", "private": False, "more": ""},
        {"key": "b", "private": False, "more": ""},
    ]
    for change, expected in (
        ({}, b"key\r\na\r\nb\r\n"),
        ({"private": True}, b"key,private\r\na,no\r\nb,yes\r\n"),
        ({"more": "x"}, b"key,more\r\na,\r\nb,x\r\n"),
    ):
        write_table(Folder(tmp_path), table, iter([rows[0], rows[1] | change]))
        assert (tmp_path / "notes.csv").read_bytes() == expected


def test_an_added_column_is_optional() -> None:
    with pytest.raises(AssertionError):
        Column("private", YesNo(), added=True)
