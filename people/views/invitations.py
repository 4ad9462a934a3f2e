"""Inviting people to sign in, and closing accounts. Each is one POST."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from people import services
from people.errors import AccountError, OwnAccount
from people.models import Invitation, Person, User
from people.owners import for_the_owner
from people.requests import SignedInRequest


@require_POST
@for_the_owner
def invite(request: SignedInRequest, key: str) -> HttpResponse:
    """Invite somebody who may not sign in yet."""
    person = get_object_or_404(Person, key=key)

    def act() -> str:
        services.invite(person=person, by=request.user, now=timezone.now())
        return f"An invitation goes to {person.email}."

    return _done(request, person, act)


@require_POST
@for_the_owner
def send_again(request: SignedInRequest, key: str) -> HttpResponse:
    """Send an open invitation once more."""
    invitation = _newest(key)

    def act() -> str:
        sent = services.resend_invitation(
            invitation=invitation, by=request.user, now=timezone.now()
        )
        return f"The invitation goes to {sent.email} again."

    return _done(request, invitation.person, act)


@require_POST
@for_the_owner
def withdraw(request: SignedInRequest, key: str) -> HttpResponse:
    """Take an open invitation back."""
    invitation = _newest(key)

    def act() -> str:
        services.withdraw_invitation(invitation=invitation, now=timezone.now())
        return f"The invitation is withdrawn. {invitation.person.name} cannot sign in."

    return _done(request, invitation.person, act)


@require_POST
@for_the_owner
def close(request: SignedInRequest, key: str) -> HttpResponse:
    """Close somebody's account; an invitation opens it again."""
    account = get_object_or_404(User, person__key=key)
    person = get_object_or_404(Person, key=key)

    def act() -> str:
        if account == request.user:
            raise OwnAccount("This is your own account. Another owner would have to close it.")
        services.close_account(account=account)
        return f"{person.name} cannot sign in any more."

    return _done(request, person, act)


def _newest(key: str) -> Invitation:
    """Give the newest invitation of the person with this key, or raise Http404."""
    rows = Invitation.objects.filter(person__key=key).select_related("person")
    found = rows.order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _done(request: SignedInRequest, person: Person, act: Callable[[], str]) -> HttpResponse:
    """Do it, say what was done or why not, and lead back to where the button stood."""
    try:
        messages.success(request, act())
    except AccountError as error:
        messages.error(request, str(error))
    if request.POST.get("back") == "access":
        return redirect("access")
    return redirect("setup_person", key=person.key)
