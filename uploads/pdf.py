"""PDF (ISO 32000-2): its two ends, and how many pages it has where it says so in plain text."""

import re

from uploads.errors import NotAccepted

HEADER = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
TRAILER = re.compile(rb"%%EOF[\s\x00]*\Z")
LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,300}?/N\s+([0-9]{1,5})\b")
PAGE_TREE = re.compile(
    rb"<<(?=[^<>]{0,4000}?/Type\s*/Pages\b)(?![^<>]{0,4000}?/Parent\b)"
    rb"[^<>]{0,4000}?/Count\s+([0-9]{1,5})\b"
)

END_LIES_WITHIN = 1024
"""Readers look for the end there."""


def pages_of(content: bytes) -> int | None:
    """Give the number of pages; None where it stands in a compressed part.

    Raises NotAccepted when beginning or end are not those of a PDF.
    """
    if not HEADER.match(content):
        raise NotAccepted("its beginning is not that of a PDF. Save it as a PDF again.")
    if not TRAILER.search(content, max(len(content) - END_LIES_WITHIN, 0)):
        raise NotAccepted("its end is not that of a PDF. Save or print it as a PDF again.")
    if linearized := LINEARIZED.search(content, 0, 1024):
        return int(linearized[1]) or None
    counts = [int(found[1]) for found in PAGE_TREE.finditer(content)]
    return max(counts, default=0) or None
