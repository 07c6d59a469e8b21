"""The place bank: search what others offer, offer one's own, take it back."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.supply.forms_bank import OfferForm, SearchForm
from randa.supply.models import PlaceOffer
from randa.supply.permissions import can_keep_unit
from randa.supply.queries.bank import bank_rows
from randa.supply.services.bank import publish_offer, withdraw_offer
from randa.supply.views.units import page_of, visible_unit


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """What is free elsewhere, by area, weeks and travel."""
    if not request.user.has("placements.view"):
        raise PermissionDenied("placements.view")
    form = SearchForm(request.GET or None, actor=request.user)
    rows = bank_rows(request.user, form.search(), today())
    return render(request, "supply/bank.html", {"nav": "bank", "form": form, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: AuthedRequest, code: str) -> HttpResponse:
    """Offer free seats of a unit, and see what it offers."""
    unit = visible_unit(request, code)
    require(can_keep_unit, request.user, unit)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_offer(actor=request.user, unit=unit, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Platserna ligger i platsbanken. De försvinner därifrån när de är tagna."))
            return redirect("supply:offer_new", code)
    offers = unit.offers.filter(ends_before__gt=today()).order_by("starts_on", "pk")
    context = page_of(request, unit, "unit") | {"form": form, "offers": offers}
    return render(request, "supply/offer.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: AuthedRequest, code: str, pk: int) -> HttpResponse:
    """Take an offer back."""
    unit = visible_unit(request, code)
    withdraw_offer(actor=request.user, offer=get_object_or_404(PlaceOffer, pk=pk, unit=unit))
    toast(request, _("Erbjudandet är borta ur platsbanken."))
    return redirect("supply:offer_new", code)
