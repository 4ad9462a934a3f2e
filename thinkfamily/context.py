"""What every page's frame needs to know."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Give `demo`: whether the page must say that everything here is made up."""
    return {"demo": settings.DEMO}
