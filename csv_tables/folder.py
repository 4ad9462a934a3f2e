"""A folder that is read, and written, without ever leaving it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from csv_tables.problems import Wrong, shown


class Folder:
    """A folder on disk. Names in it are relative, with `/` between their parts."""

    def __init__(self, path: Path) -> None:
        self.root = path.resolve()

    def has(self, name: str) -> bool:
        """Whether something of that name is there, be it a broken link."""
        return os.path.lexists(self.root / name)

    def size(self, name: str) -> int:
        """Give the size of a file in bytes. Raises Wrong as `path_of` does."""
        return self.path_of(name).stat().st_size

    def read(self, name: str) -> bytes:
        """Give the content of a file. Raises Wrong as `path_of` does."""
        try:
            return self.path_of(name).read_bytes()
        except OSError as error:
            raise Wrong(f"{shown(name)} cannot be read: {error.strerror}") from error

    def path_of(self, name: str) -> Path:
        """Give the real path of a file in the folder.

        Raises Wrong when `name` leads out of the folder, be it through a symbolic link, and when
        there is no ordinary file.
        """
        parts = PurePosixPath(name).parts
        if "\0" in name or name.startswith("/") or ".." in parts:
            raise Wrong(
                f"{shown(name)} leads out of the folder; write where the file lies in it,"
                " such as minutes/first-meeting.md"
            )
        try:
            path = (self.root / name).resolve()
            is_file, is_there = path.is_file(), path.exists()
        except (OSError, RuntimeError) as error:
            raise Wrong(f"{shown(name)} cannot be read: {error}") from error
        if not path.is_relative_to(self.root):
            raise Wrong(
                f"{shown(name)} is a link that leads out of the folder;"
                " put the file itself into the folder"
            )
        if not is_file:
            missing = "is not an ordinary file" if is_there else "is not in the folder"
            raise Wrong(f"{shown(name)} {missing}; put the file there, or correct its name")
        return path

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Write a file whole or not at all. A link that stood there is replaced, not followed.

        Raises Wrong when a folder on the way is a link that leads out.
        """
        path = self.root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.parent.resolve().is_relative_to(self.root):
            raise Wrong(f"{shown(name)} would be written through a link that leads out; remove it")
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            with part.open("xb") as file:
                yield file
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
