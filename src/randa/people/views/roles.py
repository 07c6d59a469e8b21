"""Giving, ending, extending and lending roles."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.forms_roles import ONE_DAY, EndForm, GrantForm, LendForm, PeriodForm, after
from randa.people.http import AuthedRequest, page_of
from randa.people.models import RoleAssignment, User
from randa.people.permissions import can_create_account, can_delegate_role, can_end_role, can_extend_role
from randa.people.services.delegation import lend_role
from randa.people.services.roles import change_end, end_role, grant_role, withdraw_role

FORM_METHODS = ["GET", "HEAD", "POST"]


def back_from(actor: User, assignment: RoleAssignment) -> str:
    """Return where one came from to a role: one's own page for one's own roles and those one has lent, else the person's."""
    if assignment.user_id == actor.pk or assignment.lender == actor:
        return reverse("people:my_access")
    return page_of(actor, assignment.user)


def _visible(request: AuthedRequest, pk: int) -> RoleAssignment:
    rows = RoleAssignment.objects.visible_to(request.user).distinct()
    return get_object_or_404(
        rows.select_related("role", "organisation", "user", "granted_by", "delegated_from__user"), pk=pk
    )


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def role_new(request: AuthedRequest, pk: str) -> HttpResponse:
    """Give a person a role."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    require(can_create_account, request.user)
    if (asked := open_record(request, person)) is not None:
        return asked
    form = GrantForm(request.POST or None, actor=request.user, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            grant_role(actor=request.user, person=person, **form.asked())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("%(person)s har fått rollen.") % {"person": person})
            return redirect(person)
    context = {"nav": "people", "person": person, "form": form}
    return render(request, "people/role_new.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def role_end(request: AuthedRequest, pk: int) -> HttpResponse:
    """End a role, or a stand-in's; what had not begun is taken back."""
    assignment = _visible(request, pk)
    require(can_end_role, request.user, assignment, today())
    if (asked := open_record(request, assignment.user)) is not None:
        return asked
    not_begun = assignment.starts_on > today()
    form = EndForm(request.POST or None, initial={"last_day": max(today(), assignment.starts_on)})
    if request.method == "POST" and form.is_valid():
        on: dt.date = form.cleaned_data["last_day"] + ONE_DAY
        reason = form.cleaned_data["reason"]
        try:
            if on <= assignment.starts_on and assignment.starts_on >= today():
                withdraw_role(actor=request.user, assignment=assignment, today=today(), reason=reason)
            else:
                end_role(actor=request.user, assignment=assignment, on=on, today=today(), reason=reason)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Rollen är avslutad."))
            return redirect(back_from(request.user, assignment))
    lent = assignment.delegations.not_over(today()).select_related("user", "role")
    context = {
        "nav": "people", "assignment": assignment, "form": form, "lent": lent, "not_begun": not_begun,
        "back": back_from(request.user, assignment),
    }  # fmt: skip
    return render(request, "people/role_end.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def role_period(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let a role end on another day."""
    assignment = _visible(request, pk)
    require(can_extend_role, request.user, assignment, today())
    if (asked := open_record(request, assignment.user)) is not None:
        return asked
    last_day = assignment.ends_before - ONE_DAY if assignment.ends_before else None
    form = PeriodForm(request.POST or None, initial={"last_day": last_day})
    if request.method == "POST" and form.is_valid():
        try:
            change_end(
                actor=request.user, assignment=assignment, ends_before=after(form.cleaned_data["last_day"]),
                today=today(), reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Perioden är ändrad."))
            return redirect(assignment.user)
    context = {"nav": "people", "assignment": assignment, "form": form}
    return render(request, "people/role_period.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def role_lend(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let a colleague stand in for oneself."""
    assignment = _visible(request, pk)
    require(can_delegate_role, request.user, assignment)
    form = LendForm(
        request.POST or None, assignment=assignment, initial={"starts_on": max(today(), assignment.starts_on)}
    )
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        try:
            made = lend_role(
                actor=request.user, assignment=assignment, today=today(), ends_before=asked.pop("last_day") + ONE_DAY,
                **asked,
            )  # fmt: skip
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("%(person)s vikarierar för dig de dagar du valde.") % {"person": made.user})
            return redirect("people:my_access")
    context = {"nav": "", "assignment": assignment, "form": form}
    return render(request, "people/role_lend.html", context, status=422 if form.errors else 200)
