"""The roles of DESIGN §1 as data."""

import pytest

from randa.core.access import services
from randa.core.access.models import Role
from randa.core.access.permissions import PERMISSIONS, RefusedError, require
from randa.core.access.services import load_roles

CODES = {
    "learner", "supervisor", "external_assessor", "training_director", "training_manager", "unit_head", "coordinator",
    "recruiter", "programme_lead", "council_member", "council_secretary", "convenor", "auditor", "administrator",
}  # fmt: skip


@pytest.mark.django_db
def test_every_role_is_loaded_with_a_sentence_in_both_languages() -> None:
    load_roles()

    roles = Role.objects.all()
    assert {role.code for role in roles} == CODES
    assert all(
        role.name_sv and role.name_en and role.sentence_sv.endswith(".") and role.sentence_en.endswith(".")
        for role in roles
    )


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    load_roles()

    assert not load_roles()


@pytest.mark.django_db
def test_the_administrator_has_every_permission_and_the_external_assessor_none() -> None:
    load_roles()

    assert set(Role.objects.get(code="administrator").permissions) == set(PERMISSIONS)
    assert Role.objects.get(code="external_assessor").permissions == []


@pytest.mark.django_db
def test_an_unknown_permission_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "code": "x",
        "name_sv": "X",
        "name_en": "X",
        "sentence_sv": "X.",
        "sentence_en": "X.",
        "permissions": ["fly"],
    }
    monkeypatch.setattr(services, "toml_of", lambda _name: {"role": [row]})

    with pytest.raises(ValueError, match="fly"):
        load_roles()


def can_edit(actor: object) -> bool:
    return actor == "dimensioning.edit"


def test_a_refusal_names_the_rule_and_the_permission_it_asks_for() -> None:
    with pytest.raises(RefusedError) as refusal:
        require(can_edit, "nobody")

    assert (refusal.value.rule, refusal.value.needs) == ("can_edit", ["dimensioning.edit"])


def test_a_rule_that_holds_lets_through() -> None:
    require(can_edit, "dimensioning.edit")
