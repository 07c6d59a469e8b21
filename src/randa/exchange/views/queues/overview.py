"""All queues of a healthcare region in one table, and a new one."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.formats import week
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.exchange.forms_queues import QueueForm
from randa.exchange.models import healthcare_regions_of
from randa.exchange.queries.queues.pages import open_pictures, shares_in_brief
from randa.exchange.queries.queues.picture import Picture
from randa.exchange.queue_words import wait_words
from randa.exchange.services.queues.opening import open_queue
from randa.exchange.views.requests import FORM_METHODS, tabs
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest


def _next_free(one: Picture) -> str:
    return f"{week(one.free[0].starts_on)}, {one.free[0].unit}" if one.free else str(_("ingen känd"))


COLUMNS = (
    Column("name", gettext_lazy("Kö"), value=lambda one: str(one.queue)),
    Column("healthcare_region", gettext_lazy("Sjukvårdsregion"), value=lambda one: str(one.queue.healthcare_region), default_visible=False),
    Column("area", gettext_lazy("Område"), value=lambda one: str(one.queue.area)),
    Column("waiting", gettext_lazy("Väntar"), numeric=True),
    Column("longest_wait", gettext_lazy("Längst väntan"), numeric=True, unit=gettext_lazy("veckor")),
    Column("free", gettext_lazy("Nästa lediga plats"), value=_next_free, wrap=True),
    Column("for_next", gettext_lazy("Väntan för nästa i kön"), value=lambda one: wait_words(one.for_next), sortable=False),
    Column("shares", gettext_lazy("Mot sin andel"), unit=gettext_lazy("veckor"), value=shares_in_brief, sortable=False, wrap=True),
)  # fmt: skip


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Every open queue: who waits, how long, what is free next, and how even the regions stand."""
    if not request.user.has("exchange.view"):
        raise PermissionDenied("exchange.view")
    table = Table.from_request(
        request, key="seat-queues", columns=COLUMNS, rows=open_pictures(request.user, today()), caption=_("Köer"),
        filters=(Filter("area", _("Område")), Filter("healthcare_region", _("Sjukvårdsregion"))),
        row_id=lambda one: one.queue.pk, row_url=lambda one: one.queue.get_absolute_url(),
        empty=_("Ingen kö är öppen i er sjukvårdsregion. Öppna en när flera regioner väntar på samma knappa platser."),
    )  # fmt: skip
    context = {
        "nav": "exchange",
        "tab": "queues",
        "tabs": tabs(request.user),
        "healthcare_regions": Organisation.objects.filter(pk__in=healthcare_regions_of(request.user)).order_by(
            "sort_name"
        ),
        "may_open": request.user.has("exchange.answer"),
    }
    return table_response(request, "exchange/queues.html", table, context)


@login_required
@require_http_methods(FORM_METHODS)
def new(request: AuthedRequest) -> HttpResponse:
    """Open a queue. The form carries a key, so that sending twice opens one."""
    if not request.user.has("exchange.answer"):
        raise PermissionDenied("exchange.answer")
    form = QueueForm(request.POST or None, actor=request.user, initial={"weeks": 12})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = open_queue(
                actor=request.user, keeper=data["keeper"], about=form.about(), today=today(), key=data["key"]
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Kön är öppen. Regionerna i sjukvårdsregionen kan ställa sina läkare i den."))
            return redirect(made)
    context = {"nav": "exchange", "form": form}
    return render(request, "exchange/queue_new.html", context, status=422 if form.errors else 200)
