"""Proposing an agenda item with the personal link in the call for items."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from steering.errors import SteeringError
from steering.forms.proposals import ProposalForm
from steering.links import Link, Purpose
from steering.models import BacklogItem
from steering.services.proposals import propose as note_proposal
from steering.views.personal_links import opened_by, whom_to_ask


@opened_by(Purpose.PROPOSE)
def propose(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask what should be talked about; only POST proposes. Earlier proposals stand beside it."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_proposal(
                meeting=link.meeting, person=link.person, said=form.said(), now=timezone.now()
            )
        except SteeringError as error:
            form.add_error(None, str(error))
        else:
            return redirect("propose_done", token=link.token)
    return render(request, "steering/reply/propose.html", _frame(link) | {"form": form})


@opened_by(Purpose.PROPOSE)
def done(request: HttpRequest, link: Link) -> HttpResponse:
    """Say what was proposed, and what happens now."""
    return render(request, "steering/reply/proposed.html", _frame(link))


def _frame(link: Link) -> dict[str, object]:
    mine = BacklogItem.objects.filter(proposed_by=link.person, proposed_for=link.meeting)
    return {
        "link": link,
        "meeting": link.meeting,
        "proposed": list(mine),
        **whom_to_ask(link.meeting),
    }
