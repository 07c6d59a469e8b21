"""One's own page, and the addresses that mail comes back from."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.ui.toasts import toast
from randa.people.forms_profile import OwnDetailsForm
from randa.people.http import AuthedRequest
from randa.people.permissions import can_view_broken_addresses
from randa.people.queries.profile import broken_addresses, profile_of
from randa.people.services.profile import OWN, change_own_details


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: AuthedRequest) -> HttpResponse:
    """Who one is here: details, addresses, employers and roles."""
    person = request.user
    form = OwnDetailsForm(request.POST or None, initial={name: getattr(person, name) for name in OWN})
    if request.method == "POST" and form.is_valid():
        change_own_details(actor=person, **form.cleaned_data)
        translation.activate(person.language)
        toast(request, _("Sparat."))
        return redirect("people:profile")
    context = {
        "profile": profile_of(person, today()), "form": form, "person": person,
        "has_number": person.identity_numbers.exists(),
    }  # fmt: skip
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def broken(request: AuthedRequest) -> HttpResponse:
    """Addresses that mail comes back from, for whoever can mend them."""
    require(can_view_broken_addresses, request.user)
    return render(request, "people/broken_addresses.html", {"nav": "people", "rows": broken_addresses(request.user)})
