"""Word, Excel and PowerPoint (ECMA-376, Part 2): told by the archive's own list of its parts."""

from xml.parsers import expat

from uploads.errors import NotAccepted
from uploads.zips import DAMAGED, Archive, Budget

CONTENT_TYPES = "[Content_Types].xml"
LARGEST_LIST = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    f"{OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
    f"{OFFICE}presentationml.presentation.main+xml": "pptx",
}
NO_PROGRAMS = "it holds a program (a macro). Save it without macros, or as a PDF."
PROGRAMS = ("macroenabled", "vbaproject", "activex")
"""What tells of a program in the type or the name of a part."""

ZIP_START = b"PK\x03\x04"
EMBEDDED = ("docx", "xlsx", "pptx")
DEEPEST = 1
"""A chart brings its table, which is a file of its own; that one brings no more."""


def kind_of(content: bytes, *, budget: Budget | None = None, depth: int = 0) -> str:
    """Give `docx`, `xlsx` or `pptx`. Raises NotAccepted for any other archive, and for macros."""
    archive, budget = Archive(content), budget or Budget()
    overrides, types = _types(archive)
    if any(word in one.lower() for one in [*types, *archive.names] for word in PROGRAMS):
        raise NotAccepted(NO_PROGRAMS)
    found = [(part, MAIN[type_]) for part, type_ in overrides.items() if type_ in MAIN]
    if len(found) != 1 or found[0][0].lstrip("/") not in archive.names:
        raise NotAccepted("it is no document of Word, Excel or PowerPoint. Save it as a PDF.")
    for part in archive.parts(budget):
        if part.start == ZIP_START:
            _check_embedded(archive, part.name, part.size, budget, depth)
    return found[0][1]


def _check_embedded(archive: Archive, name: str, size: int, budget: Budget, depth: int) -> None:
    is_document = "/embeddings/" in name and name.rpartition(".")[2].lower() in EMBEDDED
    if not is_document or depth >= DEEPEST:
        raise NotAccepted("it holds another archive. Save it without that, or as a PDF.")
    kind_of(archive.read(name, most=size), budget=budget, depth=depth + 1)


def _types(archive: Archive) -> tuple[dict[str, str], list[str]]:
    """The type of each part that has one of its own, and all types that are named."""
    if CONTENT_TYPES not in archive.names:
        raise NotAccepted("it is no document of Word, Excel or PowerPoint. Save it as a PDF.")
    overrides: dict[str, str] = {}
    types: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        type_ = attributes.get("ContentType", "")
        types.append(type_)
        if tag.rpartition(":")[2] == "Override":
            overrides[attributes.get("PartName", "")] = type_

    def refuse(*_: object) -> None:
        raise NotAccepted(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse  # no entities, so nothing that grows
    try:
        parser.Parse(archive.read(CONTENT_TYPES, most=LARGEST_LIST), True)
    except expat.ExpatError as error:
        raise NotAccepted(DAMAGED) from error
    return overrides, types
