"""Writing a region's own rules: the draft, what it changes, publishing, throwing away, and taking back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.regulations.errors import DraftChangedError
from randa.regulations.forms import ReasonForm
from randa.regulations.forms_draft import DraftForm
from randa.regulations.models import RuleSet
from randa.regulations.permissions import can_decide_rules, can_edit_rules, can_withdraw_rules
from randa.regulations.queries_draft import changes_of, decidable, draft_of
from randa.regulations.services import discard_draft, publish_draft, save_draft, start_draft, withdraw_version
from randa.regulations.uses import is_used, touched_by
from randa.regulations.views_version import version_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _region(request: AuthedRequest, code: str) -> Organisation:
    region = get_object_or_404(Organisation.objects.regions(), code=code)
    require(can_edit_rules, request.user, region)
    return region


def _draft(region: Organisation) -> RuleSet:
    draft = draft_of(region)
    if draft is None:
        raise Http404
    return draft


@login_required
@require_POST
def start(request: AuthedRequest, code: str) -> HttpResponse:
    """Start a draft, or go on with the one there is."""
    region = _region(request, code)
    start_draft(actor=request.user, region=region, today=today())
    return redirect("regulations:draft", code)


@login_required
@require_http_methods(FORM_METHODS)
def draft(request: AuthedRequest, code: str) -> HttpResponse:
    """The draft as a form, a field per rule that the region may decide."""
    region = _region(request, code)
    form, one = _form(request, region)
    if request.method == "POST" and form.is_valid():
        try:
            save_draft(actor=request.user, draft=one, seen=one.revision, written=form.written())
        except DraftChangedError:
            form, one = _form(request, region)  # opens with what the other has saved, and says so
            form.is_valid()
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Utkastet är sparat. Det gäller först när det är publicerat."))
            return redirect("regulations:draft_review" if "review" in request.POST else "regulations:draft", code)
    context = {"nav": "regulations", "region": region, "draft": one, "form": form}
    return render(request, "regulations/draft.html", context, status=422 if form.errors else 200)


def _form(request: AuthedRequest, region: Organisation) -> tuple[DraftForm, RuleSet]:
    one = _draft(region)
    return DraftForm(request.POST or None, draft=one, region=region, rules=decidable(one, region)), one


@login_required
@require_http_methods(FORM_METHODS)
def review(request: AuthedRequest, code: str) -> HttpResponse:
    """What the draft changes in words, and what counts with it; whoever decides publishes it here."""
    region = _region(request, code)
    one, refused = _draft(region), ""
    if request.method == "POST":
        require(can_decide_rules, request.user, region)
        seen = request.POST.get("seen", "")
        try:
            publish_draft(actor=request.user, draft=one, seen=int(seen) if seen.isdecimal() else -1, today=today())
        except DomainError as refusal:
            one, refused = _draft(region), str(refusal)
        else:
            toast(request, _("Versionen är publicerad och gäller från sin dag. Den ändras inte mer."))
            return redirect(one)
    changes = changes_of(one)
    context = {
        "nav": "regulations",
        "region": region,
        "draft": one,
        "changes": changes,
        "unused": [change.label for change in changes if not is_used(change.key)],
        "touched": touched_by(request.user, region, one.valid_from, [change.key for change in changes]),
        "refused": refused,
        "may_decide": can_decide_rules(request.user, region),
    }
    return render(request, "regulations/draft_review.html", context, status=409 if refused else 200)


@login_required
@require_POST
def discard(request: AuthedRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    region = _region(request, code)
    discard_draft(actor=request.user, draft=_draft(region))
    toast(request, _("Utkastet är kastat. Inget som gäller har ändrats."))
    return redirect("regulations:region", code)


@login_required
@require_POST
def withdraw(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take a version back before its first day, with a reason."""
    version = get_object_or_404(RuleSet.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    require(can_withdraw_rules, request.user, version)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            withdraw_version(actor=request.user, version=version, today=today(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Versionen är återtagen. Det som gällde innan fortsätter att gälla."))
            return redirect(reverse("regulations:detail", args=[pk]))
    return version_page(request, version, form, status=422)
