"""The work of an erasure: what goes, what loses its person, what the law keeps. Called by services only."""

import re
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from randa.people.models import User
from randa.privacy.reading import accounts_of, everything_about, rows_of
from randa.privacy.registry import AtErasure, Rows, all_rows, in_order_of_removal

GONE = "[borttaget]"


def identifiers(person: User) -> list[str]:
    """Return the texts that tell who a person is: name in either order, e-mail, HSA-id."""
    given, family = person.given_name.strip(), person.family_name.strip()
    names = [f"{given} {family}", f"{family}, {given}", f"{family} {given}"] if given and family else []
    return [text for text in (*names, person.email, person.hsa_id or "", person.work_phone) if text]


def erase_rows(person: User) -> dict[str, int]:
    """Remove and clear the person's rows and take their name out of texts; return how many rows changed, by declaration.

    Kinds further up the house go first, so that nothing is left that points at a row which is gone. A second call finds nothing.
    """
    people = accounts_of(person)
    told = sorted(
        {text for one in User.objects.filter(pk__in=people) for text in identifiers(one)}, key=len, reverse=True
    )
    _end_sessions(people)
    changed: dict[str, int] = {}
    declared = [rows for _kind, rows in in_order_of_removal()]
    for rows in declared:
        if rows.at_erasure is AtErasure.REMOVE:
            changed[rows.key] = rows_of(people, rows).delete()[0]
    changed["texts"] = blot_out([text for text in told if not _is_empty_identity(text)])
    for rows in declared:
        if rows.at_erasure is AtErasure.CLEAR:
            changed[rows.key] = clear_rows(rows_of(people, rows), rows)
    return {key: number for key, number in changed.items() if number}


def clear_rows(found: QuerySet[Any], rows: Rows) -> int:
    """Put the declared empty values into the rows that do not have them yet; return how many changed."""
    changed = 0
    for row in found:
        values = {name: value(row) if callable(value) else value for name, value in rows.clear.items()}
        differs = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differs:
            QuerySet(row.__class__).filter(pk=row.pk).update(**differs)
            changed += 1
    return changed


def blot_out(told: Iterable[str]) -> int:
    """Replace the texts in every free text of what the law does not keep; return how many cells changed."""
    words = list(told)
    if not words:
        return 0
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in words), re.IGNORECASE)
    return sum(
        _blot_out_field(model, field, words, pattern) for model in _models_not_kept() for field in _text_fields(model)
    )


def counts_about(person: User) -> list[tuple[Any, Rows, int]]:
    """Return every declaration that has rows about the person, with how many."""
    found = [(kind, rows, queryset.count()) for kind, rows, queryset in everything_about(person)]
    return [one for one in found if one[2]]


def kept_models() -> set[type[models.Model]]:
    """Return the models whose rows an erasure keeps as they are."""
    return {rows.model_class for _kind, rows in all_rows() if rows.at_erasure is AtErasure.KEEP}


def _is_empty_identity(text: str) -> bool:
    return text.endswith("@borttagen.invalid") or text.casefold().replace(",", "") in {
        "borttagen person",
        "person borttagen",
    }


def _end_sessions(people: list[Any]) -> None:
    for model in ("identity.SignedIn",):
        held: QuerySet[Any] = QuerySet(apps.get_model(model)).filter(user__in=people)
        Session.objects.filter(session_key__in=list(held.values_list("session_key", flat=True))).delete()


def _models_not_kept() -> list[type[models.Model]]:
    kept = kept_models() | {User}  # a person's own names are cleared, another person's are theirs
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("randa.") and model not in kept and model._meta.managed
    ]


def _text_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField | ArrayField)
        and not (field.choices or field.unique or field.primary_key or field.is_relation or field.generated)
    ]


def _blot_out_field(
    model: type[models.Model], field: "models.Field[Any, Any]", words: list[str], pattern: re.Pattern[str]
) -> int:
    as_text = Cast(field.name, models.TextField())
    names = Q()
    for text in words:
        names |= Q(_as_text__icontains=text)
    manager: QuerySet[Any] = QuerySet(model)
    changed = 0
    for key, value in manager.annotate(_as_text=as_text).filter(names).values_list("pk", field.name):
        without = _without(value, pattern)
        if without != value:
            manager.filter(pk=key).update(**{field.name: without})
            changed += 1
    return changed


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return the value with the names replaced, in texts at any depth."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, list):
        return [_without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {_without(key, pattern): _without(one, pattern) for key, one in value.items()}
    return value
