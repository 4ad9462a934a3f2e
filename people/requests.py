"""Requests as most views get them."""

from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in; the middleware sends all others to sign in first."""

    user: User
