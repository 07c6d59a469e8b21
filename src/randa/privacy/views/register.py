"""The register of processing of a controller."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import History, history_of
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.privacy.forms import ControllerForm
from randa.privacy.papers import measures, register_paper
from randa.privacy.permissions import can_manage_privacy
from randa.privacy.queries import details_of, organisations_with, register_of
from randa.privacy.services.controllers import FIELDS, change_controller


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Lead to the register of the first organisation that one manages."""
    require(can_manage_privacy, request.user)
    return redirect("privacy:register", code=organisations_with(request.user, "privacy.manage")[0].code)


@login_required
@require_safe
def register(request: AuthedRequest, code: str) -> HttpResponse:
    """Every kind of data with purpose, basis, recipients and period."""
    organisation = managed(request, code)
    context = {
        "nav": "privacy-register",
        "organisation": organisation,
        "organisations": organisations_with(request.user, "privacy.manage"),
        "details": details_of(organisation),
        "measures": measures(),
        "entries": register_of(organisation),
    }
    return render(request, "privacy/register.html", context)


@login_required
@require_safe
def register_pdf(request: AuthedRequest, code: str) -> HttpResponse:
    organisation = managed(request, code)
    return file_response(
        register_paper(organisation), "application/pdf", f"registerforteckning-{organisation.name}.pdf"
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def controller(request: AuthedRequest, code: str) -> HttpResponse:
    """Contact, protection officer, processors and measures of a controller."""
    organisation = managed(request, code)
    details = details_of(organisation)
    form = ControllerForm(request.POST or None, initial={name: getattr(details, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        change_controller(actor=request.user, organisation=organisation, **form.cleaned_data)
        toast(request, _("Uppgifterna är sparade."))
        return redirect("privacy:register", code=code)
    history = history_of(details, request.user) if details.pk else History()
    context = {"nav": "privacy-register", "organisation": organisation, "form": form, "history": history}
    return render(request, "privacy/controller.html", context, status=422 if form.errors else 200)


def managed(request: AuthedRequest, code: str, *permissions: str) -> Organisation:
    """Return the organisation if the person has one of the permissions there (`privacy.manage` unless others are named).

    Raises:
        RefusedError: the person has the permission nowhere.
        Http404: the person has it elsewhere only, or there is no such organisation.
    """
    wanted = permissions or ("privacy.manage",)
    if not any(request.user.has(name) for name in wanted):
        require(can_manage_privacy, request.user)
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None or not any(request.user.has(name, organisation) for name in wanted):
        raise Http404
    return organisation
