"""One learner's place in a queue, as home sees it and as they see it themselves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.audit.duty import open_record
from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.ui.toasts import toast
from randa.exchange.forms_queues import LeaveQueueForm, WishForm
from randa.exchange.models import QueuePlace
from randa.exchange.permissions import can_speak_for_place
from randa.exchange.queries.queues.pages import OwnPlace, offers_of, own_places
from randa.exchange.queries.queues.picture import picture_of
from randa.exchange.queries.terms import terms_of
from randa.exchange.queue_words import basis_words, rule_words, wait_words
from randa.exchange.services.queues.waiting import change_wish, take_out_of_queue
from randa.exchange.views.queues.one import done
from randa.exchange.views.requests import FORM_METHODS
from randa.people.http import AuthedRequest


@login_required
@require_http_methods(FORM_METHODS)
def detail(request: AuthedRequest, pk: str) -> HttpResponse:
    """Where the learner stands, what they were offered, and the weeks, which may be changed while they wait."""
    place = _found(request, pk)
    asked = open_record(request, place.enrolment.learner, place)
    if asked is not None:
        return asked
    form = _wish_form(request, place)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: change_wish(actor=request.user, place=place, wish=form.wish(), today=today()))
        if made is not None:
            toast(request, _("Veckorna är ändrade. Väntetiden räknas som förut."))
            return redirect(place)
    return _page(request, place, form, LeaveQueueForm(), status=422 if form.errors else 200)


@login_required
@require_POST
def take_out(request: AuthedRequest, pk: str) -> HttpResponse:
    """Take the learner out of the queue, with a reason."""
    place, form = _found(request, pk), LeaveQueueForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = done(form, lambda: take_out_of_queue(actor=request.user, place=place, reason=reason))
        if made is not None:
            toast(request, _("Personen är uttagen ur kön och får veta det."))
            return redirect(place.queue)
    return _page(request, place, WishForm(initial=_wish(place)), form, status=422)


@login_required
@require_safe
def mine(request: AuthedRequest) -> HttpResponse:
    """One's own places: which number, by what rule, and what to expect."""
    rows = [_own(one) for one in own_places(request.user, today())]
    return render(request, "exchange/my_queues.html", {"nav": "mine", "rows": rows})


def _own(one: OwnPlace) -> dict[str, object]:
    wait = one.standing.wait if one.standing else None
    return {
        "place": one.place,
        "queue": one.place.queue,
        "position": one.standing.position if one.standing else None,
        "waiting": one.picture.waiting,
        "wait": wait_words(wait) if wait else "",
        "basis": basis_words(wait) if wait else "",
        "rule": rule_words(one.picture.rule),
        "source": one.picture.rule,
        "inquiry": one.offer.inquiry if one.offer and one.place.state in {"offered", "placed"} else None,
    }


def _found(request: AuthedRequest, pk: str) -> QueuePlace:
    rows = QueuePlace.objects.visible_to(request.user).select_related(
        "organisation", "kind", "enrolment__learner", "enrolment__post", "queue__healthcare_region", "queue__keeper",
        "queue__area", "queue__unit__organisation",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _wish(place: QueuePlace) -> dict[str, object]:
    return {
        "weeks": place.weeks, "first_start": place.first_start, "last_start": place.last_start,
        "training_ends_on": place.training_ends_on,
    }  # fmt: skip


def _wish_form(request: AuthedRequest, place: QueuePlace) -> WishForm:
    return WishForm(request.POST or None, initial=_wish(place))


def _page(
    request: AuthedRequest, place: QueuePlace, form: WishForm, reason: LeaveQueueForm, status: int = 200
) -> HttpResponse:
    picture = picture_of(place.queue, today())
    standing = picture.standing_of(place)
    wait = standing.wait if standing else None
    context = {
        "nav": "exchange",
        "place": place,
        "queue": place.queue,
        "standing": standing,
        "waiting": picture.waiting,
        "wait": wait_words(wait) if wait else "",
        "basis": basis_words(wait) if wait else "",
        "offers": [(one, terms_of(one)) for one in offers_of(place)],
        "form": form,
        "reason": reason,
        "may_change": place.state == QueuePlace.State.WAITING and can_speak_for_place(request.user, place),
        "history": history_of(place, request.user),
    }
    return render(request, "exchange/queue_place.html", context, status=status)
