"""Loading regulations, rule sets, objectives and specialities from the reference data."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from randa.core.loader import Loaded, load_rows
from randa.organisations.models import Organisation
from randa.reference import readers
from randa.reference.model import Objective as ReferenceObjective
from randa.reference.model import Rule as ReferenceRule
from randa.reference.model import Speciality as ReferenceSpeciality
from randa.regulations.models import Objective, Regulation, Rule, RuleKey, RuleSet, Speciality

NATIONAL_NAME = "Nationella regler"
NATIONAL_FROM = date(2021, 7, 1)  # the order with BT came into force (HSLF-FS 2021:8)
SPECIALIST_TRAINING = "HSLF-FS 2021:8"
SPECIALITY_KINDS = {
    "base": Speciality.Kind.BASE,
    "branch": Speciality.Kind.BRANCH,
    "additional": Speciality.Kind.ADDITIONAL,
}


def load_regulations() -> Loaded:
    """Bring regulations and all that follows from them in step with the reference data. Organisations must be loaded."""
    loaded = load_rows(Regulation, [_regulation(row) for row in readers.regulations()], key=["code"])
    return loaded + load_rule_keys() + _load_rule_sets() + _load_objectives() + _load_specialities()


def _regulation(row: Any) -> dict[str, Any]:
    return {
        "code": row.key,
        "name": row.title,
        "in_force_from": row.valid_from,
        "notes": row.note,
        "provenance": row.provenance,
    }


def load_rule_keys() -> Loaded:
    """Bring what a region may decide for itself in step with the reference data."""
    rows = [
        asdict(one) | {"options": list(one.options), "sort_order": place}
        for place, one in enumerate(readers.rule_keys(), start=1)
    ]
    return load_rows(RuleKey, rows, key=["key"], owned=RuleKey.objects.all())


def _load_rule_sets() -> Loaded:
    ids = dict(Organisation.objects.values_list("code", "pk"))
    sets: list[tuple[int | None, str, date, Sequence[ReferenceRule]]] = [
        (None, NATIONAL_NAME, NATIONAL_FROM, readers.rules()),
        *((ids[one.owner], one.name, one.valid_from, one.rules) for one in readers.rule_sets()),
    ]
    rows = [
        {"organisation_id": owner, "name": name, "version": 1, "valid_from": valid_from, "is_reference": True}
        for owner, name, valid_from, _rules in sets
    ]
    loaded = load_rows(RuleSet, rows, key=["organisation_id", "name", "version"])
    set_ids: dict[tuple[int | None, str], int] = {
        (owner, name): pk
        for pk, owner, name in RuleSet.objects.filter(is_reference=True).values_list("pk", "organisation", "name")
    }
    regulations = dict(Regulation.objects.values_list("code", "pk"))
    rules = [
        _rule(rule, set_ids[owner, name], regulations.get(rule.regulation))
        for owner, name, _from, rules in sets
        for rule in rules
    ]
    owned = Rule.objects.filter(rule_set__in=[set_ids[owner, name] for owner, name, _from, _rules in sets])
    return loaded + load_rows(Rule, rows=rules, key=["rule_set_id", "key"], owned=owned)


def _rule(rule: ReferenceRule, rule_set_id: int, regulation_id: int | None) -> dict[str, Any]:
    return {
        "rule_set_id": rule_set_id,
        "regulation_id": regulation_id,
        "key": rule.key,
        "value": list(rule.value) if isinstance(rule.value, tuple) else rule.value,
        "unit": rule.unit,
        "binding": rule.binding,
        "paragraph": rule.reference,
        "note": rule.note,
        "valid_from": rule.valid_from,
        "valid_before": rule.valid_until + timedelta(days=1) if rule.valid_until else None,
        "provenance": rule.provenance,
        "source": rule.regulation or rule.reference,
    }


def _load_objectives() -> Loaded:
    regulation = Regulation.objects.get(code=SPECIALIST_TRAINING)
    rows = [
        _objective(row, regulation.pk, place)
        for place, row in enumerate((*readers.bt_objectives(), *readers.st_objectives()), start=1)
    ]
    return load_rows(Objective, rows, key=["regulation_id", "code"])


def _objective(row: ReferenceObjective, regulation_id: int, place: int) -> dict[str, Any]:
    return {
        "regulation_id": regulation_id,
        "code": row.code,
        "heading": row.heading_sv,
        "demand": row.demand,
        "requirement_count": row.requirements,
        "applies_to": row.applies_to,
        "sort_order": place,
        "provenance": row.provenance,
        "source": SPECIALIST_TRAINING,
    }


def _load_specialities() -> Loaded:
    rows = readers.specialities()
    bases = [_speciality(row, None) for row in rows if not row.base_speciality]
    loaded = load_rows(Speciality, bases, key=["name"])
    ids = dict(Speciality.objects.values_list("name", "pk"))
    branches = [_speciality(row, ids[row.base_speciality]) for row in rows if row.base_speciality]
    return loaded + load_rows(Speciality, branches, key=["name"])


def _speciality(row: ReferenceSpeciality, base_id: int | None) -> dict[str, Any]:
    return {
        "name": row.name_sv,
        "group": row.group_sv,
        "kind": str(SPECIALITY_KINDS[row.kind]),
        "base_id": base_id,
        "base_provenance": row.base_provenance,
        "provenance": row.provenance,
        "source": SPECIALIST_TRAINING,
    }
