"""One thread: what stands on the table, and what this side may do about it."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.exchange.forms import CounterForm, OfferForm, ReasonForm
from randa.exchange.models import Inquiry
from randa.exchange.permissions import can_end_inquiry, can_speak_for_asker, can_speak_for_recipient
from randa.exchange.queries.pages import room_at, thread, units_to_offer
from randa.exchange.queries.terms import terms_now
from randa.exchange.services.bidding import HOLDS_FOR, Bid, counter_offer, end_inquiry, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.people.http import AuthedRequest

FORM_METHODS = ["GET", "HEAD", "POST"]
SEATS_MATTER = {Inquiry.State.OFFERED, Inquiry.State.COUNTERED, Inquiry.State.CONFIRMED}


@login_required
@require_safe
def detail(request: AuthedRequest, pk: str) -> HttpResponse:
    """What stands on the table, every bid so far, and what one may do now."""
    return _page(request, _found(request, pk), ReasonForm())


@login_required
@require_http_methods(FORM_METHODS)
def offer(request: AuthedRequest, pk: str) -> HttpResponse:
    """Offer seats at one of our units; the page says how many are free there."""
    inquiry = _found(request, pk)
    _require(can_speak_for_recipient, request, inquiry)
    if not inquiry.is_open:
        return _moved_on(request, inquiry)
    units = units_to_offer(inquiry, request.user)
    room = room_at(list(units), inquiry, today())
    form = OfferForm(
        request.POST or None,
        units=units,
        free={one.unit.pk: one.learners for one in room},
        initial=_on_the_table(inquiry),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def change() -> None:
            offer_seats(
                actor=request.user, inquiry=inquiry, unit=data["unit"], bid=_bid(data), promised_until=data["promised_until"],
                seen=_seen(request), today=today(),
            )  # fmt: skip

        if _done(form, change):
            toast(request, _("Erbjudandet är skickat till %(asker)s.") % {"asker": inquiry.asker})
            return redirect(inquiry)
    context = {"nav": "exchange", "inquiry": inquiry, "asked": inquiry.request, "form": form, "room": room}
    return render(request, "exchange/offer.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def counter(request: AuthedRequest, pk: str) -> HttpResponse:
    """Answer an offer with another number or other weeks."""
    inquiry = _found(request, pk)
    _require(can_speak_for_asker, request, inquiry)
    if inquiry.state != Inquiry.State.OFFERED:
        return _moved_on(request, inquiry)
    initial = {"seats": inquiry.seats, "starts_on": inquiry.starts_on, "weeks": inquiry.weeks}
    form = CounterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def change() -> None:
            bid = _bid(form.cleaned_data)
            counter_offer(actor=request.user, inquiry=inquiry, bid=bid, seen=_seen(request), today=today())

        if _done(form, change):
            toast(request, _("Motbudet är skickat till %(recipient)s.") % {"recipient": inquiry.recipient})
            return redirect(inquiry)
    context = {"nav": "exchange", "inquiry": inquiry, "asked": inquiry.request, "form": form}
    return render(request, "exchange/counter.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def confirm(request: AuthedRequest, pk: str) -> HttpResponse:
    """Take the offer that the person has read. A refusal says who has the seats, and stands where the click was."""
    inquiry = _found(request, pk)
    _require(can_speak_for_asker, request, inquiry)
    try:
        confirm_offer(actor=request.user, inquiry=inquiry, seen=_seen(request), today=today())
    except DomainError as refusal:
        return _page(request, _found(request, pk), ReasonForm(), refusal=str(refusal), status=refusal.status)
    toast(request, _("Platserna är bekräftade och tagna för er räkning."))
    return redirect(inquiry)


@login_required
@require_POST
def end(request: AuthedRequest, pk: str) -> HttpResponse:
    """Say no, or give confirmed seats back, with a reason."""
    inquiry, form = _found(request, pk), ReasonForm(request.POST)
    _require(can_end_inquiry, request, inquiry)
    if not form.is_valid():
        return _page(request, inquiry, form, status=422)
    ended = end_inquiry(actor=request.user, inquiry=inquiry, reason=form.cleaned_data["reason"], today=today())
    toast(request, _("Klart. Läget är nu: %(state)s.") % {"state": ended.get_state_display()})
    return redirect(ended)


def _found(request: AuthedRequest, pk: str) -> Inquiry:
    # Whoever made a bid may be hidden from the other side: joining them would hide the row with them.
    rows = Inquiry.objects.visible_to(request.user).with_names().select_related("confirmed_by")
    return get_object_or_404(rows, pk=pk)


def _require(rule: Callable[..., bool], request: AuthedRequest, inquiry: Inquiry) -> None:
    if not rule(request.user, inquiry):
        raise PermissionDenied(rule.__name__)


def _moved_on(request: AuthedRequest, inquiry: Inquiry) -> HttpResponse:
    toast(request, _("Förfrågan har gått vidare sedan du öppnade den. Det här gäller nu."), tone="warning")
    return redirect(inquiry)


def _done(form: OfferForm | CounterForm, change: Callable[[], None]) -> bool:
    """Make the change, or put the refusal at the top of the form, which keeps what was typed."""
    try:
        change()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _bid(data: dict[str, object]) -> Bid:
    return Bid(data["seats"], data["starts_on"], data["weeks"], str(data["message"]))  # type: ignore[arg-type]  # cleaned by the form


def _seen(request: AuthedRequest) -> int:
    """Return how many bids stood on the page when it was opened."""
    typed = request.POST.get("bids", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else -1


def _on_the_table(inquiry: Inquiry) -> dict[str, object]:
    asked = inquiry.request
    return {
        "unit": inquiry.unit_id or (asked.bank_offer.unit_id if asked.bank_offer else None),
        "seats": inquiry.seats or asked.seats,
        "starts_on": inquiry.starts_on or asked.starts_on,
        "weeks": inquiry.weeks or asked.weeks,
        "promised_until": inquiry.promised_until or today() + HOLDS_FOR,
    }


def _page(
    request: AuthedRequest, inquiry: Inquiry, form: ReasonForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    line = thread(inquiry, request.user)
    promised = inquiry.promised_until
    context = {
        "nav": "exchange",
        "inquiry": inquiry,
        "asked": inquiry.request,
        "line": line,
        "promise_holds": promised is not None and promised >= today(),
        "learners": _learners(inquiry),
        "terms": terms_now(inquiry) if inquiry.state in SEATS_MATTER else None,
        "form": form,
        "refusal": refusal,
        "history": history_of(inquiry, request.user),
        "last_day": inquiry.ends_before - dt.timedelta(days=1) if inquiry.ends_before else None,
    }
    return render(request, "exchange/inquiry.html", context, status=status)


def _learners(inquiry: Inquiry) -> list[object]:
    """Return those who come, as far as the reader may know: the database answers for whom placements show."""
    if inquiry.state != Inquiry.State.CONFIRMED:
        return []
    return list(inquiry.learners.select_related("enrolment__learner", "enrolment__post").order_by("order", "pk"))
