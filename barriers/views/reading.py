"""The log of what helps and hinders, and one entry of it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from barriers.enums import FactorState
from barriers.forms.filters import FactorFilterForm
from barriers.models import Factor
from barriers.rules import can_change_factor, logs_factors
from barriers.views.loading import open_meetings, readable_sites, visible_factor
from people.requests import SignedInRequest
from sites.rules import site_access

A_PAGE = 50


@require_safe
def factor_list(request: SignedInRequest) -> HttpResponse:
    """Every entry that the person may see, newest first; the filters stand in the address."""
    form = FactorFilterForm(request.GET, sites=readable_sites(request))
    form.is_valid()
    rows = Factor.objects.visible_to(request.user).select_related("site", "theme", "meeting")
    found = form.apply(rows).newest_first()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    factors = list(page)
    context = {
        "form": form,
        "page": page,
        "factors": factors,
        "open_meetings": open_meetings(request.user, factors),
        "may_log": logs_factors(request.user),
    }
    return render(request, "barriers/factors.html", context)


@require_safe
def factor_page(request: SignedInRequest, key: str) -> HttpResponse:
    """One entry; who wrote it is told to those who serve the site."""
    factor = visible_factor(request, key)
    changeable = can_change_factor(request.user, factor)
    serves = factor.site_id in site_access(request.user).any
    context = {
        "factor": factor,
        "changeable": changeable,
        "may_stop": changeable and factor.state != FactorState.ENDED,
        "may_ease": changeable and factor.state in (FactorState.ANTICIPATED, FactorState.CURRENT),
        "open_meetings": open_meetings(request.user, [factor]),
        "recorded_by": factor.recorded_by if serves else None,
    }
    return render(request, "barriers/factor.html", context)
