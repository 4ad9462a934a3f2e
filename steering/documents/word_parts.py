"""What a Word document needs that python-docx has no method for (ECMA-376, part 1)."""

import io
import zipfile
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TYPEFACE = "Arial"
DEEPEST_LIST = 6

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_BULLETS, _NUMBERS = 90, 91


def speak_british(document: Document) -> None:
    """Give the whole document its language and its typeface, whatever the styles said."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), TYPEFACE)


def border(properties: Any, **sides: int) -> None:
    """Draw black lines at these sides of a paragraph or style, in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            line = _line(side, sides[side])
            line.set(qn("w:space"), "8")
            borders.append(line)
    properties.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def rule_table(table: Table, *, title: str) -> None:
    """Draw lines between rows, split no row, and show the first again on each page."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_line(side, 4))
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("left", "0"), ("right", "170")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    properties.append(caption)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word works out, such as `PAGE`."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("result", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "result":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def link(run: Run, address: str) -> None:
    """Make `run` a link to `address`."""
    hyperlink = OxmlElement("w:hyperlink")
    relation = run.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    hyperlink.set(qn("r:id"), relation)
    run._r.addprevious(hyperlink)
    hyperlink.append(run._r)


class Lists:
    """The lists of one document: each begins its numbers anew."""

    def __init__(self, document: Document) -> None:
        self._numbering = document.part.numbering_part.element
        first = self._numbering.find(qn("w:num"))
        for number, bullets in ((_BULLETS, True), (_NUMBERS, False)):
            first.addprevious(parse_xml(_definition(number, bullets=bullets)))

    def new(self, *, start: int | None, level: int) -> int:
        """Give the id of a new list with bullets (`start` None), or with numbers from `start`."""
        added = self._numbering.add_num(_BULLETS if start is None else _NUMBERS)
        if start is not None:
            added.add_lvlOverride(ilvl=level).add_startOverride(start)
        number: int = added.numId
        return number

    def enter(self, paragraph: Paragraph, *, list_id: int, level: int) -> None:
        """Make the paragraph an item of the list."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = list_id


def same_bytes_each_time(document: Document) -> bytes:
    """Give the file without the moment at which it was packed."""
    packed = io.BytesIO()
    document.save(packed)
    repacked = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(repacked, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return repacked.getvalue()


def _line(side: str, width: int) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(width)), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    return line


def _definition(number: int, *, bullets: bool) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"bullet" if bullets else "decimal"}"/>'
        f'<w:lvlText w:val="{"•" if bullets else f"%{level + 1}."}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for level in range(DEEPEST_LIST)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
