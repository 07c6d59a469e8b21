"""What has changed about a person, and who has looked."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from randa.core.audit.duty import open_record
from randa.core.audit.history import lines_of
from randa.core.audit.models import AuditEvent
from randa.core.audit.queries import events_seen_by, history_about, page_of
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.people.permissions import can_see_who_has_looked
from randa.people.person_tabs import person_tabs


@never_cache
@login_required
@require_safe
def person_history(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Everything that was changed about the person, as far as the viewer sees where it happened."""
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if (asked := open_record(request, shown)) is not None:
        return asked
    history = history_about(shown, request.user, permission="people.view")
    context = {
        "nav": "people", "person": shown, "tabs": person_tabs(request.user, shown), "tab": "history", "history": history,
    }  # fmt: skip
    return render(request, "people/person_history.html", context)


@never_cache
@login_required
@require_safe
def person_seen(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Who has opened the person's data, for those who read the log. The person themselves has a page of their own."""
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if shown.pk == request.user.pk:
        return redirect("audit:mine")
    if not can_see_who_has_looked(request.user, shown):
        raise Http404
    if (asked := open_record(request, shown)) is not None:
        return asked
    openings = events_seen_by(request.user).filter(subject=shown, kind=AuditEvent.Kind.OPENING).order_by("-pk")
    found, older = page_of(openings, request.GET.get("fore", ""))
    context = {
        "nav": "people", "person": shown, "tabs": person_tabs(request.user, shown), "tab": "seen",
        "rows": lines_of(found), "older": older,
    }  # fmt: skip
    return render(request, "people/person_seen.html", context)
