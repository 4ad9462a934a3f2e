"""How wide words are in the picture, and how they are cut.

The widths are Arial's in thousandths of the letter size, as in the metrics of every typeface made
to the same measure (Helvetica, Liberation Sans); what is not listed counts as a digit does.
"""

LETTER = 14
"""The size of all words in the picture, in px; the smallest that is read with ease."""

LINE = 18
BOLD = 1.1
_DIGIT = 556
_WIDTHS = {
    222: "ijl'’‘",
    278: " !,./:;Ift[]\\|",
    333: "()-r`“”",
    500: "Jcksvxyz",
    611: "FTZ+=<>~",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    1000: "W%@—…▼×",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width_of(text: str, *, bold: bool = False) -> int:
    """The width of `text` in px, rounded up."""
    thousandths = sum(_WIDTH_OF.get(letter, _DIGIT) for letter in text)
    return int(thousandths * LETTER * (BOLD if bold else 1) / 1000) + 1


def cut(text: str, width: int, *, bold: bool = False) -> str:
    """`text`, or as many whole words of it as fit `width` px with …; empty if none does."""
    if width_of(text, bold=bold) <= width:
        return text
    words = text.split()
    for number in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:number]).rstrip(",:;.–") + "…"
        if width_of(shorter, bold=bold) <= width:
            return shorter
    return ""
