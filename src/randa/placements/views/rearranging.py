"""Planning a draft anew: what no longer fits, which answer to choose, and laying it as one edit."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.dial import terms_for
from randa.placements.errors import EditConflictError
from randa.placements.judging import choices_of
from randa.placements.models import Plan, Rearrangement
from randa.placements.permissions import can_edit_plan
from randa.placements.queries.conflicts import conflict_rows
from randa.placements.queries.edits import steps
from randa.placements.queries.misfits import misfits
from randa.placements.queries.rearrangement import (
    edits_meanwhile,
    effect,
    laid_edit,
    learners_in_parts,
    left_by_hand,
    locked_blocks,
    positions,
)
from randa.placements.services.rearranging import lay_answer, start_mending, start_rearranging_selection
from randa.placements.services.undo import redo_edit, undo_edit
from randa.placements.views.plan import plan_context, visible_plan

MOST_LEARNERS = 3000


def editable_plan(request: AuthedRequest, pk: str) -> Plan:
    """Return a plan that the person plans all of; 403 for one that they only read."""
    plan = visible_plan(request, pk)
    if not can_edit_plan(request.user, plan):
        raise PermissionDenied("placements.plan")
    return plan


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rearrange(request: AuthedRequest, pk: str) -> HttpResponse:
    """What in the plan no longer fits, and the start of planning it anew. A plan that counts is copied to a draft first."""
    plan = editable_plan(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    found = misfits(plan, today())
    if request.method == "POST" and form.is_valid():
        try:
            made = _start(request, plan, {str(one.enrolment.pk) for one in found.learners})
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:detail", made.job_id)
    context = plan_context(request, plan, "rearrange") | {
        "form": form,
        "misfits": found,
        "locked": plan.placements.filter(is_locked=True).count(),
        "is_strict": choices_of(plan).is_strict,
        "in_parts": learners_in_parts(plan),
        "terms": terms_for(list(plan.regions.all())),
        "kept": set(request.POST.getlist("listed")) - set(request.POST.getlist("may")),
        "earlier": list(plan.rearrangements.select_related("created_by")[:10]),
    }
    return render(request, "placements/rearrange.html", context, status=422 if form.errors else 200)


def _start(request: AuthedRequest, plan: Plan, misfitting: set[str]) -> Rearrangement:
    """Queue what was asked for: the learners chosen in the grid, or all that no longer fits but those who are to be left alone."""
    terms = terms_for(list(plan.regions.all()))
    if "everybody" in request.POST:
        return start_rearranging_selection(actor=request.user, plan=plan, enrolments=None, seconds=terms.whole_seconds)
    if "learners" in request.POST:
        chosen = [_key(text) for text in request.POST["learners"].split(",") if text][:MOST_LEARNERS]
        return start_rearranging_selection(
            actor=request.user, plan=plan, enrolments=chosen, seconds=terms.selection_seconds
        )  # fmt: skip
    held = misfitting & (set(request.POST.getlist("listed")) - set(request.POST.getlist("may")))
    return start_mending(actor=request.user, plan=plan, held=held)


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise BadRequest("learners: expected keys") from error


class LayForm(forms.Form):
    """Which answer is laid, and whether the planner's own version goes before what others have done."""

    answer = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    overwrite = forms.BooleanField(label=gettext_lazy("Lägg svaret ändå"), required=False)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rearrangement(request: AuthedRequest, pk: str, rearrangement_pk: UUID) -> HttpResponse:
    """The dial: what each position costs and whom it disturbs; one is laid in the draft, taken back and laid again."""
    plan = editable_plan(request, pk)
    asked = get_object_or_404(plan.rearrangements.select_related("plan", "job"), pk=rearrangement_pk)
    form = LayForm(request.POST if "answer" in request.POST else None, initial={"answer": _shown(request, asked)})
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            done = _act(request, plan, asked, form)
        except EditConflictError as refusal:
            form.add_error(None, str(refusal))
            context["conflicts"] = conflict_rows(refusal.conflicts)
        except DomainError as refusal:
            if not form.is_bound:
                form = LayForm({"answer": _shown(request, asked)})
                form.is_valid()
            form.add_error(None, str(refusal))
        else:
            if done is not None:
                return done
        asked.refresh_from_db()
    laid = laid_edit(asked)
    number = _shown(request, asked) if laid is None else asked.laid_answer or 0
    answers = positions(asked)
    own = steps(plan, request.user)
    context |= plan_context(request, plan, "rearrange") | {
        "rearrangement": asked,
        "form": form,
        "locked": locked_blocks(asked),
        "in_parts": learners_in_parts(plan, asked.asked.get("only")),
        "by_hand": left_by_hand(asked),
        "positions": answers,
        "position": answers[number] if answers else None,
        "effect": effect(asked, number, laid) if answers else None,
        "laid": laid,
        "own": own,
        "meanwhile": [] if laid else [one for one in edits_meanwhile(asked) if one.number != asked.laid_in],
    }
    return render(request, "placements/rearrangement.html", context, status=422 if form.errors else 200)


def _shown(request: AuthedRequest, asked: Rearrangement) -> int:
    """Return the number of the answer that is looked at: the address says which, else what was laid, else the first."""
    text = request.POST.get("answer", request.GET.get("lage", ""))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else asked.laid_answer or 0
    return min(number, max(0, len(asked.answers or []) - 1))


def _act(request: AuthedRequest, plan: Plan, asked: Rearrangement, form: LayForm) -> HttpResponse | None:
    if "undo" in request.POST:
        undo_edit(actor=request.user, plan=plan)
        toast(request, _("Ångrat. Utkastet är som det var."))
    elif "redo" in request.POST:
        redo_edit(actor=request.user, plan=plan)
        toast(request, _("Gjort om. Svaret ligger i utkastet igen."))
    elif form.is_valid():
        number, overwrite = form.cleaned_data["answer"], form.cleaned_data["overwrite"]
        made = lay_answer(actor=request.user, rearrangement=asked, number=number, overwrite=overwrite)
        count = len(made.edit.after)
        text = ngettext(
            "%(count)d block är omlagt i utkastet. Det är en ändring, och den går att ångra.",
            "%(count)d block är omlagda i utkastet. Det är en ändring, och den går att ångra.",
            count,
        )
        toast(request, text % {"count": count})
    else:
        return None
    return redirect(asked)
