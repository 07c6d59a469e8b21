"""The pages of webhooks: which systems hear of what, and what was sent to them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import history_of
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.integrations.forms_webhooks import WebhookForm
from randa.integrations.models import Delivery, Webhook
from randa.integrations.permissions import can_manage_webhooks
from randa.integrations.queries.webhooks import latest_deliveries, webhook_rows
from randa.integrations.services.webhooks import (
    make_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    send_test,
)
from randa.people.http import AuthedRequest

NAV = {"nav": "integrations"}


def _managed(request: AuthedRequest, pk: UUID) -> Webhook:
    """Return a webhook that the person looks after; others do not exist for them."""
    rows = Webhook.objects.visible_to(request.user).select_related("organisation", "made_by", "paused_by")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """The webhooks that one looks after."""
    require(can_manage_webhooks, request.user)
    return render(request, "integrations/webhooks.html", NAV | {"rows": webhook_rows(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
@never_cache
def new(request: AuthedRequest) -> HttpResponse:
    """Set up a webhook; the answer to the form is the only page that shows its secret."""
    require(can_manage_webhooks, request.user)
    form = WebhookForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = make_webhook(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "integrations/webhook_made.html", NAV | {"webhook": made, "secret": secret})
    context = NAV | {"form": form}
    return render(request, "integrations/webhook_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def detail(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """One webhook with what was sent lately and what came back."""
    webhook = _managed(request, pk)
    context = NAV | {
        "webhook": webhook, "deliveries": latest_deliveries(webhook), "history": history_of(webhook, request.user),
    }  # fmt: skip
    return render(request, "integrations/webhook.html", context)


@login_required
@require_POST
@fresh_sign_in_required
def switch(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Pause a webhook, or let it go on."""
    webhook = _managed(request, pk)
    if request.POST.get("paused") == "yes":
        pause_webhook(actor=request.user, webhook=webhook)
        toast(request, _("Utskicken är pausade. Det som händer sparas till dess de slås på."))
    else:
        resume_webhook(actor=request.user, webhook=webhook)
        toast(request, _("Utskicken är på och fortsätter där de slutade."))
    return redirect(webhook)


@login_required
@require_POST
@fresh_sign_in_required
def remove(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Remove a webhook."""
    webhook = _managed(request, pk)
    remove_webhook(actor=request.user, webhook=webhook)
    toast(request, _("%(address)s får inga fler händelser.") % {"address": webhook.address})
    return redirect("integrations:webhooks")


@login_required
@require_POST
def test(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Send a test message."""
    webhook = _managed(request, pk)
    send_test(actor=request.user, webhook=webhook)
    toast(request, _("Ett provmeddelande skickas inom en minut. Ladda om sidan för att se svaret."))
    return redirect(webhook)


@login_required
@require_POST
def again(request: AuthedRequest, pk: UUID, number: int) -> HttpResponse:
    """Send one message again."""
    webhook = _managed(request, pk)
    delivery = get_object_or_404(Delivery.objects.select_related("webhook"), webhook=webhook, pk=number)
    send_again(actor=request.user, delivery=delivery)
    toast(request, _("Meddelandet skickas igen inom en minut."))
    return redirect(webhook)
