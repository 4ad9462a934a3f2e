"""At which stage of a form with a page for checking somebody is."""

from enum import Enum, auto

from django.forms import BaseForm
from django.http import HttpRequest

from govuk_forms.answers import put_cursor_into


class Stage(Enum):
    """What the button that was pressed asks for."""

    TYPE = auto()
    CHECK = auto()
    SAVE = auto()


def stage_of(request: HttpRequest, form: BaseForm) -> Stage:
    """Tell the stage, and put the cursor into the field that is to be changed, if any is."""
    if name := request.POST.get("change"):
        put_cursor_into(form, name)
        return Stage.TYPE
    return Stage.SAVE if "checked" in request.POST else Stage.CHECK
