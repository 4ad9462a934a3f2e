from pathlib import Path

from csv_tables.folder import Folder
from csv_tables.kinds import Key, Text
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
