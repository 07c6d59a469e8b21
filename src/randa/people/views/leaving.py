"""Somebody leaves: first what ends, then the decision."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.day_fields import DayField
from randa.core.errors import DomainError
from randa.core.freetext import FreeTextField
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.consequences import consequences
from randa.people.forms_roles import ONE_DAY, REASON
from randa.people.http import AuthedRequest, page_of
from randa.people.models import RoleAssignment, RoleBatch, User
from randa.people.permissions import can_create_account
from randa.people.queries.leaving import places_to_leave
from randa.people.services.closing import reopen_account
from randa.people.services.leaving import ending_roles, leave, undo_leaving


class LeaveForm(forms.Form):
    """Where and when somebody leaves."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Slutar i"), queryset=Organisation.objects.none(), to_field_name="code",
        help_text=gettext_lazy("Alla roller här och i det som ligger under upphör."),
    )  # fmt: skip
    last_day = DayField(label=gettext_lazy("Sista dag"), from_yesterday=True)
    reason = FreeTextField(label=REASON, max_length=200, required=False)

    def __init__(self, *args: Any, actor: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places_to_leave(actor, person, today())  # type: ignore[attr-defined]


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_leaves(request: AuthedRequest, pk: str) -> HttpResponse:
    """End all roles at an organisation on one day."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    require(can_create_account, request.user)
    if (first := open_record(request, person)) is not None:
        return first
    form = LeaveForm(request.POST or None, actor=request.user, person=person)
    ending: list[RoleAssignment] | None = None
    lent: list[RoleAssignment] = []
    more: list[str] = []
    if request.method == "POST" and form.is_valid():
        place, day, reason = form.cleaned_data["organisation"], today(), form.cleaned_data["reason"]
        on: dt.date = max(form.cleaned_data["last_day"] + ONE_DAY, day)
        try:
            if "preview" in request.POST:
                ending = ending_roles(actor=request.user, person=person, organisation=place, on=on, today=day)
                more = consequences(person, place, on)
                stand_ins = RoleAssignment.objects.filter(delegated_from__in=ending).not_over(on)
                lent = list(stand_ins.select_related("user", "role", "organisation"))
            else:
                batch = leave(actor=request.user, person=person, organisation=place, on=on, today=day, reason=reason)
                undo = reverse("people:leaving_undo", args=[batch.pk]) if batch.on > day else ""
                toast(request, _("Rollerna upphör den dag du valde."), undo_url=undo)
                return redirect(page_of(request.user, person))
        except DomainError as refusal:
            put_refusal(form, refusal)
    context = {"nav": "people", "person": person, "form": form, "ending": ending, "lent": lent, "more": more}
    return render(request, "people/person_leaves.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_POST
def leaving_undo(request: AuthedRequest, pk: int) -> HttpResponse:
    """The person stays after all."""
    batch = get_object_or_404(RoleBatch.objects.visible_to(request.user).select_related("person"), pk=pk, kind="leave")
    try:
        restored = undo_leaving(actor=request.user, batch=batch, today=today())
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        kept = batch.lines.count() - restored
        text = _("Ångrat. Rollerna gäller som förut.")
        if kept:
            text = ngettext(
                "Ångrat, utom %(n)d roll som har ändrats sedan dess.",
                "Ångrat, utom %(n)d roller som har ändrats sedan dess.",
                kept,
            ) % {"n": kept}
        toast(request, text, tone="info")
    return redirect(page_of(request.user, batch.person) if batch.person else "people:list")


@login_required
@fresh_sign_in_required
@require_POST
def account_reopen(request: AuthedRequest, pk: str) -> HttpResponse:
    """The person is back: the account opens again."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    reopen_account(actor=request.user, person=person)
    toast(request, _("Kontot är öppet igen. Ge personen en roll."))
    return redirect(person)
