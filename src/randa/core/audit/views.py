"""The person's own pages of the log: who has seen my data, and the question why one looks at somebody else's."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.audit.duty import KEPT_SECONDS, SALT, keep_reason
from randa.core.audit.forms import ReasonForm
from randa.core.audit.history import lines_of
from randa.core.audit.models import AuditEvent
from randa.core.audit.queries import own_events, page_of

VIEWS = {"oppningar": AuditEvent.Kind.OPENING, "andringar": AuditEvent.Kind.CHANGE}


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everybody who opened or changed something about the person who asks."""
    view = request.GET.get("visa", "")
    view = view if view in VIEWS else "oppningar"
    found, older = page_of(own_events(request.user, VIEWS[view]), request.GET.get("fore", ""))
    labels = {"oppningar": _("Har öppnat"), "andringar": _("Har ändrat")}
    views = [{"key": key, "label": label, "url": f"?visa={key}", "count": None} for key, label in labels.items()]
    context = {"nav": "seen_by", "views": views, "view": view, "rows": lines_of(found), "older": older}
    return render(request, "audit/mine.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest) -> HttpResponse:
    """Ask why a record is opened, keep the answer for ten minutes and go on to the record."""
    subject, target = _asked(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep_reason(request, str(subject.pk), form.cleaned_data["reason"].strip())
        return redirect(target)
    return render(request, "audit/why.html", {"person": subject, "form": form}, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> tuple[Any, str]:
    """Return the person and the address that a record's own page signed for whoever is asking; 404 for anything else."""
    try:
        actor, subject, target = signing.loads(request.GET.get("till", ""), salt=SALT, max_age=KEPT_SECONDS * 6)
        key = UUID(subject)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if actor != str(request.user.pk) or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        raise Http404
    return get_object_or_404(get_user_model(), pk=key), target
