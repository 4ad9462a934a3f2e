"""Pieces of a page that differ in a few texts only: drawn once from their template, then filled in.

A template works out every variable of every row anew, which a page with a hundred inputs waits for.
"""

import re
from collections.abc import Mapping
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_GAP = re.compile("\ue000(.+?)\ue001")  # of the private use area: no template holds them


def gap(name: str) -> str:
    """What stands in the drawn template until the text `name` is filled in."""
    return f"\ue000{name}\ue001"


class Pattern:
    """A template drawn with gaps; filled in, it is what drawing it with the texts would give."""

    def __init__(self, template_name: str, context: Mapping[str, object]) -> None:
        self._pieces = _GAP.split(render_to_string(template_name, dict(context)))

    def filled(self, **texts: object) -> SafeString:
        """Give the HTML with `texts` in the gaps, each escaped that is not HTML (SafeString).

        Raises KeyError where one is missing.
        """
        escaped = {
            name: text if isinstance(text, SafeString) else escape(str(text))
            for name, text in texts.items()
        }
        pieces = self._pieces.copy()
        pieces[1::2] = [escaped[name] for name in pieces[1::2]]
        return mark_safe("".join(pieces))
