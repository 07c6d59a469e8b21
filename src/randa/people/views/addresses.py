"""One's own e-mail addresses, by allauth with one stricter rule of ours."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailView, EmailView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from randa.core.secret_links import OPENED, go_on_without, kept_secret
from randa.core.ui.toasts import toast

CONFIRM = "account_confirm_email"


class OwnAddressesView(EmailView):  # type: ignore[misc]  # allauth has no types
    """Add, confirm, choose and remove addresses. Mail goes only where somebody has shown that they read it."""

    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        address = request.POST.get("email", "")
        if not EmailAddress.objects.filter(user=request.user, email__iexact=address, verified=True).exists():
            toast(request, _("Adressen måste bekräftas först."), tone="warning")
            return HttpResponseRedirect(self.get_success_url())
        chosen: HttpResponse | None = super()._action_primary(request, *args, **kwargs)
        return chosen


class ConfirmAddressView(ConfirmEmailView):  # type: ignore[misc]
    """Where the link in the mail leads; the page itself stands at an address without the link's secret."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["key"] == OPENED:
            self.kwargs["key"] = kept_secret(request, CONFIRM)
        else:
            try:
                self.logout_other_user(self.get_object())  # allauth's habit; it empties the session, so it comes first
                return go_on_without(request, CONFIRM, "key", kwargs["key"])
            except Http404:
                pass  # the page says that the link does not hold
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


own_addresses = login_required(OwnAddressesView.as_view())
