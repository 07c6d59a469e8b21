"""A student's own course occasions: wishes, a special reason, and the seat with why it became that one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.exchange.forms_groups import ReasonKindForm, WishForm
from randa.exchange.models import GroupMember
from randa.exchange.queries.allocating import rule_of
from randa.exchange.queries.wishes import own_groups, units_to_wish
from randa.exchange.services.wishes import ask_for_consideration, state_wishes
from randa.exchange.views.groups import FORM_METHODS
from randa.exchange.why import seat_words
from randa.people.http import AuthedRequest


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """What one wished stays here after the last day, beside what one got."""
    day = today()
    rows = [(one, one.member.group.takes_wishes(day), seat_words(one.member.why)) for one in own_groups(request.user)]
    return render(request, "exchange/mine.html", {"nav": "mine", "rows": rows})


@login_required
@require_http_methods(FORM_METHODS)
def wish(request: AuthedRequest, pk: str) -> HttpResponse:
    """Rank the units that have seats."""
    member = _own(request, pk)
    wished = [one.unit_id for one in member.wishes.order_by("rank")]
    form = WishForm(
        request.POST or None, units=units_to_wish(member.group), most=rule_of(member.group).most_wishes, wished=wished
    )
    if request.method == "POST" and form.is_valid():
        try:
            state_wishes(actor=request.user, member=member, units=form.units(), today=today())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Dina önskemål är sparade. Du kan ändra dem till och med sista dagen."))
            return redirect("exchange:mine")
    context = {"nav": "mine", "member": member, "group": member.group, "form": form}
    return render(request, "exchange/wish.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def ask(request: AuthedRequest, pk: str) -> HttpResponse:
    """Say that there is a special reason."""
    member = _own(request, pk)
    form = ReasonKindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_consideration(actor=request.user, member=member, kind=form.cleaned_data["kind"], today=today())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Anmält. Visa ditt intyg för lärosätet, som beslutar. Intyget sparas inte."))
            return redirect("exchange:mine")
    context = {"nav": "mine", "member": member, "group": member.group, "form": form}
    return render(request, "exchange/ask_reason.html", context, status=422 if form.errors else 200)


def _own(request: AuthedRequest, pk: str) -> GroupMember:
    rows = GroupMember.objects.filter(enrolment__learner=request.user)
    return get_object_or_404(rows.select_related("group__organisation", "enrolment__learner"), pk=pk)
