"""The inputs of a page as HTML: the same as Django's own templates give, in a fraction of the time.

Those templates include one another for every option and every attribute, which a page with a
hundred inputs waits for.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Drawing = Callable[[Mapping[str, Any]], str]


def drawn(template_name: str, widget: Mapping[str, Any]) -> SafeString | None:
    """Give the HTML of `widget`, every value escaped; None where that template is not drawn here.

    `widget` is what Django gives its template under that name.
    """
    drawing = DRAWINGS.get(template_name)
    if drawing is None or widget.get("wrap_label"):
        return None
    return mark_safe(drawing(widget))


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_text(value)}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget)}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    text = _text(widget["value"] or "")
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    inside = "".join(_option(one) for one in options)
    return f'\n  <optgroup label="{_text(name)}">{inside}\n  </optgroup>' if name else inside


def _option(option: Mapping[str, Any]) -> str:
    value, label = _text(option["value"]), _text(option["label"])
    return f'\n  <option value="{value}"{_attributes(option)}>{label}</option>'


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    """`value` as text of the page: escaped, unless it is a SafeString."""
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeString) else escape(text)


DRAWINGS: dict[str, Drawing] = {
    f"django/forms/widgets/{name}.html": drawing
    for drawing, names in (
        (_input, ("input", "text", "number", "email", "hidden", "checkbox", "file")),
        (_input, ("radio_option", "checkbox_option")),
        (_textarea, ("textarea",)),
        (_select, ("select",)),
    )
    for name in names
}
