"""One place more at a unit: asked for by whoever plans there, answered by whoever keeps it."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.day_fields import ONE_DAY
from randa.core.errors import DomainError
from randa.core.periods import monday_of
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.supply.errors import NobodyHasHoursError, OpeningAnsweredError, nobody_has_hours
from randa.supply.forms_openings import DeclineForm, OpenForm, OpeningForm
from randa.supply.models import SeatOpening
from randa.supply.permissions import can_ask_for_seats, can_keep_unit
from randa.supply.queries.openings import Question, questions_at
from randa.supply.services.openings import Opened, ask_to_open, decline_opening, open_seat, withdraw_opening
from randa.supply.views.units import page_of, visible_unit
from randa.training.models import Unit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: AuthedRequest, code: str) -> HttpResponse:
    """What the unit is asked, each with its answer, and a new question, which opens with what a plan lacks."""
    unit = visible_unit(request, code)
    form = OpeningForm(request.POST or None, initial=_initial(request))
    if request.method == "POST":
        require(can_ask_for_seats, request.user, unit)
        if form.is_valid():
            try:
                ask_to_open(actor=request.user, unit=unit, today=today(), **form.said())
            except DomainError as refusal:
                put_refusal(form, refusal)
            else:
                toast(
                    request, _("Frågan är ställd. De som sköter enheten får veta det, och du får veta vad de svarar.")
                )
                return redirect("supply:openings", code)
    return _page(request, unit, form, status=422 if form.errors else 200)


@login_required
@require_POST
def answer(request: AuthedRequest, code: str, pk: str) -> HttpResponse:
    """Open the seat, say no with a reason, or take the question back."""
    unit = visible_unit(request, code)
    opening = get_object_or_404(SeatOpening, pk=pk, unit=unit)
    require(can_ask_for_seats, request.user, unit)
    form = _decline_form(opening, request.POST)
    try:
        if "open" in request.POST:
            if not _opens(request, unit, opening):
                return _page(request, unit, OpeningForm(initial=_initial(request)), status=422, opened=opening)
        elif "withdraw" in request.POST:
            withdraw_opening(actor=request.user, opening=opening)
            toast(request, _("Frågan är återtagen."))
        elif form.is_valid():
            decline_opening(actor=request.user, opening=opening, answer=form.cleaned_data["answer"])
            toast(request, _("Svaret är skickat till den som frågade."))
        else:
            return _page(request, unit, OpeningForm(initial=_initial(request)), status=422, answered=opening)
    except DomainError as refusal:
        toast(request, str(refusal), tone="error")
    return redirect("supply:openings", code)


def _opens(request: AuthedRequest, unit: Unit, opening: SeatOpening) -> bool:
    """Open the place with the supervisor that is chosen; False when none is, though somebody could stand for it."""
    if opening.state == SeatOpening.State.OPENED:
        return True  # a second press of the button: the page shows what the first one did
    if opening.state != SeatOpening.State.ASKED:
        raise OpeningAnsweredError(opening.get_state_display())
    found = (one for one in questions_at(unit, today(), may_answer=True) if one.opening == opening)
    question = next(found, None)
    if question is None:
        raise Http404  # its weeks are over, and the page shows it no longer
    form = _open_form(question, request.POST)
    if not form.is_valid():
        if not question.able:
            raise NobodyHasHoursError(unit, question.short)
        return False
    toast(request, _opened_words(open_seat(actor=request.user, opening=opening, supervisor=form.chosen())))
    return True


def _opened_words(opened: Opened) -> str:
    if not opened.lacking:
        return _(
            "Platsen är öppnad och går att planera på. %(name)s står för den, och den som frågade får veta det."
        ) % {"name": opened.opening.supervisor}
    return ngettext(
        "Platsen är öppnad, men %(n)d vecka saknar ännu rum eller är stängd. Platsen räknas först när det är ordnat.",
        "Platsen är öppnad, men %(n)d veckor saknar ännu rum eller är stängda. Platsen räknas först när det är ordnat.",
        opened.lacking,
    ) % {"n": opened.lacking}


def _initial(request: AuthedRequest) -> dict[str, Any]:
    """Return what a plan lacks, from the address: whole weeks, none of which has begun."""
    first, until = (_day(request.GET.get(name, "")) for name in ("fran", "till"))
    next_week = monday_of(today() + dt.timedelta(weeks=1))
    said: dict[str, Any] = {"kind": request.GET.get("vilka") or "BT"}
    if first is not None:
        said["starts_on"] = max(monday_of(first), next_week)
    if until is not None and until - ONE_DAY > next_week:
        said["last_day"] = until - ONE_DAY
    return said


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _decline_form(opening: SeatOpening, said: QueryDict | None = None) -> DeclineForm:
    """Return the form of one question; a page with several has each field once."""
    return DeclineForm(said, auto_id=f"{opening.pk}-%s")


def _open_form(question: Question, said: QueryDict | None = None) -> OpenForm:
    return OpenForm(said, able=question.able, auto_id=f"{question.opening.pk}-%s")


def _page(
    request: AuthedRequest, unit: Unit, form: OpeningForm, *, status: int, answered: SeatOpening | None = None,
    opened: SeatOpening | None = None,
) -> HttpResponse:  # fmt: skip
    questions = questions_at(unit, today(), may_answer=can_keep_unit(request.user, unit))
    rows = [
        {
            "one": one.opening,
            "open": _open_form(one, request.POST if one.opening == opened else None) if one.able else None,
            "nobody": nobody_has_hours(unit, one.short) if one.short and not one.able else "",
            "decline": _decline_form(one.opening, request.POST if one.opening == answered else None),
        }
        for one in questions
    ]
    context = page_of(request, unit, "claims") | {
        "form": form,
        "rows": rows,
        "may_ask": can_ask_for_seats(request.user, unit),
    }
    return render(request, "supply/openings.html", context, status=status)
