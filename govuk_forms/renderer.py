from django.forms.renderers import DjangoTemplates

from govuk_forms.bound import GovukBoundField


class GovukRenderer(DjangoTemplates):
    """Draws every form of the product, those of other packages included."""

    bound_field_class = GovukBoundField
