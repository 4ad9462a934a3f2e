"""Small pieces of the pages: tags, buttons that post, breadcrumbs, the error summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from govuk_forms.answers import answers_of, what_was_typed
from govuk_forms.bound import GovukBoundField

register = template.Library()

BUTTONS = {
    "primary": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "plain": "govuk-button app-button--plain",
    "link": "app-link-button",
}


@dataclass(frozen=True)
class Link:
    """An entry of the breadcrumbs or of a sub-navigation."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Problem:
    """A line of the error summary; `target` is the id of the input to put right."""

    message: str
    target: str = ""


@register.simple_tag(name="tag")
def coloured_tag(text: str, colour: str = "") -> SafeString:
    """`{% tag "Due today" "yellow" %}`: a state as a word with a colour.

    Colours: yellow (due, next), red (failed, at risk), blue (held, in progress), grey, orange,
    green (on track alone), teal (helped), hindered, dashed (missing).
    """
    if colour == "":
        return format_html('<strong class="govuk-tag">{}</strong>', text)
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.inclusion_tag("includes/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: str,
    kind: str = "secondary",
    *,
    about: str = "",
    **hidden: Any,
) -> dict[str, Any]:
    """A form of one button that posts to `url`.

    `kind` is one of BUTTONS. `about` is read out after the label, so that no two buttons of a
    page sound the same. Further keywords become hidden inputs.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "classes": BUTTONS[kind],
        "about": about,
        "hidden": hidden,
    }


@register.inclusion_tag("includes/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, list[Link]]:
    """`{% breadcrumbs "Groups" groups_url group.name group_url %}`: title and address in turn."""
    titles, urls = pairs[::2], pairs[1::2]
    return {"crumbs": [Link(*pair) for pair in zip(titles, urls, strict=True)]}


@register.inclusion_tag("includes/sub_navigation.html", takes_context=True)
def sub_navigation(context: Context, label: str, *pairs: str) -> dict[str, Any]:
    """Title and address in turn; the one whose address is the page's own is the current one.

    A page below one of the addresses says so by `part`, the title of the current one.
    """
    path, part = context["request"].path, context.get("part")
    titles, urls = pairs[::2], pairs[1::2]
    links = zip(titles, urls, strict=True)
    return {
        "label": label,
        "items": [
            Link(title, url, current=title == part if part else url == path) for title, url in links
        ],
    }


@register.inclusion_tag("includes/check_answers.html", takes_context=True)
def check_answers(context: Context, form: BaseForm, verb: str) -> dict[str, Any]:
    """The answers of a valid form, each with “Change”, and the one button that makes them count.

    All three kinds of press hand on what was typed: `change` names the field to go back to,
    `checked` is the button labelled `verb`.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "typed": what_was_typed(context["request"].POST),
        "answers": answers_of(form),
        "verb": verb,
    }


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The numbers of the pages that are offered; None stands for those left out between them."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """`Error: ` when a form of the page failed; for the title."""
    return "Error: " if any(_problems(context)) else ""


@register.inclusion_tag("includes/error_summary.html", takes_context=True)
def error_summary(context: Context) -> dict[str, list[Problem]]:
    """What is wrong with `form`, `formset` and each of `forms` in the context of the page."""
    return {"problems": list(_problems(context))}


def _problems(context: Context) -> Iterator[Problem]:
    for name in ("form", "formset"):
        if isinstance(context.get(name), BaseForm | BaseFormSet):
            yield from _problems_of(context[name])
    for form in context.get("forms") or ():
        yield from _problems_of(form)


def _problems_of(form: BaseForm | BaseFormSet[Any]) -> Iterator[Problem]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (Problem(str(message)) for message in form.non_form_errors())
        for one in form.forms:
            yield from _problems_of(one)
        return
    yield from (Problem(str(message)) for message in form.non_field_errors())
    for field in form:
        yield from (Problem(str(message), _target(field)) for message in field.errors)


def _target(field: BoundField) -> str:
    if isinstance(field, GovukBoundField) and not field.is_hidden:
        return field.first_input_id
    return ""
