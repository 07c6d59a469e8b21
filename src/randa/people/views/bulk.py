"""One change of roles for the people chosen in the list: a form, a preview, and the change."""

import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.day_fields import DayField, DaysInOrder
from randa.core.freetext import FreeTextField
from randa.core.ui.tables import BulkAction
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.forms_roles import REASON, after
from randa.people.http import AuthedRequest
from randa.people.models import RoleBatch, User
from randa.people.permissions import can_create_account
from randa.people.queries.granting import organisations_to_grant, roles_to_grant
from randa.people.services.bulk import Change, Outcome, can_still_be_undone, change_many, preview_bulk, undo_bulk

MOST_PEOPLE = 200
TITLES = {
    "give": gettext_lazy("Ge en roll till flera"),
    "extend": gettext_lazy("Förläng en roll för flera"),
    "end": gettext_lazy("Avsluta en roll för flera"),
}
LAST_DAY = {
    "give": gettext_lazy("Lämna tomt om rollen gäller tills vidare."),
    "extend": gettext_lazy("Lämna tomt om rollen gäller tills vidare."),
    "end": gettext_lazy("Rollen upphör vid midnatt. Välj gårdagen för att avsluta direkt."),
}


def bulk_actions() -> list[BulkAction]:
    """Return the buttons below the list of people."""
    words = {"give": _("Ge en roll"), "extend": _("Förläng en roll"), "end": _("Avsluta en roll")}
    icons = {"give": "user-plus", "extend": "calendar-days", "end": "user"}
    return [
        BulkAction(label, reverse("people:bulk", args=[kind]), icons[kind], "" if kind != "give" else "btn-primary")
        for kind, label in words.items()
    ]


class BulkForm(DaysInOrder, forms.Form):
    """Which role, where, and until when."""

    role = forms.ModelChoiceField(label=gettext_lazy("Roll"), queryset=Role.objects.all())
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    starts_on = DayField(label=gettext_lazy("Första dag"), to_come=True)
    last_day = DayField(label=gettext_lazy("Sista dag"), from_yesterday=True, required=False)
    reason = FreeTextField(label=REASON, max_length=200, help_text=gettext_lazy("Var och en kan läsa det."))

    def __init__(self, *args: Any, actor: User, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["organisation"].queryset = organisations_to_grant(actor)  # type: ignore[attr-defined]
        self.fields["last_day"].help_text = LAST_DAY[kind]
        self.fields["last_day"].required = kind == "end"
        if kind == "give":
            self.fields["role"].queryset = roles_to_grant(actor)  # type: ignore[attr-defined]
        else:
            del self.fields["starts_on"]

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            self.kind, data["role"], data["organisation"], data.get("starts_on") or today(), after(data["last_day"]),
            data["reason"],
        )  # fmt: skip


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: AuthedRequest, kind: str) -> HttpResponse:
    """First what is to be done, then exactly what happens to whom, then the change."""
    if kind not in TITLES:
        raise Http404
    require(can_create_account, request.user)
    people = _chosen(request)
    if request.method != "POST" or not people:
        toast(request, _("Välj personer i listan först."), tone="info")
        return redirect("people:list")
    is_sent = "role" in request.POST
    form = BulkForm(request.POST if is_sent else None, actor=request.user, kind=kind, initial={"starts_on": today()})
    outcomes: list[Outcome] | None = None
    moved = False
    if is_sent and form.is_valid():
        outcomes = preview_bulk(actor=request.user, people=people, change=form.change(), today=today())
        seen = request.POST.get("seen", "")
        if "preview" not in request.POST and seen == _mark(outcomes):
            return _carry_out(request, people, form.change())
        moved = bool(seen) and "preview" not in request.POST
    context = {
        "nav": "people", "title": TITLES[kind], "kind": kind, "form": form, "people": people, "outcomes": outcomes,
        "moved": moved, "seen": _mark(outcomes) if outcomes else "",
        "happens": any(one.done for one in outcomes or ()), "stopped": any(one.refused for one in outcomes or ()),
    }  # fmt: skip
    return render(request, "people/bulk.html", context, status=422 if form.errors else 200)


def _chosen(request: AuthedRequest) -> list[User]:
    keys = []
    for text in request.POST.getlist("selected")[:MOST_PEOPLE]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    rows = User.objects.visible_to(request.user).filter(pk__in=keys, merged_into__isnull=True)
    return list(rows.order_by("sort_name", "pk"))


def _mark(outcomes: list[Outcome]) -> str:
    """Return what stands for a preview: when it is another one at the change, the person sees it before anything is done."""
    text = "\n".join(f"{one.person.pk}|{one.done}|{one.refused}" for one in outcomes)
    return hashlib.sha256(text.encode()).hexdigest()


def _carry_out(request: AuthedRequest, people: list[User], change: Change) -> HttpResponse:
    batch, outcomes = change_many(actor=request.user, people=people, change=change, today=today())
    count = sum(bool(one.done) for one in outcomes)
    text = ngettext("Klart för %(n)d person.", "Klart för %(n)d personer.", count) % {"n": count}
    undo = reverse("people:bulk_undo", args=[batch.pk]) if batch and can_still_be_undone(batch, today()) else ""
    toast(request, text, undo_url=undo)
    return redirect("people:list")


@login_required
@fresh_sign_in_required
@require_POST
def bulk_undo(request: AuthedRequest, pk: int) -> HttpResponse:
    """Put all roles of one change back."""
    batches = RoleBatch.objects.visible_to(request.user).exclude(kind="leave")
    count = undo_bulk(actor=request.user, batch=get_object_or_404(batches, pk=pk), today=today())
    text = ngettext("Ångrat för %(n)d roll.", "Ångrat för %(n)d roller.", count) % {"n": count}
    toast(request, text, tone="info")
    return redirect("people:list")
