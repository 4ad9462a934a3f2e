"""Pages that exist for the owner alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from people.requests import SignedInRequest
from people.rules import may_set_up

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def for_the_owner(view: View[P]) -> View[P]:
    """Answer everybody but the owner with 404."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_set_up(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
