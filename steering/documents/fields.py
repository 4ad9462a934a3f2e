"""Texts with named fields such as `{name}`: checked, then filled in. Nothing in them is executed.

A line whose fields all have nothing to say is left out, and so is a paragraph of such lines.
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

FIELD = re.compile(r"\{([^{}\n]*)\}")


def wrong_fields(text: str, fields: Collection[str]) -> list[str]:
    """Give a sentence for each field in `text` that is none of `fields`, in their order."""
    named = dict.fromkeys(FIELD.findall(text))
    return [_sentence(name, fields) for name in named if name not in fields]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Give `text` with the values of its fields; what is no field stays as it was typed."""
    paragraphs = (_filled(one, values) for one in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(one for one in paragraphs if one)


def _sentence(name: str, fields: Collection[str]) -> str:
    near = get_close_matches(name.strip().casefold(), fields, n=1, cutoff=0.5)
    if near:
        return f"{{{name}}} is not a field. Did you mean {{{near[0]}}}?"
    known = ", ".join(f"{{{one}}}" for one in fields)
    return f"{{{name}}} is not a field of this notice. Its fields are {known}."


def _filled(paragraph: str, values: Mapping[str, str]) -> str:
    lines = paragraph.splitlines()
    if _says_nothing(paragraph, values):
        return ""
    kept = [line for line in lines if not _says_nothing(line, values)]
    return "\n".join(FIELD.sub(lambda one: values.get(one[1], one[0]), line) for line in kept)


def _says_nothing(text: str, values: Mapping[str, str]) -> bool:
    known = [name for name in FIELD.findall(text) if name in values]
    return bool(known) and not any(values[name] for name in known)
