"""Who comes to a unit and who is there, each with a supervisor whom the head names; and how the unit is reached."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.day_fields import ONE_DAY
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.formats import decimal, period
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.models import Placement
from randa.supply.forms_coming import ConfirmForm, ContactForm
from randa.supply.models import UnitContact
from randa.supply.permissions import can_keep_unit
from randa.supply.queries.coming import Choice, choices_for, coming_to, here_at, open_part, supervisions_of
from randa.supply.queries.promised import who_stands
from randa.supply.services.contact import TEXTS, save_contact
from randa.supply.services.supervision import assign_supervisor
from randa.supply.views.units import page_of, visible_unit


@login_required
@require_safe
def coming(request: AuthedRequest, code: str) -> HttpResponse:
    """Who comes within twelve weeks and who is here, with supervisor and how much is in order."""
    unit = visible_unit(request, code)
    context = page_of(request, unit, "coming") | {
        "rows": coming_to(request.user, unit, today()),
        "here": here_at(request.user, unit, today()),
    }
    return render(request, "supply/coming.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: AuthedRequest, code: str, pk: str) -> HttpResponse:
    """Confirm somebody who comes with a supervisor, or choose another later."""
    unit = visible_unit(request, code)
    require(can_keep_unit, request.user, unit)
    rows = Placement.objects.visible_to(request.user).filter(is_published=True, unit=unit, ends_before__gt=today())
    row = get_object_or_404(rows.select_related("area", "enrolment__learner", "enrolment__post__region"), pk=pk)
    asked = open_record(request, row.enrolment.learner)
    if asked is not None:
        return asked
    held = supervisions_of(row)
    first, end = open_part(row, held, today())
    choices = choices_for(unit, row.enrolment_id, first, end)
    initial: dict[str, Any] = {"starts_on": first, "last_day": end - ONE_DAY}
    stands = who_stands(unit, first, end)
    if stands is not None:
        initial["supervisor"] = str(stands.pk)  # the unit said yes to one more with this name
    form = ConfirmForm(request.POST or None, choices=[_choice(one) for one in choices], initial=initial)
    if request.method == "POST" and form.is_valid() and _confirmed(request, form, row, choices):
        return redirect("supply:coming", code)
    context = page_of(request, unit, "coming") | {
        "placement": row, "held": held, "choices": choices, "form": form, "is_open": bool(form.errors),
    }  # fmt: skip
    return render(request, "supply/confirm.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: AuthedRequest, code: str) -> HttpResponse:
    """Say whom to ask for and where to go."""
    unit = visible_unit(request, code)
    require(can_keep_unit, request.user, unit)
    known = UnitContact.objects.filter(unit=unit).first() or UnitContact(unit=unit)
    form = ContactForm(
        request.POST or None,
        initial={name: getattr(known, name) for name in TEXTS} | {"position": str(known.position or "")},
    )
    if request.method == "POST" and form.is_valid():
        save_contact(actor=request.user, unit=unit, **form.cleaned_data)
        toast(request, _("Sparat. Den som kommer till enheten ser det på sin sida."))
        return redirect("supply:facts", code)
    context = page_of(request, unit, "facts") | {"form": form}
    return render(request, "supply/contact.html", context, status=422 if form.errors else 200)


def _confirmed(request: AuthedRequest, form: ConfirmForm, row: Placement, choices: list[Choice]) -> bool:
    chosen = next(one.supervisor for one in choices if str(one.supervisor.pk) == form.cleaned_data["supervisor"])
    when = form.period()
    try:
        assign_supervisor(actor=request.user, enrolment=row.enrolment, supervisor=chosen, **when)
    except DomainError as refusal:
        put_refusal(form, refusal)
        return False
    words = {"name": chosen, "learner": row.enrolment.learner, "period": period(when["starts_on"], when["ends_before"])}
    toast(request, _("%(name)s handleder %(learner)s %(period)s.") % words)
    return True


def _choice(one: Choice) -> tuple[str, str]:
    if one.hours_left is None:
        return str(one.supervisor.pk), _("%(name)s, kan inte alla veckorna") % {"name": one.supervisor}
    words = {"name": one.supervisor, "hours": decimal(one.hours_left)}
    return str(one.supervisor.pk), _("%(name)s, %(hours)s timmar kvar i veckan") % words
