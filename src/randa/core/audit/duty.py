"""Opening another person's record: it is logged, and asked about when it lies outside one's own duty.

    asked = open_record(request, person)
    if asked is not None:
        return asked  # a page that asks why, and comes back here

Duty is known from what other apps have said: a record lies within it when the person belongs (role, enrolment, placement) somewhere under
the organisation that the actor works at right now, unless the record itself asks for a reason always, as a restricted one does.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.core.access.row_security import as_system
from randa.core.audit.origin import worked_as
from randa.core.audit.places import paths_of_person
from randa.core.audit.services import record_opening

REASONS = "audit_reasons"  # in the session: subject -> [reason, when]
KEPT_SECONDS = 600
SALT = "randa.audit.reason"
_ALWAYS_ASKED: dict[str, Callable[[Any, Any], bool]] = {}


def register_always_asked(key: str, rule: Callable[[Any, Any], bool]) -> None:
    """Add a rule `(actor, subject) -> bool` under which a record asks for a reason whoever opens it."""
    _ALWAYS_ASKED[key] = rule


def is_own_duty(actor: Any, subject: Any) -> bool:
    """Tell whether `subject` belongs today where `actor` works right now, and the record asks nobody for a reason."""
    if any(rule(actor, subject) for rule in _ALWAYS_ASKED.values()):
        return False
    place = worked_as(actor).path
    if not place:
        return False
    with as_system("where a person belongs may lie in organisations whose roles the actor cannot see"):
        return any(path.startswith(place) for path in paths_of_person(subject))


def ensure_reason(request: HttpRequest, subject: Any) -> HttpResponse | None:
    """Return a redirect to the page that asks why; None when no reason is needed or one was given within ten minutes."""
    if request.user.pk == subject.pk or given_reason(request, subject) or is_own_duty(request.user, subject):
        return None
    token = signing.dumps([str(request.user.pk), str(subject.pk), request.get_full_path()], salt=SALT)
    return redirect(f"{reverse('audit:why')}?{urlencode({'till': token})}")


def open_record(request: HttpRequest, subject: Any, obj: models.Model | None = None) -> HttpResponse | None:
    """Ask for a reason when one is needed, else log that the person in front of the page opened `obj` (the person themselves).

    A form that is sent in is never asked about, because it would be lost: the opening is logged all the same.

    Raises:
        AuditUnavailableError: the opening cannot be logged; the record must not be shown.
    """
    asked = None if request.method == "POST" else ensure_reason(request, subject)
    if asked is None:
        record_opening(request.user, subject if obj is None else obj, subject, reason=given_reason(request, subject))
    return asked


def given_reason(request: HttpRequest, subject: Any) -> str:
    """Return the reason that was given for this person in this session within ten minutes; empty for none."""
    reason, when = request.session.get(REASONS, {}).get(str(subject.pk), ["", 0])
    return str(reason) if time.time() - when < KEPT_SECONDS else ""


def keep_reason(request: HttpRequest, subject_pk: str, reason: str) -> None:
    """Remember a reason for ten minutes; older ones are forgotten."""
    now = time.time()
    kept = {key: one for key, one in request.session.get(REASONS, {}).items() if now - one[1] < KEPT_SECONDS}
    request.session[REASONS] = {**kept, subject_pk: [reason, now]}
