"""Everybody has notifications and choices of their own; those of the world are the training manager's."""

from typing import Any

from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.models import Notification
from randa.core.notifications.services import notify
from tests.access.world import Objects

OWN_PAGE = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
OWN_FORM = {"anonymous": 302, "outsider": 302, "learner": 302, "training_manager": 302, "administrator": 302}
ADDRESSED = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 302, "administrator": 404}

ROWS: dict[str, dict[str, int]] = {
    "notifications:list": OWN_PAGE,
    "notifications:bell": OWN_PAGE,
    "notifications:choices": OWN_PAGE,
    "notifications:everything": OWN_FORM,
    "notifications:address_works": OWN_FORM,
    "notifications:later": OWN_FORM,
    "notifications:open": ADDRESSED,
    "notifications:read": ADDRESSED,
    "notifications:done": ADDRESSED,
    "notifications:mail_status": {
        "anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200,
    },
}  # fmt: skip


def arguments(objects: Objects) -> dict[str, dict[str, Any]]:
    """Tell the training manager something."""
    manager = objects.actors["training_manager"]
    notify(manager, SECURITY.key, "Nytt lösenord", url="/")
    own = {"pk": Notification.objects.get(recipient=manager, kind=SECURITY.key).pk}
    return dict.fromkeys(("notifications:open", "notifications:read", "notifications:done"), own)
