"""What every page's frame needs to know."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from thinkfamily.navigation import navigation


def frame(request: HttpRequest) -> dict[str, object]:
    """Give `demo`, whether the page must say that everything here is made up, and `navigation`.

    The navigation is worked out when a template asks for it.
    """
    return {"demo": settings.DEMO, "navigation": partial(navigation, request)}
