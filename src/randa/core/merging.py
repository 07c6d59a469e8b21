"""What happens to each reference to a person when two accounts of that person are merged.

An app that refers to people has a module `merging.py` that decides about each of its references when it is imported; `randa.people`
imports them all. A test fails for a reference without a decision.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, Model
from django.utils.functional import Promise

Words = str | Promise


class Decision(StrEnum):
    """What a merge does to the rows that refer to the account that ends."""

    MOVE = "move"  # they refer to the account that lives on
    JOIN = "join"  # they move, except those that the other account has already: these become one
    REFUSE = "refuse"  # they move, but when both accounts have such a row somebody must choose first
    KEEP = "keep"  # they stay: what was signed, and what opens only the account that ends
    DROP = "drop"  # they go for good, also when the merge is undone


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference to a person.

    Attributes:
        model, field: "people.RoleAssignment", "user".
        decision: what a merge does to its rows.
        what: the rows in words, in the plural and without a capital: what the page of a merge counts.
        twin: JOIN and REFUSE: rows of both accounts with the same values here, none of them empty, are one and the same.
        condition: lookups that both twins fulfil.
        refusal: REFUSE: what to do first, as a sentence.
        may_go: undoing is not stopped by rows that have been cleared away, or handed on, since.
        by: JOIN: name of the rule of the app people that joins them, where equal fields are not enough.
        end: DROP: called with the ended account after its rows have gone.
    """

    model: str
    field: str
    decision: Decision
    what: Words = ""
    twin: tuple[str, ...] = ()
    condition: tuple[tuple[str, Any], ...] = ()
    refusal: Words = ""
    may_go: bool = False
    by: str = ""
    end: Callable[[Any], None] | None = None

    @property
    def key(self) -> str:
        return f"{self.model}.{self.field}"

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)


_references: dict[str, Reference] = {}


def register(*references: Reference) -> None:
    """Add decisions, or replace those about the same reference."""
    for one in references:
        _references[one.key] = one


def move(key: str, what: Words, *, may_go: bool = False) -> Reference:
    """Return the decision that rows follow the person."""
    return _reference(key, Decision.MOVE, what, may_go=may_go)


def keep(*keys: str, what: Words = "") -> tuple[Reference, ...]:
    """Return the decisions that rows stay: a signature is not written over, whoever the signer turns out to be."""
    return tuple(_reference(key, Decision.KEEP, what) for key in keys)


def join(key: str, what: Words, *twin: str, may_go: bool = False, by: str = "") -> Reference:
    """Return the decision that rows follow the person, and that equal ones become one."""
    return _reference(key, Decision.JOIN, what, twin=twin, may_go=may_go, by=by)


def refuse(key: str, what: Words, refusal: Words, *twin: str, **condition: Any) -> Reference:
    """Return the decision that rows follow the person unless both accounts have one; `refusal` says what to do then."""
    return _reference(key, Decision.REFUSE, what, twin=twin, refusal=refusal, condition=tuple(condition.items()))


def drop(key: str, what: Words, end: Callable[[Any], None] | None = None) -> Reference:
    """Return the decision that rows end with the account."""
    return _reference(key, Decision.DROP, what, end=end)


def _reference(key: str, decision: Decision, what: Words, **more: Any) -> Reference:
    model, field = key.rsplit(".", 1)
    return Reference(model, field, decision, what, **more)


def references() -> list[Reference]:
    """Return every decision, in the order in which the apps registered them."""
    return list(_references.values())


def fields_to_people() -> Iterator[str]:
    """Yield "app.Model.field" for every column that refers to a person, also those of other packages."""
    person = get_user_model()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.is_relation and field.related_model is person:
                yield f"{model._meta.label}.{field.name}"


def accounts_of(person: Any) -> list[UUID]:
    """Return the key of the account and of those that live on in it: what was written about these is about the same person.

    A merge moves the accounts that were merged earlier along, so that all of them point at the one that lives.
    """
    merged = get_user_model().objects.filter(merged_into=person).order_by("pk")
    return [person.pk, *merged.values_list("pk", flat=True)]
