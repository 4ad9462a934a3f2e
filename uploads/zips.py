"""ZIP archives (APPNOTE 6.3) read with suspicion: nothing is believed, little is inflated."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from uploads.errors import NotAccepted

MOST_ENTRIES = 5_000
MOST_INFLATED = 150 * 1024 * 1024
"""What all parts of one file, and of the files in it, may come to."""

CHUNK = 64 * 1024
LOCAL_HEADER = 30
END = b"PK\x05\x06"
END_LENGTH = 22
LONGEST_COMMENT = 65_535
ENCRYPTED = 0x1

BOMB = "unpacked it would be larger than any paper. Save it as a PDF."
DAMAGED = "it is damaged. Save it again."


@dataclass
class Budget:
    """How many bytes may still be inflated."""

    left: int = MOST_INFLATED

    def spend(self, size: int) -> None:
        """Raises NotAccepted when too little is left."""
        self.left -= size
        if self.left < 0:
            raise NotAccepted(BOMB)


@dataclass(frozen=True)
class Part:
    """A part of an archive. `start` are its first bytes, `size` what it really inflates to."""

    name: str
    start: bytes
    size: int


class Archive:
    """An archive whose directory tells the truth about where its parts lie."""

    def __init__(self, content: bytes) -> None:
        """Raises NotAccepted when it is damaged, or its parts overlap, hide or are encrypted."""
        self._content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._entries = archive.infolist()
                comment = archive.comment
                starts_at = archive.start_dir
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise NotAccepted(DAMAGED) from error
        self._check_directory(comment, starts_at)

    def _check_directory(self, comment: bytes, starts_at: int) -> None:
        entries = sorted(self._entries, key=lambda one: one.header_offset)
        names = [_plain(one.filename) for one in entries]
        if not entries or len(entries) > MOST_ENTRIES or len(set(names)) < len(names):
            raise NotAccepted(DAMAGED)
        if comment or not self._content[-END_LENGTH:].startswith(END):
            raise NotAccepted("something is added to its end. Save it again.")
        ends = [one.header_offset for one in entries[1:]] + [starts_at]
        at = 0
        for entry, end in zip(entries, ends, strict=True):
            if entry.header_offset < at or self._data_of(entry)[1] > end:
                raise NotAccepted(DAMAGED)
            if entry.flag_bits & ENCRYPTED:
                raise NotAccepted("it is locked with a password. Save it without one.")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotAccepted(DAMAGED)
            at = end
        if entries[0].header_offset:
            raise NotAccepted(DAMAGED)

    def _data_of(self, entry: zipfile.ZipInfo) -> tuple[int, int]:
        """Where the bytes of an entry begin and end, by its local header."""
        header = self._content[entry.header_offset : entry.header_offset + LOCAL_HEADER]
        if len(header) < LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise NotAccepted(DAMAGED)
        name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:], "little")
        start = entry.header_offset + LOCAL_HEADER + name + extra
        return start, start + entry.compress_size

    @property
    def names(self) -> list[str]:
        """The names of the parts, as written."""
        return [entry.filename for entry in self._entries]

    def parts(self, budget: Budget) -> Iterator[Part]:
        """Inflate each part by chunks, keep its start, and check the size that is declared."""
        if sum(entry.file_size for entry in self._entries) > budget.left:
            raise NotAccepted(BOMB)
        for entry in self._entries:
            size, start = 0, b""
            for chunk in self._chunks(entry):
                budget.spend(len(chunk))
                start = start or chunk[:4]
                size += len(chunk)
                if size > entry.file_size:
                    raise NotAccepted(DAMAGED)
            if size != entry.file_size:
                raise NotAccepted(DAMAGED)
            yield Part(entry.filename, start, size)

    def read(self, name: str, *, most: int) -> bytes:
        """Give the content of a part of at most `most` bytes. Raises NotAccepted."""
        entry = next((one for one in self._entries if one.filename == name), None)
        if entry is None or entry.file_size > most:
            raise NotAccepted(DAMAGED)
        budget, content = Budget(most), b""
        for chunk in self._chunks(entry):
            budget.spend(len(chunk))
            content += chunk
        return content

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        start, end = self._data_of(entry)
        data = self._content[start:end]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield data
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while not inflate.eof:
                chunk = inflate.decompress(data, CHUNK)
                data = inflate.unconsumed_tail
                if not chunk and not data and not inflate.eof:
                    raise NotAccepted(DAMAGED)
                yield chunk
        except zlib.error as error:
            raise NotAccepted(DAMAGED) from error


def holds_a_zip(content: bytes) -> bool:
    """Whether an archive ends at the end of `content`, whatever it begins with."""
    tail = content[-(END_LENGTH + LONGEST_COMMENT) :]
    at = tail.rfind(END)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + END_LENGTH + comment == len(tail):
            return True
        at = tail.rfind(END, 0, at)
    return False


def _plain(name: str) -> str:
    """A name to compare; raises NotAccepted for one that leads out of the archive."""
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise NotAccepted(DAMAGED)
    return name.casefold()
