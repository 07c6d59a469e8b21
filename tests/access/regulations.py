"""Who may open the pages about rules: what holds is open to everybody who is signed in, drafts to those who write them."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from randa.core.clock import today
from randa.regulations.models import RuleSet
from tests.access.organisations import EVERYBODY_SIGNED_IN

if TYPE_CHECKING:
    from tests.access.world import Objects


WRITERS = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 200, "administrator": 200}
STARTED = WRITERS | {"training_manager": 302, "administrator": 302}
ROWS: dict[str, dict[str, int]] = {
    "regulations:list": EVERYBODY_SIGNED_IN,
    "regulations:detail": EVERYBODY_SIGNED_IN,
    "regulations:regions": EVERYBODY_SIGNED_IN,
    "regulations:region": EVERYBODY_SIGNED_IN,
    "regulations:compare": EVERYBODY_SIGNED_IN,
    "regulations:regulations": EVERYBODY_SIGNED_IN,
    "regulations:objectives": EVERYBODY_SIGNED_IN,
    "regulations:specialities": EVERYBODY_SIGNED_IN,
    "regulations:draft": WRITERS,
    "regulations:draft_review": WRITERS,
    "regulations:draft_start": STARTED,
    "regulations:draft_discard": STARTED,
    "regulations:withdraw": WRITERS | {"training_manager": 422, "administrator": 422},
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    coming = RuleSet.objects.create(
        organisation=objects.region, name="Egna", version=1, valid_from=today() + dt.timedelta(days=30),
        decided_by="Regionstyrelsen", source="Protokoll 1",
    )  # fmt: skip
    later = coming.valid_from + dt.timedelta(days=30)
    RuleSet.objects.create(organisation=objects.region, name="Egna", version=2, valid_from=later, state="draft")
    return {"regulations:withdraw": {"pk": coming.pk}}
