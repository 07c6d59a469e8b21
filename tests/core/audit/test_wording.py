"""Every action that is recorded anywhere has a sentence that people can read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from randa.core.audit import wording
from randa.core.audit.models import AuditEvent
from randa.core.audit.services import record
from tests.factories import OrganisationFactory

SRC = Path(__file__).resolve().parents[3] / "src" / "randa"
ACTION_PLACE = 1  # record(actor, action, obj, …)


def recorded(path: Path) -> Iterator[str]:
    """Yield the action of every call of the log's `record` in a file; an action that is not written out fails the test."""
    text = path.read_text(encoding="utf-8")
    if "core.audit" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or len(node.args) <= ACTION_PLACE:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "record":
            yield from _texts(node.args[ACTION_PLACE], f"{path}:{node.lineno}")


def _texts(node: ast.expr, place: str) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body, place)
        yield from _texts(node.orelse, place)
    elif isinstance(node, ast.JoinedStr):
        start = node.values[0]
        assert isinstance(start, ast.Constant), (
            f"{place}: begin the action with its subject, so that it can be searched"
        )
        yield str(start.value)
    else:
        assert isinstance(node, ast.Constant), f"{place}: write the action out, so that it can be searched and worded"
        yield str(node.value)


ACTIONS = sorted({action for path in SRC.rglob("*.py") for action in recorded(path)})


def test_actions_are_found_in_the_code() -> None:
    assert {"role.granted", "plan.undone", "mandate.changed", "record.opened"} <= set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_recorded_action_has_a_sentence(action: str) -> None:
    worded = {key for key, _sentence in wording.action_choices()}

    assert action in worded or any(key.startswith(action) for key in worded if action.endswith((".", "_"))), (
        f"register a sentence for {action!r} with randa.core.audit.wording.register"
    )


@pytest.mark.django_db
def test_what_was_empty_and_still_is_is_no_change() -> None:
    region = OrganisationFactory.create()
    record(
        None, "organisation.changed", region, before={}, after={"scopes": "", "mail_domains": [], "client_id": "randa"}
    )
    event = AuditEvent.objects.get()

    (change,) = wording.Words([event], {}).changes(event)

    assert (change.before, change.after) == ("–", "randa")
