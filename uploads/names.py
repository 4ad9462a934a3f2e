"""Names of files that can be stored, mailed and saved anywhere."""

import re
import unicodedata

LONGEST = 120
FALLBACK = "paper"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Devices of Windows, which cannot be names of files there."""

_UNWANTED = re.compile(r'[<>:"|?*\\/]')


def safe_name(name: str, ending: str) -> str:
    """Give `name` without paths, invisible letters and what systems forbid, ending in `.ending`.

    The stem has at most LONGEST characters; of a name of nothing but such letters `paper` is left.
    """
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(one for one in unicodedata.normalize("NFC", last) if _is_shown(one))
    spaced = " ".join(_UNWANTED.sub(" ", shown).split())
    stem, dot, end = spaced.rpartition(".")
    bare = stem if dot and end.isalnum() and len(end) <= 5 else spaced
    short = bare[:LONGEST].strip(" .")
    if not short:
        short = FALLBACK
    elif RESERVED.fullmatch(short):
        short = f"{FALLBACK} {short}"
    return f"{short}.{ending}"


def _is_shown(one: str) -> bool:
    """Whether a letter is seen: no control characters, and none that turn the direction round."""
    return one == " " or unicodedata.category(one)[0] not in "CZ"
