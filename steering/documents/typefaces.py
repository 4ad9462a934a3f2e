"""The openly licensed typefaces of the PDF, as set-up puts them into node_modules.

Arimo (OFL) has the measures of Arial, which the pages ask for. DejaVu Sans (its own free licence)
stands in for the scripts that Arimo lacks, and Noto Emoji (OFL) for emoji.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from steering.documents.letters import Coverage

_ARIMO = Path("@expo-google-fonts/arimo")
_EMOJI = Path("@expo-google-fonts/noto-emoji")
_DEJAVU = Path("dejavu-fonts-ttf/ttf")
_FOLDERS = (
    _ARIMO / "400Regular",
    _ARIMO / "400Regular_Italic",
    _ARIMO / "700Bold",
    _ARIMO / "700Bold_Italic",
    _EMOJI / "400Regular",
    _EMOJI / "700Bold",
    _DEJAVU,
)
_FILES = {
    "Arimo": (
        _ARIMO / "400Regular" / "Arimo_400Regular.ttf",
        _ARIMO / "400Regular_Italic" / "Arimo_400Regular_Italic.ttf",
        _ARIMO / "700Bold" / "Arimo_700Bold.ttf",
        _ARIMO / "700Bold_Italic" / "Arimo_700Bold_Italic.ttf",
    ),
    "DejaVu Sans": (
        _DEJAVU / "DejaVuSans.ttf",
        _DEJAVU / "DejaVuSans-Oblique.ttf",
        _DEJAVU / "DejaVuSans-Bold.ttf",
        _DEJAVU / "DejaVuSans-BoldOblique.ttf",
    ),
    "Noto Emoji": (
        _EMOJI / "400Regular" / "NotoEmoji_400Regular.ttf",
        _EMOJI / "700Bold" / "NotoEmoji_700Bold.ttf",
    ),
}


class TypefacesMissing(Exception):
    """Set-up has not been run, or not since the typefaces changed."""


@cache
def typefaces() -> typst.Fonts:
    """Give the typefaces for typst, and none of the machine's, so that every machine agrees."""
    folders = [_installed(folder) for folder in _FOLDERS]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


@cache
def coverage() -> Coverage:
    """Give the code points for which the typefaces have letters."""
    of_files = {
        name: [frozenset(_code_points(_installed(file).read_bytes())) for file in files]
        for name, files in _FILES.items()
    }
    return Coverage(
        alone=frozenset().union(*(files[0] for files in of_files.values())),
        together=tuple(frozenset.intersection(*files) for files in of_files.values()),
    )


def _installed(path: Path) -> Path:
    full: Path = settings.BASE_DIR / "node_modules" / path
    if not full.exists():
        raise TypefacesMissing(
            f"The typefaces of the PDF are not installed: there is no {full}. "
            "Start the service once with `make run`, which installs them."
        )
    return full


def _code_points(font: bytes) -> Iterator[int]:
    """The character map (`cmap`) of an OpenType file, in its formats 4 and 12.

    Source: https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4s4xI", font, 12 + 16 * place) for place in range(count))
    start = dict(tables)[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">4xI", font, start + 4 + 8 * place)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 4:
            yield from _segments(font, start + offset)
        elif kind == 12:
            yield from _groups(font, start + offset)


def _segments(font: bytes, table: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">6xH", font, table)
    ends = struct.unpack_from(f">{doubled // 2}H", font, table + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, table + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, last + 1)


def _groups(font: bytes, table: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">12xI", font, table)
    for place in range(count):
        first, last = struct.unpack_from(">II", font, table + 16 + 12 * place)
        yield from range(first, last + 1)
