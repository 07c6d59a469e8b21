"""Which rows have passed their period: the plan of a removal, computed from the registry, the periods and the holds."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from randa.core.secrets_at_rest import Sealed
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.privacy.models import RetentionClass, RetentionPeriod
from randa.privacy.reading import held_kinds, kept_people, queryset
from randa.privacy.registry import AtErasure, DataKind, Rows, in_order_of_removal


@dataclass(frozen=True, slots=True)
class Period:
    """How long a class is kept at an organisation, and what the figure rests on. None as months: for good."""

    months: int | None
    decision: str
    is_own: bool = False


@dataclass(slots=True)
class Planned:
    """The rows of one declaration that a run would remove: key of the row -> (digest, last day)."""

    kind: DataKind
    rows: Rows
    period: Period
    items: dict[str, tuple[str, dt.date | None]] = field(default_factory=dict)

    @property
    def action(self) -> AtErasure:
        return self.rows.at_end

    def days(self) -> list[dt.date]:
        return sorted(day for _digest, day in self.items.values() if day is not None)


def period_of(retention_class: str, organisation: Organisation) -> Period:
    """Return the organisation's own period, else that of the nearest organisation above it, else the reference period."""
    own = RetentionPeriod.objects.filter(retention_class=retention_class).select_related("organisation")
    above = [one for one in own if organisation.path.startswith(one.organisation.path)]
    if above:
        nearest = max(above, key=lambda one: len(one.organisation.path))
        return Period(nearest.months, nearest.decision, is_own=True)
    reference = RetentionClass.objects.get(pk=retention_class)
    return Period(reference.months, reference.source)


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day `months` earlier, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    return dt.date(year, month + 1, day.day)


def plan_removal(organisation: Organisation, day: dt.date) -> list[Planned]:
    """Return what a run on `day` would remove, in the order of removal: never a row that something kept still points at."""
    people, kept_kinds = kept_people(day), held_kinds(day, organisation.path)
    found: list[Planned] = []
    for kind, rows in in_order_of_removal():
        if kind.key in kept_kinds:
            continue
        period = period_of(kind.retention_class, organisation)
        if rows.ends and period.months is not None:
            over = _over(rows, organisation, months_before(day, period.months))
            found.append(Planned(kind, rows, period, _items(over.exclude(**{f"{rows.person}__in": people}))))
    _add_what_goes_with_the_account(found, kept_kinds, organisation)
    _leave_what_is_used(found)
    return sorted((one for one in found if one.items), key=_turn)


def plan_hash(planned: Collection[Planned], day: dt.date) -> str:
    """Return the fingerprint of a plan: every row with what it holds, the periods and the day."""
    return items_hash(
        [
            f"{one.rows.key} {one.action} {one.period.months} {key} {digest}"
            for one in planned
            for key, (digest, _day) in one.items.items()
        ],
        day,
    )


def items_hash(lines: Collection[str], day: dt.date) -> str:
    """Return the digest of the lines in any order."""
    return hashlib.sha256("\n".join([day.isoformat(), *sorted(lines)]).encode()).hexdigest()


def digest_of(row: models.Model) -> str:
    """Return a digest of everything the row holds."""
    values = [
        f"{one.attname}={_exactly(getattr(row, one.attname))}"
        for one in row._meta.concrete_fields
        if not isinstance(one, models.BinaryField)
    ]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def _turn(planned: Planned) -> int:
    """Return when a line is removed: what goes with accounts, the accounts, the rest, and last the roles.

    Roles tell whose account is over and which organisation a person's rows belong to: a run that was cut off needs them to go on.
    """
    if not planned.rows.ends:
        return 0
    if planned.action is AtErasure.CLEAR:
        return 1
    return 3 if planned.rows.model == "people.RoleAssignment" else 2


def _exactly(value: Any) -> str:
    return value.token if isinstance(value, Sealed) else repr(value)


def _over(rows: Rows, organisation: Organisation, before: dt.date) -> QuerySet[Any]:
    found: QuerySet[Any] = queryset(rows).annotate(_ended=Max(rows.ends)).filter(_ended__lt=_as_moment(rows, before))
    for lookup in rows.running:
        found = found.exclude(**lookup)
    if rows.organisation:
        own = f"{rows.organisation}__startswith"
        return found.filter(**{own: organisation.path})
    return found.filter(**{f"{rows.person}__in": _people_of(organisation)})


def _as_moment(rows: Rows, day: dt.date) -> Any:
    """Return the day, or its first moment in Sweden where the rows end at a moment."""
    target: Any = rows.model_class
    pieces = rows.ends.split("__")
    for piece in pieces[:-1]:
        target = target._meta.get_field(piece).related_model
    is_moment = isinstance(target._meta.get_field(pieces[-1]), models.DateTimeField)
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if is_moment else day


def _people_of(organisation: Organisation) -> QuerySet[User]:
    """Return the people who have had roles there or below, and nowhere else."""
    roles = RoleAssignment.objects.filter(user=OuterRef("pk"))
    here = {"organisation__path__startswith": organisation.path}
    return User.objects.filter(Exists(roles.filter(**here)), ~Exists(roles.exclude(**here)))


def _items(found: QuerySet[Any]) -> dict[str, tuple[str, dt.date | None]]:
    items = {}
    for row in found.order_by("pk"):
        ended = getattr(row, "_ended", None)
        items[str(row.pk)] = (digest_of(row), ended.date() if isinstance(ended, dt.datetime) else ended)
    return items


def _add_what_goes_with_the_account(found: list[Planned], kept_kinds: set[str], organisation: Organisation) -> None:
    """Add the rows that have no period of their own, of the accounts that are cleared."""
    people = [key for one in found if one.action is AtErasure.CLEAR for key in one.items]
    if not people:
        return
    for kind, rows in in_order_of_removal():
        if not rows.ends and rows.at_erasure is AtErasure.REMOVE and kind.key not in kept_kinds:
            items = _items(queryset(rows).filter(**{f"{rows.person}__in": people}))
            found.append(Planned(kind, rows, period_of(kind.retention_class, organisation), items))


def _leave_what_is_used(found: list[Planned]) -> None:
    """Take out, again and again until nothing changes, each row that a row which stays still needs."""
    going: dict[type[models.Model], set[str]] = defaultdict(set)
    for one in found:
        if one.action is AtErasure.REMOVE:
            going[one.rows.model_class] |= set(one.items)
    changed = True
    while changed:
        changed = False
        for model, keys in list(going.items()):
            used = still_used(model, keys, going)
            if used & keys:
                going[model] = keys - used
                changed = True
    for one in found:
        if one.action is AtErasure.REMOVE:
            one.items = {key: value for key, value in one.items.items() if key in going[one.rows.model_class]}


def still_used(
    model: type[models.Model], keys: Collection[str], going: Mapping[type[models.Model], Collection[str]]
) -> set[str]:
    """Return those of the rows that a row needs, or would be taken along by, which is not itself among `going`."""
    return {str(key) for reference in _holders(model) for key in _used(reference, keys, going)}


def _holders(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Return the references to `model` that would go with a row, or forbid that it goes."""
    return [
        reference
        for other in apps.get_models()
        for reference in other._meta.concrete_fields
        if isinstance(reference, models.ForeignKey)
        and reference.related_model is model
        and reference.remote_field.on_delete not in {models.SET_NULL, models.SET_DEFAULT}
    ]


def _used(
    reference: models.ForeignKey[Any, Any], keys: Collection[str], going: Mapping[type[models.Model], Collection[str]]
) -> Collection[Any]:
    if not keys:
        return []
    using: QuerySet[Any] = QuerySet(reference.model).filter(**{f"{reference.name}__in": list(keys)})
    stays = using.exclude(pk__in=list(going[reference.model])) if going.get(reference.model) else using
    return list(stays.values_list(reference.attname, flat=True))
