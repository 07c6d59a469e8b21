"""The log: everybody reads who has seen their own data; a reason is asked for only by a record's own page."""

from typing import TYPE_CHECKING, Any

from randa.core.audit.services import record

if TYPE_CHECKING:
    from tests.access.world import Objects

OWN_PAGE = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}

LOG = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    """Make an event of the region's own."""
    event = record(objects.actors["administrator"], "record.opened", objects.region)
    return {"audit:event": {"pk": event.pk}}


ROWS: dict[str, dict[str, int]] = {
    "audit:index": LOG,
    "audit:event": LOG,
    "audit:chain": LOG,
    "audit:export": LOG | {"administrator": 400},  # which kind of file is not said
    "audit:mine": OWN_PAGE,
    "audit:why": dict.fromkeys(OWN_PAGE, 404) | {"anonymous": 302},
}
