"""Two accounts of one person, and what the database holds, for the tests of merging."""

import json
from typing import Any

from django.apps import apps
from django.db import connection

from randa.core.merging import Decision, references
from randa.organisations.models import Organisation
from randa.people.merges.reading import rows_of
from randa.people.merges.services import merge_accounts
from randa.people.models import AccountMerge, User
from tests.factories import person_with

LOGS = {"core_audit_auditevent", "core_audit_chainlink", "core_search_staleentry", "people_accountmerge"}


def clerk(*places: Organisation, permissions: tuple[str, ...] = ()) -> User:
    """Return somebody who may merge at the first place, and has some permissions there."""
    return person_with("people.merge", "people.view", "placements.view", *permissions, at=places[0])


def merged(actor: User, survivor: User, other: User, **chosen: str) -> AccountMerge:
    """Merge as the next request would, with people read anew."""
    actor, survivor, other = (User.objects.get(pk=one.pk) for one in (actor, survivor, other))
    return merge_accounts(actor=actor, survivor=survivor, merged=other, chosen=chosen, reason="Två konton")


def everything(*, without: set[str] | None = None) -> dict[str, dict[str, dict[str, Any]]]:
    """Return table -> key -> row of the whole database, besides logs, and what tells that accounts were merged."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.managed and table not in LOGS | (without or set()):
            key = connection.ops.quote_name(str(model._meta.pk.column))
            with connection.cursor() as cursor:
                cursor.execute(f"select {key}::text, to_jsonb(one)::text from {connection.ops.quote_name(table)} one")  # noqa: S608
                found[table] = {pk: json.loads(row) for pk, row in cursor.fetchall()}
    return found


def without_news(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return `after` without the notifications that tell of a merge."""
    old = before["core_notifications_notification"]
    news = {key: row for key, row in after["core_notifications_notification"].items() if key in old}
    return after | {"core_notifications_notification": news}


def still_refers(account: User) -> list[str]:
    """Return the references, other than those that stay by decision, from which rows still lead to `account`."""
    return [one.key for one in references() if one.decision is not Decision.KEEP and rows_of(account, one).exists()]
