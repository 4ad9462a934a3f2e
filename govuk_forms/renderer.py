from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from govuk_forms.bound import GovukBoundField
from govuk_forms.drawing import drawn


class GovukRenderer(DjangoTemplates):
    """Draws every form of the product, those of other packages included."""

    bound_field_class = GovukBoundField

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        html = drawn(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if html is None else html
