"""Somewhere to live for the students of a course occasion: all who need it, and the answer to one of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.audit.duty import open_record
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.exchange.forms_groups import HousingForm
from randa.exchange.models import ASK, GroupMember, under
from randa.exchange.queries.groups import housing_of
from randa.exchange.services.housing import answer_housing
from randa.exchange.views.groups import FORM_METHODS, visible_group
from randa.people.http import AuthedRequest


@login_required
@require_safe
def index(request: AuthedRequest, pk: str) -> HttpResponse:
    """All of a course occasion who need somewhere to live: which weeks, where, and how far it has come."""
    group = visible_group(request, pk)
    context = {"nav": "exchange", "group": group, "members": housing_of(group)}
    return render(request, "exchange/housing.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def answer(request: AuthedRequest, pk: str) -> HttpResponse:
    """Say how far it has come for one student, who reads it."""
    rows = GroupMember.objects.filter(under(request.user, ASK, "organisation"), needs_housing=True)
    member = get_object_or_404(
        rows.select_related("group", "enrolment__learner", "seat__inquiry__unit__organisation"), pk=pk
    )
    asked = open_record(request, member.enrolment.learner)
    if asked is not None:
        return asked
    initial = {"housing": member.housing, "note": member.housing_note}
    form = HousingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_housing(actor=request.user, member=member, housing=data["housing"], note=data["note"])
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Svaret är sparat. Studenten ser det på sin sida."))
            return redirect("exchange:housing", member.group_id)
    context = {"nav": "exchange", "member": member, "group": member.group, "form": form}
    return render(request, "exchange/housing_answer.html", context, status=422 if form.errors else 200)
