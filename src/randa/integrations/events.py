"""What other systems may hear of. Events are made from the audit log, and say what happened to what, never to whom by name."""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.audit.models import AuditEvent

TEST = "test.ping"


@dataclass(frozen=True, slots=True)
class EventKind:
    """A group of actions of the log that one subscribes to together."""

    sentence: str | Promise
    actions: tuple[str, ...]


KINDS = {
    "roles": EventKind(
        _("Någon får, ändrar eller förlorar en roll"),
        ("role.granted", "role.extended", "role.ended", "role.withdrawn", "role.restored", "role.lent"),
    ),
    "people": EventKind(
        _("En persons konto skapas, avslutas eller rättas"),
        ("account.created", "account.closed", "person.corrected", "person.own_details"),
    ),
    "plans": EventKind(_("En plan med placeringar publiceras"), ("plan.published",)),
    "posts": EventKind(_("Planerade utbildningstjänster ändras"), ("plan.changed", "plan.undone")),
    "keys": EventKind(_("En API-nyckel skapas eller återkallas"), ("api_key.made", "api_key.revoked")),
}


def actions_of(kinds: list[str]) -> list[str]:
    """Return the actions of the log that belong to `kinds`."""
    return [action for name in kinds if name in KINDS for action in KINDS[name].actions]


def body_of(event: AuditEvent, position: int) -> str:
    """Return what is sent about an event: ids only, so that whoever reads it must ask the interface, which knows who may see what."""
    place = event.organisation_path.rstrip("/").rsplit("/", 1)[-1]
    data = {
        "position": position, "object_type": event.object_type, "object_id": event.object_id, "organisation": place,
    }  # fmt: skip
    return json.dumps({"type": event.action, "timestamp": event.at.isoformat(), "data": data})


def test_body(organisation: str, moment: str) -> str:
    """Return what the button for a test sends."""
    return json.dumps({"type": TEST, "timestamp": moment, "data": {"organisation": organisation}})
