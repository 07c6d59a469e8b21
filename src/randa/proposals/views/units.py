"""The unit's side: what one's units are asked, who would come, and the answers."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.proposals.forms import AnswerForm
from randa.proposals.models import ANSWER, NoReason, Proposal, ProposedBlock
from randa.proposals.permissions import can_answer_for_unit
from randa.proposals.queries.asked import asked_units
from randa.proposals.queries.overview import answers_at
from randa.proposals.queries.supervisors import able_for
from randa.proposals.services.answering import accept_all, answer_block
from randa.training.models import Unit


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Every proposal to the units one keeps, those that wait first."""
    if not request.user.has(ANSWER):
        raise PermissionDenied(ANSWER)
    context = {"nav": "proposals", "rows": asked_units(request.user), "today": today()}
    return render(request, "proposals/index.html", context)


@login_required
@require_safe
def unit(request: AuthedRequest, pk: str, code: str) -> HttpResponse:
    """Who would come to the unit which weeks, and the answer to each."""
    return _page(request, *_found(request, pk, code))


@login_required
@require_POST
def accept(request: AuthedRequest, pk: str, code: str) -> HttpResponse:
    """Yes to all that waits."""
    proposal, place = _found(request, pk, code)
    count = accept_all(actor=request.user, proposal=proposal, unit=place)
    words = ngettext("Sparat: ja till %(n)d block.", "Sparat: ja till %(n)d block.", count) % {"n": count}
    toast(request, words)
    return redirect("proposals:unit", proposal.pk, code)


@login_required
@require_POST
def answer(request: AuthedRequest, pk: str, code: str, block_pk: str) -> HttpResponse:
    """Answer about one block. A refusal stands in the block's own form, with what was written."""
    proposal, place = _found(request, pk, code)
    block = get_object_or_404(
        ProposedBlock.objects.asked_of(request.user).select_related("unit__organisation", "proposal__plan"),
        pk=block_pk, proposal=proposal, unit=place,
    )  # fmt: skip
    form = AnswerForm(request.POST, block=block, able=able_for(place, [block])[block.pk])
    if form.is_valid():
        try:
            answer_block(actor=request.user, block=block, said=form.said(), seen=form.cleaned_data["seen"])
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Ditt svar är sparat, och planeraren ser det."))
            return redirect("proposals:unit", proposal.pk, code)
    return _page(request, proposal, place, form)


def _found(request: AuthedRequest, pk: str, code: str) -> tuple[Proposal, Unit]:
    rows = Proposal.objects.visible_to(request.user).select_related("plan", "sent_by")
    proposal = get_object_or_404(rows, pk=pk)
    asked = ProposedBlock.objects.asked_of(request.user).filter(proposal=proposal)
    units = Unit.objects.filter(pk__in=asked.values("unit")).select_related("organisation", "area", "region")
    place = get_object_or_404(units, organisation__code=code)
    require(can_answer_for_unit, request.user, place)
    return proposal, place


def _page(request: AuthedRequest, proposal: Proposal, place: Unit, refused: AnswerForm | None = None) -> HttpResponse:
    rows = answers_at(proposal, place, request.user)
    able = able_for(place, [one.block for one in rows if one.may_be_answered]) if proposal.is_open else {}
    reasons = list(NoReason.objects.all())
    seen = []
    for one in rows:
        form = None
        if one.block.pk in able:
            is_refused = refused is not None and refused.prefix == AnswerForm.prefix_of(one.block)
            form = refused if is_refused else AnswerForm(block=one.block, able=able[one.block.pk], reasons=reasons)
        seen.append((one, form))
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "unit": place,
        "rows": seen,
        "waiting": sum(one.waits for one in rows),
        "is_late": proposal.answer_by < today(),
    }
    return render(request, "proposals/unit.html", context, status=422 if refused is not None else 200)
