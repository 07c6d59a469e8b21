"""What the log keeps instead of names and addresses of people: nobody can erase from it, so it never holds them.

An object that is named after a person is stored by its number alone, and shown by what its row says today, which an erasure changes.
Of an address or a name that was changed there is a keyed mark: the same value has the same mark, and nobody can read it back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system

PERSONAL = {"email", "given_name", "family_name", "hsa_id", "work_phone", "user_name", "external_id"}
_MAIL = re.compile(r"[^\s@,;:<>\"]+@[^\s@,;:<>\"]+\.[^\s@,;:<>\"]+")
_MARK = re.compile(r"\A~[0-9a-f]{12}\Z")

Living = Mapping[tuple[str, str], models.Model]


def mark(value: str) -> str:
    """Return what stands for a value in the log."""
    return "~" + salted_hmac("randa.audit.mark", value.casefold(), algorithm="sha256").hexdigest()[:12]


def is_mark(value: Any) -> bool:
    """Tell whether a value of the log is a mark."""
    return isinstance(value, str) and bool(_MARK.match(value))


def stored_name(obj: models.Model, subject: Any) -> str:
    """Return the name of an object for the log; nothing when it is about a person, or says who one is."""
    if subject is not None or isinstance(obj, get_user_model()):
        return ""
    of_people = _references_to_people(obj)
    if not of_people:
        return _without_who(obj, str(obj))
    with as_system("whoever acts need not see the people whose names must stay out of the log"):
        name = str(obj)
        return "" if any(str(getattr(obj, field)) in name for field in of_people) else _without_who(obj, name)


def _without_who(obj: models.Model, name: str) -> str:
    """Return `name`, or nothing when it holds an address, or what a field of `obj` keeps of somebody who has no account (yet)."""
    own = (str(getattr(obj, field.name) or "") for field in obj._meta.concrete_fields if field.name in PERSONAL)
    return "" if _MAIL.search(name) or any(value and value in name for value in own) else name[:200]


def _references_to_people(obj: models.Model) -> list[str]:
    """Return the names of the filled fields of `obj` that refer to a person."""
    fields = [field for field in obj._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [field.name for field in fields if field.related_model is get_user_model() and getattr(obj, field.attname)]


def without_people(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values for the log, with marks for names, addresses and HSA-ids."""
    return {key: _covered(value, personal=key in PERSONAL) for key, value in values.items()}


def _covered(value: Any, *, personal: bool) -> Any:
    if isinstance(value, str):
        return mark(value) if personal and value else _MAIL.sub(lambda found: mark(found[0]), value)
    if isinstance(value, Mapping):
        return without_people(value)
    if isinstance(value, list | tuple):
        return [_covered(one, personal=personal) for one in value]
    return value


def living(events: Iterable[Any]) -> Living:
    """Return the rows of today behind events that hold no name: a constant number of queries for each kind of object."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if not event.object_name:
            wanted[event.object_type].add(event.object_id)
    found: dict[tuple[str, str], models.Model] = {}
    for label, keys in wanted.items():
        found |= {(label, str(row.pk)): row for row in _rows(label, keys)}
    return found


def _rows(label: str, keys: Iterable[str]) -> Iterable[models.Model]:
    try:
        model = apps.get_model(label)
    except LookupError:  # an app that is no longer installed
        return []
    fields = model._meta.concrete_fields
    heavy = [field.name for field in fields if isinstance(field, models.BinaryField)]
    rows: models.QuerySet[models.Model] = models.QuerySet(model).select_related(*_references(model)).defer(*heavy)
    return rows.filter(pk__in=[key for key in keys if _is_key_of(model, key)])


def _references(model: type[models.Model]) -> list[str]:
    """Return the references that a name may be made of: those of the row, and those to people and places of these."""
    names = []
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            names.append(field.name)
            names += [
                f"{field.name}__{further.name}"
                for further in field.related_model._meta.concrete_fields
                if isinstance(further, models.ForeignKey) and field.related_model is not get_user_model()
            ]
    return names


def _is_key_of(model: type[models.Model], key: str) -> bool:
    try:
        model._meta.pk.to_python(key)
    except Exception:  # noqa: BLE001 - whatever the field says of a key that is not its own
        return False
    return True


def shown_name(event: Any, rows: Living) -> str:
    """Return the name of an event's object: as it was kept, or as its row says today."""
    if event.object_name:
        return str(event.object_name)
    row = rows.get((event.object_type, event.object_id))
    return str(row) if row is not None else "–"


def uncovered(event: Any, key: str, value: Any, rows: Living) -> Any:
    """Return what a mark stands for when the row still has that very value, else words that say it is not kept."""
    if not is_mark(value):
        return value
    row = rows.get((event.object_type, event.object_id))
    now = getattr(row, key, None)
    return now if isinstance(now, str) and mark(now) == value else _("uppgift som inte sparas i loggen")
