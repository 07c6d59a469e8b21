"""One queue: its order and rule, the regions' accounts, its seats; and what its keeper and the units do."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.exchange.forms_queues import JoinForm, LeaveQueueForm, LeaveSeatForm, SharesForm, homes_for
from randa.exchange.models import SeatQueue, member_regions
from randa.exchange.permissions import can_keep_queue
from randa.exchange.queries.queues.pages import names_in, seats_left_to, units_to_leave
from randa.exchange.queries.queues.picture import picture_of
from randa.exchange.queue_words import balance_words, basis_words, behind_words, rule_words, wait_words
from randa.exchange.services.queues.freeing import leave_seat_to_queue
from randa.exchange.services.queues.opening import agree_shares, close_queue
from randa.exchange.services.queues.waiting import put_in_queue
from randa.exchange.views.requests import FORM_METHODS
from randa.people.http import AuthedRequest


@login_required
@require_safe
def detail(request: AuthedRequest, pk: str) -> HttpResponse:
    """Who waits, in order and without names but one's own; by what rule; how long it takes; how even the regions stand."""
    return _page(request, visible_queue(request, pk), LeaveQueueForm())


@login_required
@require_http_methods(FORM_METHODS)
def join(request: AuthedRequest, pk: str) -> HttpResponse:
    """Put one of our own in the queue."""
    queue = visible_queue(request, pk)
    if not request.user.has("exchange.ask"):
        raise PermissionDenied("exchange.ask")
    initial = {"kind": "ST", "weeks": queue.weeks}
    form = JoinForm(request.POST or None, actor=request.user, queue=queue, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def change() -> Any:
            return put_in_queue(
                actor=request.user, queue=queue, organisation=data["organisation"], enrolment=data["enrolment"],
                kind=data["kind"], wish=form.wish(), today=today(),
            )  # fmt: skip

        if (made := done(form, change)) is not None:
            toast(request, _("Personen står i kön och får veta det."))
            return redirect(made)
    context = {"nav": "exchange", "queue": queue, "form": form, "rule": rule_words(picture_of(queue, today()).rule)}
    return render(request, "exchange/queue_join.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def leave_seat(request: AuthedRequest, pk: str) -> HttpResponse:
    """Leave a seat of one of our units to the queue; the page says which are free."""
    queue = visible_queue(request, pk)
    units = units_to_leave(queue, request.user)
    if not units:
        raise PermissionDenied("exchange.answer")
    picture = picture_of(queue, today())
    ours = {one.pk for one in units}
    free = [one for one in picture.free if one.unit.pk in ours]
    initial = {"weeks": queue.weeks} | ({"unit": free[0].unit.pk, "starts_on": free[0].starts_on} if free else {})
    form = LeaveSeatForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():

        def change() -> Any:
            return leave_seat_to_queue(actor=request.user, queue=queue, today=today(), **form.cleaned_data)

        if done(form, change) is not None:
            toast(request, _("Platsen är erbjuden till den som står först och kan komma då."))
            return redirect(queue)
    context = {"nav": "exchange", "queue": queue, "form": form, "free": free[:10], "waiting": picture.waiting}
    return render(request, "exchange/queue_seat.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def shares(request: AuthedRequest, pk: str) -> HttpResponse:
    """Write down the shares that the regions have agreed on."""
    queue = visible_queue(request, pk)
    _require_keeper(request, queue)
    regions = member_regions(queue.healthcare_region)
    form = SharesForm(request.POST or None, regions=regions, shares=list(queue.shares.all()))
    if request.method == "POST" and form.is_valid():

        def change() -> Any:
            return agree_shares(actor=request.user, queue=queue, parts=form.parts(), source=form.cleaned_data["source"])

        if done(form, change) is not None:
            toast(request, _("Andelarna gäller från och med nu."))
            return redirect(queue)
    context = {"nav": "exchange", "queue": queue, "form": form}
    return render(request, "exchange/queue_shares.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def close(request: AuthedRequest, pk: str) -> HttpResponse:
    """Close the queue, with a reason."""
    queue, form = visible_queue(request, pk), LeaveQueueForm(request.POST)
    _require_keeper(request, queue)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = done(form, lambda: close_queue(actor=request.user, queue=queue, reason=reason, today=today()))
        if made is not None:
            toast(request, _("Kön är stängd."))
            return redirect(made)
    return _page(request, queue, form, status=422)


def visible_queue(request: AuthedRequest, pk: str) -> SeatQueue:
    """Return a queue of the person's healthcare regions; 404 for everybody else."""
    return get_object_or_404(SeatQueue.objects.visible_to(request.user).with_names(), pk=pk)


def done(form: Form, change: Callable[[], Any]) -> Any:
    """Make the change and return what came of it, or put the refusal in the form and return None."""
    try:
        return change()
    except DomainError as refusal:
        put_refusal(form, refusal)
        return None


def _require_keeper(request: AuthedRequest, queue: SeatQueue) -> None:
    if not can_keep_queue(request.user, queue):
        raise PermissionDenied("exchange.answer")


def _page(request: AuthedRequest, queue: SeatQueue, form: LeaveQueueForm, status: int = 200) -> HttpResponse:
    picture, names = picture_of(queue, today()), names_in(queue, request.user)
    rows = [
        {
            "standing": one, "own": names.get(one.place.pk), "wait": wait_words(one.wait), "behind": behind_words(one.behind_by),
        }
        for one in picture.standings
    ]  # fmt: skip
    accounts = [(picture.regions[one.region], one, balance_words(one)) for one in picture.accounts]
    context = {
        "nav": "exchange",
        "queue": queue,
        "picture": picture,
        "rows": rows,
        "accounts": accounts,
        "rule": rule_words(picture.rule),
        "for_next": wait_words(picture.for_next),
        "basis": basis_words(picture.for_next),
        "seats": seats_left_to(queue),
        "may_join": queue.is_open and homes_for(request.user, queue).exists(),
        "may_leave_seat": queue.is_open and bool(picture.waiting) and bool(units_to_leave(queue, request.user)),
        "may_keep": can_keep_queue(request.user, queue),
        "form": form,
        "history": history_of(queue, request.user),
    }
    return render(request, "exchange/queue.html", context, status=status)
