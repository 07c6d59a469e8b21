"""What our organisations ask others for, what others ask of us, and a new request."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.formats import week
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.exchange.forms import ReasonForm, RequestForm, askers
from randa.exchange.models import Inquiry, SeatRequest, StudentGroup
from randa.exchange.permissions import can_withdraw_request
from randa.exchange.queries.bank import bank_offer_for, wanted_from_bank
from randa.exchange.queries.blocks import block_for, wanted_for_block
from randa.exchange.queries.groups import wanted_for
from randa.exchange.queries.pages import TONES, inquiries_to, named, requests_of, threads
from randa.exchange.queries.prefill import wanted_from_address
from randa.exchange.services.requests import ask_for_seats, withdraw_request
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.supply.models import PlaceOffer
from randa.training.models import LearnerKind

FORM_METHODS = ["GET", "HEAD", "POST"]
ASKED = (
    Column("area", gettext_lazy("Område"), value=lambda one: str(one.area), order_by="area__sort_order"),
    Column("asker", gettext_lazy("Frågar"), value=lambda one: str(one.asker), order_by="asker__sort_name"),
    Column("kind", gettext_lazy("För"), value=lambda one: str(one.kind), order_by="kind__sort_order"),
    Column("starts_on", gettext_lazy("Från"), value=lambda one: week(one.starts_on)),
    Column("weeks", gettext_lazy("Längd"), numeric=True, unit=gettext_lazy("veckor")),
    Column("seats", gettext_lazy("Platser"), numeric=True),
    Column("confirmed", gettext_lazy("Bekräftade"), numeric=True),
    Column("offers", gettext_lazy("Erbjudanden"), numeric=True),
    Column("state", gettext_lazy("Läge"), value=lambda one: str(one.get_state_display())),
    Column("reply_by", gettext_lazy("Svar senast")),
)
RECEIVED = (
    Column("asker", gettext_lazy("Frågar"), value=lambda one: str(one.asker), order_by="asker__sort_name"),
    Column("recipient", gettext_lazy("Till"), value=lambda one: str(one.recipient), order_by="recipient__sort_name"),
    Column("area", gettext_lazy("Område"), value=lambda one: str(one.request.area), order_by="request__area__sort_order"),
    Column("kind", gettext_lazy("För"), value=lambda one: str(one.request.kind), order_by="request__kind__sort_order"),
    Column("starts_on", gettext_lazy("Från"), value=lambda one: week(one.starts_on or one.request.starts_on), sortable=False),
    Column("seats", gettext_lazy("Platser"), value=lambda one: one.seats or one.request.seats, numeric=True, sortable=False),
    Column("state", gettext_lazy("Läge"), value=lambda one: str(one.get_state_display())),
    Column("reply_by", gettext_lazy("Svar senast"), value=lambda one: one.request.reply_by, order_by="request__reply_by"),
)  # fmt: skip


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """What our organisations have been asked; what waits for an answer first."""
    _require_view(request)
    table = Table.from_request(
        request, key="seat-inquiries", columns=RECEIVED, rows=inquiries_to(request.user), caption=_("Frågor till oss"),
        filters=(Filter("state", _("Läge"), lookup="state", choices=Inquiry.State.choices),), row_id=lambda one: one.pk,
        row_url=lambda one: one.get_absolute_url(), search_fields=("asker__name", "recipient__name"),
        empty=_("Ingen har frågat er om platser. När någon gör det står det här och i Min dag."),
    )  # fmt: skip
    return table_response(request, "exchange/index.html", table, _context(request, "received"))


@login_required
@require_safe
def asked(request: AuthedRequest) -> HttpResponse:
    """What our organisations ask of others, newest first."""
    _require_view(request)
    table = Table.from_request(
        request, key="seat-requests", columns=ASKED, rows=requests_of(request.user), caption=_("Våra förfrågningar"),
        filters=(
            Filter("state", _("Läge"), lookup="state", choices=SeatRequest.State.choices),
            Filter("kind", _("För"), lookup="kind", choices=[(one.pk, str(one)) for one in LearnerKind.objects.all()]),
        ),
        row_id=lambda one: one.pk, row_url=lambda one: one.get_absolute_url(), search_fields=("asker__name", "area__name_sv"),
        empty=_("Ni har inte bett någon om platser. Välj Be om platser för att fråga en eller flera organisationer."),
    )  # fmt: skip
    return table_response(request, "exchange/index.html", table, _context(request, "asked"))


@login_required
@require_http_methods(FORM_METHODS)
def new(request: AuthedRequest) -> HttpResponse:
    """Ask one or several organisations for seats. The form carries a key, so that sending twice asks once."""
    if not request.user.has("exchange.ask"):
        raise PermissionDenied("exchange.ask")
    mine = askers(request.user)
    day = today()
    initial = {"reply_by": day + dt.timedelta(days=14), "asker": mine[0].code if mine else None}
    initial |= wanted_from_address(request.GET, day)
    group = _group(request)
    if group is not None:
        initial |= wanted_for(group)
    bank_offer = _bank_offer(request)
    if bank_offer is not None:
        initial |= wanted_from_bank(bank_offer, request.user, day)
    block = block_for(request.user, request.POST.get("block") or request.GET.get("block") or "")
    if block is not None:
        initial |= wanted_for_block(request.user, block, request.GET.get("enhet") or "", day)
    form = RequestForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = ask_for_seats(
                actor=request.user, asker=data["asker"], recipients=data["asked"], wanted=form.wanted(), today=day, key=data["key"]
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Förfrågan är skickad. De tillfrågade får veta det nu."))
            return redirect(made)
    context = {
        "nav": "exchange",
        "form": form,
        "group": group,
        "bank_offer": bank_offer,
        "unplaced": block,
    }  # a template calls itself "block"
    return render(request, "exchange/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def detail(request: AuthedRequest, pk: str) -> HttpResponse:
    """A request with every thread that one may see."""
    return _detail(request, _found(request, pk), ReasonForm())


@login_required
@require_http_methods(["POST"])
def withdraw(request: AuthedRequest, pk: str) -> HttpResponse:
    """Take a request back, with a reason."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not can_withdraw_request(request.user, found):
        raise PermissionDenied("exchange.ask")
    if not form.is_valid():
        return _detail(request, found, form, status=422)
    withdraw_request(actor=request.user, request=found, reason=form.cleaned_data["reason"], today=today())
    toast(request, _("Förfrågan är återtagen. Bekräftade platser står kvar tills någon lämnar tillbaka dem."))
    return redirect(found)


def _require_view(request: AuthedRequest) -> None:
    if not request.user.has("exchange.view"):
        raise PermissionDenied("exchange.view")


def _context(request: AuthedRequest, tab: str) -> dict[str, object]:
    return {"nav": "exchange", "tab": tab, "tabs": tabs(request.user), "may_ask": request.user.has("exchange.ask")}


def tabs(person: User) -> list[dict[str, object]]:
    """The pages of the subject that the person may open."""
    shown = [
        ("received", _("Frågor till oss"), "index"),
        ("asked", _("Våra förfrågningar"), "asked"),
        ("queues", _("Köer"), "queues"),
    ]
    if person.has("exchange.ask"):
        shown.append(("groups", _("Kurstillfällen"), "groups"))
    return [
        {"key": key, "label": label, "url": reverse(f"exchange:{name}"), "count": None} for key, label, name in shown
    ]


def _group(request: AuthedRequest) -> StudentGroup | None:
    """Return the course occasion from whose page the form was opened."""
    typed = request.POST.get("group") or request.GET.get("kurstillfalle") or ""
    try:
        key = UUID(typed)
    except ValueError:
        return None
    return StudentGroup.objects.visible_to(request.user).select_related("organisation").filter(pk=key).first()


def _bank_offer(request: AuthedRequest) -> PlaceOffer | None:
    """Return the seats in the place bank from which the form was opened, as long as they are there."""
    typed = request.POST.get("bank") or request.GET.get("platsbank") or ""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        return None
    return bank_offer_for(request.user, int(typed), today())


def _found(request: AuthedRequest, pk: str) -> SeatRequest:
    rows = SeatRequest.objects.visible_to(request.user).select_related("asker", "area", "kind")
    return get_object_or_404(rows, pk=pk)


def _detail(request: AuthedRequest, found: SeatRequest, form: ReasonForm, status: int = 200) -> HttpResponse:
    lines = threads(found, request.user)
    is_ours = can_withdraw_request(request.user, found)
    taken = sum(line.inquiry.seats or 0 for line in lines if line.inquiry.state == Inquiry.State.CONFIRMED)
    context = {
        "nav": "exchange",
        "asked": found,
        "tone": TONES[found.state],
        "threads": lines,
        "is_ours": is_ours,
        "confirmed": taken,
        "n_of": f"{taken}/{found.seats}",
        "missing": max(0, found.seats - taken),
        "named": named(found) if is_ours else [],
        "may_withdraw": is_ours and found.state != SeatRequest.State.WITHDRAWN,
        "form": form,
        "history": history_of(found, request.user) if is_ours else None,  # it names all who were asked
    }
    return render(request, "exchange/request.html", context, status=status)
