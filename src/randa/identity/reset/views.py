"""The tab of a person's page about how they sign in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.identity.reset.forms import ResetForm
from randa.identity.reset.permissions import can_reset_second_factor
from randa.identity.reset.queries import factors_of
from randa.identity.reset.services import reset_second_factor
from randa.identity.sessions.queries import last_sign_in
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.people.person_tabs import Tab, person_tabs

TAB = "sign_in"


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """What the person signs in with, and taking it away when it is lost."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    require(can_reset_second_factor, request.user, person)
    if (asked := open_record(request, person)) is not None:
        return asked
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_second_factor(actor=request.user, person=person, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Det andra steget är nollställt, och personen är utloggad och underrättad."))
            return redirect(person)
    context = {
        "nav": "people", "person": person, "form": form, "factors": factors_of(person), "last": last_sign_in(person),
        "tabs": person_tabs(request.user, person), "tab": TAB,
    }  # fmt: skip
    return render(request, "identity/reset_factor.html", context, status=422 if form.errors else 200)


def sign_in_tab(viewer: User, person: User) -> Tab | None:
    """Return the tab for those who may use it."""
    if not can_reset_second_factor(viewer, person):
        return None
    return {"key": TAB, "label": _("Inloggning"), "url": reverse("reset_factor", args=[person.pk]), "count": None}
