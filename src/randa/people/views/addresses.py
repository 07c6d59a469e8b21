"""One's own e-mail addresses, by allauth with one stricter rule of ours."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from randa.core.ui.toasts import toast


class OwnAddressesView(EmailView):  # type: ignore[misc]  # allauth has no types
    """Add, confirm, choose and remove addresses. Mail goes only where somebody has shown that they read it."""

    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        address = request.POST.get("email", "")
        if not EmailAddress.objects.filter(user=request.user, email__iexact=address, verified=True).exists():
            toast(request, _("Adressen måste bekräftas först."), tone="warning")
            return HttpResponseRedirect(self.get_success_url())
        chosen: HttpResponse | None = super()._action_primary(request, *args, **kwargs)
        return chosen


own_addresses = login_required(OwnAddressesView.as_view())
