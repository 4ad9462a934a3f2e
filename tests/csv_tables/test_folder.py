"""Nothing outside the folder is read or written, whatever a name says."""

import os
from pathlib import Path

import pytest

from csv_tables.folder import Folder
from csv_tables.problems import Wrong

OUT = "leads out of the folder; write where the file lies in it, such as minutes/first-meeting.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    (folder / "minutes").mkdir(parents=True)
    (folder / "minutes" / "a.md").write_bytes(b"We met.\r\n")
    (tmp_path / "secret.md").write_text("not yours")
    (folder / "minutes" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "outside").symlink_to(tmp_path)
    (folder / "inside.md").symlink_to(folder / "minutes" / "a.md")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    os.mkfifo(folder / "pipe.md")
    return folder


@pytest.mark.parametrize("name", ["minutes/a.md", "./minutes//a.md", "inside.md"])
def test_reads_what_is_in_it(folder: Path, name: str) -> None:
    assert Folder(folder).read(name) == b"We met.\r\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../secret.md", f"“../secret.md” {OUT}"),
        ("minutes/../../secret.md", f"“minutes/../../secret.md” {OUT}"),
        ("/etc/passwd", f"“/etc/passwd” {OUT}"),
        ("a\0.md", f"“a\\x00.md” {OUT}"),
        (
            "minutes/link.md",
            "“minutes/link.md” is a link that leads out of the folder; put the file itself into"
            " the folder",
        ),
        (
            "outside/secret.md",
            "“outside/secret.md” is a link that leads out of the folder; put the file itself into"
            " the folder",
        ),
        ("b.md", "“b.md” is not in the folder; put the file there, or correct its name"),
        ("minutes", "“minutes” is not an ordinary file; put the file there, or correct its name"),
        ("pipe.md", "“pipe.md” is not an ordinary file; put the file there, or correct its name"),
    ],
)
def test_refuses_what_is_not(folder: Path, name: str, message: str) -> None:
    with pytest.raises(Wrong) as wrong:
        Folder(folder).read(name)
    assert str(wrong.value) == message


@pytest.mark.parametrize("name", ["loop.md", "n" * 300])
def test_says_that_a_name_cannot_be_read(folder: Path, name: str) -> None:
    with pytest.raises(Wrong, match=r"cannot be read"):
        Folder(folder).read(name)


def test_writes_through_no_link(folder: Path, tmp_path: Path) -> None:
    with Folder(folder).writing("minutes/link.md") as file:
        file.write(b"new")
    assert (tmp_path / "secret.md").read_text() == "not yours"
    assert (folder / "minutes" / "link.md").read_bytes() == b"new"
    with pytest.raises(Wrong), Folder(folder).writing("outside/secret.md"):
        pass
    assert (tmp_path / "secret.md").read_text() == "not yours"


def test_a_file_that_fails_half_way_leaves_the_one_before(folder: Path) -> None:
    def interrupted() -> None:
        with Folder(folder).writing("minutes/a.md") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert (folder / "minutes" / "a.md").read_bytes() == b"We met.\r\n"
    assert not list((folder / "minutes").glob(".*"))
