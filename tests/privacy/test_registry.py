"""Whatever is kept about people is declared: a forgotten table would be missing from every export and every erasure."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from randa.core.provenance import Provenance
from randa.people.models import User
from randa.privacy.registry import AtErasure, all_rows, kinds

# References to people that are no data of their own, and why.
NOT_PERSONAL_DATA = {
    "core_search.SearchEntry.owner": "made from rows that are declared, and made anew when they change",
    "people.User.merged_into": "the same person's other account; export and erasure follow it",
}
# Fields that could hold a name or an address without a reference to a person, and why they need no kind.
NAMES_WITHOUT_REFERENCE = {
    "placements.MandateChange.decided_by": "the board or office that decided, as written in its minutes",
    "supply.UnitContact.email": "how a unit is reached in its work, most often through a function",
    "supply.UnitContact.address": "where the unit is",
    "exchange.OrderRule.decided_by": "the board or office that decided, as written in its minutes",
    "regulations.RuleSet.decided_by": "the board or office that decided, as written in its minutes",
    "supply.PoolRuleSet.decided_by": "the board or office that decided, as written in its minutes",
}
PERSONAL_NAMES = {
    "email", "given_name", "family_name", "phone", "work_phone", "hsa_id", "identity_number", "personal_number", "birth_date", "ip",
    "address", "decided_by", "sender", "recipient_email", "person_name",
}  # fmt: skip


def references() -> Iterator[tuple[type[Model], str]]:
    """Yield every concrete reference to a person, with its model."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.is_relation and field.related_model is User:
                yield model, field.name


def test_every_reference_to_a_person_belongs_to_a_declared_kind() -> None:
    declared = {(rows.model.lower(), rows.person) for _kind, rows in all_rows()}
    acted = {(rows.model.lower(), name) for _kind, rows in all_rows() for name in rows.acted}

    missing = [
        f"{model._meta.label}.{name}"
        for model, name in references()
        if (model._meta.label_lower, name) not in declared | acted
        and f"{model._meta.label}.{name}" not in NOT_PERSONAL_DATA
    ]

    assert missing == [], "declare them in the app's personal_data.py, or say here why they are none"


def test_every_field_that_sounds_personal_belongs_to_a_declared_kind() -> None:
    declared = {rows.model.lower() for _kind, rows in all_rows()}

    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name in PERSONAL_NAMES
        and not field.is_relation
        and model._meta.label_lower not in declared
        and f"{model._meta.label}.{field.name}" not in NAMES_WITHOUT_REFERENCE
    ]

    assert missing == []


@pytest.mark.django_db
def test_the_lookups_of_every_declaration_lead_somewhere() -> None:
    for _kind, rows in all_rows():
        manager = rows.model_class._base_manager
        lookups = [rows.person, *filter(None, (rows.ends, rows.organisation)), *rows.condition]

        list(manager.filter(**{lookup: None for lookup in lookups if lookup not in rows.condition})[:1])


def test_every_field_that_a_declaration_names_exists() -> None:
    wrong = []
    for _kind, rows in all_rows():
        for name in (*rows.clear, *rows.leave_out, *rows.acted):
            try:
                rows.model_class._meta.get_field(name)
            except FieldDoesNotExist:
                wrong.append(f"{rows.key}: {name}")

    assert wrong == []


def test_what_is_kept_after_an_erasure_says_by_which_law() -> None:
    silent = [
        kind.key
        for kind in kinds()
        if any(rows.at_erasure is not AtErasure.REMOVE for rows in kind.rows) and not kind.keeps_because
    ]

    assert silent == []


def test_every_kind_has_a_legal_basis_with_an_article_and_a_law() -> None:
    assert all(kind.legal_basis.article and str(kind.legal_basis.law) for kind in kinds())
    assert {kind.legal_basis.provenance for kind in kinds()} <= set(Provenance.values)


def test_a_kind_that_is_cleared_says_what_is_put_there_instead() -> None:
    assert [rows.key for _kind, rows in all_rows() if (rows.at_erasure is AtErasure.CLEAR) != bool(rows.clear)] == []
