"""Carrying over everything that refers to the account that ends, as the registry of references says."""

from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress
from django.db.models import Model, Q, QuerySet

from randa.core.merging import Decision, Reference, references
from randa.people.identity_numbers import NumberKind
from randa.people.merges.journal import Journal, keys_for
from randa.people.merges.periods import join_roles
from randa.people.merges.reading import held_by_others, roles_of_both, rows_of, twin_of
from randa.people.models import IdentityNumber, RoleAssignment, User

STAND_IN_RULE = "people.RoleAssignment:stand_in_stays_within_the_role"


def carry_over(journal: Journal, survivor: User, merged: User) -> None:
    """Move, join, keep or drop every row as its app has decided. Stand-ins are held against their roles when all is in place."""
    with pgtrigger.ignore(STAND_IN_RULE):
        for one in references():
            if one.by:
                _RULES[one.by](journal, survivor, merged)
            elif one.decision in {Decision.JOIN, Decision.REFUSE}:
                _join(journal, one, survivor, merged)
            elif one.decision is Decision.MOVE:
                keys = rows_of(merged, one).order_by("pk").values_list("pk", flat=True)
                journal.move(one.model_class, one.field, keys, merged.pk, survivor.pk)
            elif one.decision is Decision.DROP:
                rows_of(merged, one).delete()
                if one.end is not None:
                    one.end(merged)
    hold_against_roles(journal.keys_of("people.RoleAssignment"))


def hold_against_roles(keys: list[str]) -> None:
    """Let the database look once more at changed roles: a stand-in stays within the role that is lent."""
    found = keys_for(RoleAssignment, keys)
    for row in RoleAssignment.objects.filter(Q(pk__in=found) | Q(delegated_from__in=found)).order_by("pk"):
        RoleAssignment.objects.filter(pk=row.pk).update(starts_on=row.starts_on)


def _join(journal: Journal, one: Reference, survivor: User, merged: User) -> None:
    twins = {row.pk: twin_of(row, one, survivor) for row in rows_of(merged, one).order_by("pk")}
    alone = [key for key, twin in twins.items() if twin is None]
    replaced = {key: twin.pk for key, twin in twins.items() if twin is not None}
    lead_elsewhere(journal, one.model_class, replaced)
    journal.rows(one.model_class, dict.fromkeys(replaced))
    journal.move(one.model_class, one.field, alone, merged.pk, survivor.pk)


def lead_elsewhere(journal: Journal, model: type[Model], replaced: dict[Any, Any], leave: tuple[str, ...] = ()) -> None:
    """Let whatever refers to rows that go refer to those that take their place; a row that can have only one such goes as well."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        field: Any = relation.field  # type: ignore[union-attr]
        if field.name in leave and field.model is model:
            continue
        rows: QuerySet[Any] = QuerySet(field.model).filter(**{f"{field.name}__in": list(replaced)})
        after: dict[Any, Any] = {}
        for row in rows.order_by("pk"):
            other = replaced[getattr(row, field.attname)]
            after[row.pk] = (
                None if field.unique or (other is None and not field.null) else {field.column: _plain(other)}
            )
        journal.rows(field.model, after)


def _plain(key: Any) -> Any:
    return key if key is None or isinstance(key, int) else str(key)


def _roles(journal: Journal, survivor: User, merged: User) -> None:
    rows = roles_of_both(survivor, merged)
    outcome = join_roles(rows, survivor.pk, merged.pk, held_by_others(rows))
    lead_elsewhere(journal, RoleAssignment, dict(outcome.dropped), leave=("delegated_from",))
    journal.rows(RoleAssignment, {**dict.fromkeys(outcome.dropped), **outcome.changed})
    parts = {row.pk: row for row in rows}
    for key, columns in outcome.made:
        part = parts[key]
        made = RoleAssignment.objects.create(
            role_id=part.role_id, organisation_id=part.organisation_id, granted_by_id=part.granted_by_id,
            reason=part.reason, **columns,
        )  # fmt: skip
        journal.made(made)


def _identity(journal: Journal, survivor: User, merged: User) -> None:
    """A number takes the place of the answer that there is none; of two such answers the survivor's stays."""
    current = {row.person_id: row for row in IdentityNumber.objects.filter(person__in=[survivor, merged]).current()}
    if len(current) == 2:
        nothing = [one for one in (current[merged.pk], current[survivor.pk]) if one.kind == NumberKind.NONE]
        over, other = nothing[0], current[survivor.pk if nothing[0].person_id == merged.pk else merged.pk]
        day = max(over.starts_on, other.starts_on).isoformat()
        journal.rows(IdentityNumber, {over.pk: {"ends_before": day}})
    keys = IdentityNumber.objects.filter(person=merged).order_by("pk").values_list("pk", flat=True)
    journal.move(IdentityNumber, "person", keys, merged.pk, survivor.pk)


def _addresses(journal: Journal, survivor: User, merged: User) -> None:
    """Every address once, none of the newly come ones the main one; an address that was shown to be right stays so."""
    own = {row.email.lower(): row for row in EmailAddress.objects.filter(user=survivor).order_by("pk")}
    after: dict[Any, Any] = {}
    for row in EmailAddress.objects.filter(user=merged).order_by("pk"):
        same = own.get(row.email.lower())
        if same is None:
            after[row.pk] = {"user_id": str(survivor.pk), "primary": False}
        else:
            after[row.pk] = None
            after[same.pk] = {"verified": same.verified or row.verified}
    journal.rows(EmailAddress, after)


_RULES = {"roles": _roles, "identity": _identity, "addresses": _addresses}
