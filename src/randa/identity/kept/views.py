"""The page that gives a person back what they wrote."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from randa.core.ui.toasts import toast
from randa.identity.kept.panel import KEPT_QUERY
from randa.identity.kept.queries import kept_form
from randa.identity.kept.services import throw_away_form
from randa.people.http import AuthedRequest


@login_required
@require_GET
def kept(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Lead back to the page where the form stood, which then has it filled in; show the text here when the page is unknown."""
    form = kept_form(viewer=request.user, pk=pk)
    if form is None:
        raise Http404
    if form.page and not form.page.startswith(request.path):
        joint = "&" if "?" in form.page else "?"
        return redirect(f"{form.page}{joint}{KEPT_QUERY}={pk}")
    return render(request, "identity/kept.html", {"kept": form})


@login_required
@require_POST
def throw_away(request: AuthedRequest, pk: UUID) -> HttpResponse:
    throw_away_form(user=request.user, pk=pk)
    toast(request, _("Texten är slängd."))
    return redirect("/")
