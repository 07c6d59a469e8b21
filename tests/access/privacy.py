"""Personal data: everybody their own; the officer (administrator) requests, register and removal; the auditor approves."""

import datetime as dt
from typing import Any

from django.utils import timezone

from randa.privacy.loader import load_retention_classes
from randa.privacy.models import AccessExport, LegalHold, PrivacyRequest, RetentionRun
from randa.privacy.services import make_request
from tests.access.world import Objects
from tests.factories import TODAY, UserFactory

EVERYBODY = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
MOVES_ON = {"anonymous": 302, "outsider": 302, "learner": 302, "training_manager": 302, "administrator": 302}
REFUSED = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403}
UNSEEN = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 404}
OF_THE_LEARNER = {"anonymous": 302, "outsider": 404, "training_manager": 404}

ROWS: dict[str, dict[str, int]] = {
    "privacy:own": EVERYBODY,
    "privacy:own_pdf": EVERYBODY,
    "privacy:export_ask": MOVES_ON,
    "privacy:export": OF_THE_LEARNER | {"learner": 200, "administrator": 404},
    "privacy:export_file": OF_THE_LEARNER | {"learner": 200, "administrator": 404},
    "privacy:request_new": EVERYBODY,
    "privacy:request_note": REFUSED | {"administrator": 200},
    "privacy:request": OF_THE_LEARNER | {"learner": 200, "administrator": 200},
    "privacy:request_withdraw": OF_THE_LEARNER | {"learner": 302, "administrator": 403},
    "privacy:request_answer": OF_THE_LEARNER | {"learner": 403, "administrator": 422},
    "privacy:request_extend": OF_THE_LEARNER | {"learner": 403, "administrator": 422},
    "privacy:request_export": OF_THE_LEARNER | {"learner": 403, "administrator": 302},
    "privacy:request_lift": OF_THE_LEARNER | {"learner": 403, "administrator": 422},
    "privacy:requests": REFUSED | {"administrator": 200},
    "privacy:register_index": REFUSED | {"administrator": 302},
    "privacy:register": REFUSED | {"administrator": 200},
    "privacy:register_pdf": REFUSED | {"administrator": 200},
    "privacy:controller": REFUSED | {"administrator": 200},
    "privacy:retention_index": REFUSED | {"administrator": 302},
    "privacy:retention": REFUSED | {"administrator": 200},
    "privacy:period": REFUSED | {"administrator": 200},
    "privacy:hold_new": REFUSED | {"administrator": 200},
    "privacy:hold_lift": UNSEEN | {"administrator": 422},
    "privacy:run_new": REFUSED | {"administrator": 302},
    "privacy:run": UNSEEN | {"administrator": 200},
    "privacy:run_approve": UNSEEN | {"administrator": 409},
    "privacy:run_reject": UNSEEN | {"administrator": 422},
    "privacy:run_apply": UNSEEN | {"administrator": 409},
    "privacy:run_protocol": UNSEEN | {"administrator": 404},
}


def arguments(objects: Objects) -> dict[str, dict[str, Any]]:
    """Make a request and a finished export of the learner, a hold, and a removal that waits for nobody."""
    load_retention_classes()
    learner, officer = objects.actors["learner"], objects.actors["administrator"]
    assert learner is not None
    request: PrivacyRequest = make_request(
        actor=learner, person=learner, kind="correction", text="Fel titel", today=TODAY
    )
    now = timezone.now()
    export = AccessExport.objects.create(
        person=learner, asked_by=learner, content=b"zip", ready_at=now, expires_at=now + dt.timedelta(days=7)
    )
    hold = LegalHold.objects.create(
        organisation=objects.region, kind="roles", reason="Tvist", placed_on=TODAY, placed_by=officer
    )
    run = RetentionRun.objects.create(
        organisation=objects.region, day=TODAY, plan_sha256="0" * 64, proposed_by=UserFactory.create()
    )
    of_request = ("request", "request_withdraw", "request_answer", "request_extend", "request_export", "request_lift")
    of_run = ("run", "run_approve", "run_reject", "run_apply", "run_protocol")
    return {
        **{f"privacy:{name}": {"pk": request.pk} for name in of_request},
        **{f"privacy:{name}": {"pk": run.pk} for name in of_run},
        "privacy:export": {"pk": export.pk},
        "privacy:export_file": {"pk": export.pk},
        "privacy:hold_lift": {"pk": hold.pk},
        "privacy:period": {"key": "roles"},
    }
