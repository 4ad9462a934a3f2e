"""Letters that no form can show, and those for which the PDF has no typeface."""

import re

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def readable(text: str) -> str:
    """`text` without control characters and such, which XML and PDF do not allow."""
    return _UNWANTED.sub("", text)
