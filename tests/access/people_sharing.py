"""Sharing with other organisations: whoever looks after it on one of the sides."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from randa.people.models import SharingAgreement
from tests.factories import TODAY, OrganisationFactory

if TYPE_CHECKING:
    from tests.access.world import Objects

SHARES = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "people:sharing": SHARES,
    "people:sharing_new": SHARES,
    "people:sharing_agreement": SHARES,
    "people:sharing_answer": SHARES | {"administrator": 302},
    "people:sharing_end": SHARES | {"administrator": 422},  # it asks why
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    manager = objects.actors["training_manager"]
    assert manager is not None
    agreement = SharingAgreement.objects.create(
        giver=OrganisationFactory.create(), receiver=objects.region, permissions=["people.view"], starts_on=TODAY,
        ends_before=TODAY + dt.timedelta(days=30), reason="Gemensam utbildning", giver_proposed=True, proposed_by=manager,
    )  # fmt: skip
    about = {"pk": agreement.pk}
    return dict.fromkeys(("people:sharing_agreement", "people:sharing_answer", "people:sharing_end"), about)
