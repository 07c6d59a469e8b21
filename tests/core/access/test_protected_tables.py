"""Every table that points at a person is under row security, or a reason stands here."""

import pytest
from django.apps import apps
from django.db import connection, models

from randa.people.models import User

PERSONAL = {"email", "given_name", "family_name", "hsa_id"}
# Tables that name a person and are open to whoever may read what they belong to. A learner never stands in them.
REASONS = {
    "compensation_countingrule": "staff who registered which days count, as public as the agreement it belongs to",
    "compensation_rate": "staff who registered a rate, as public as the agreement it belongs to",
    "core_audit_chaincheck": "staff who had the log checked; the outcome names nobody else",
    "dimensioning_areabudget": "staff who registered a decided budget, as public as the plan it belongs to",
    "dimensioning_patientneed": "staff who registered a decided rule, as public as the plan it belongs to",
    "dimensioning_planinput": "staff who pasted figures that wait for their own yes",
    "dimensioning_plannedposts": "staff who saved or decided a plan, who stand for it publicly",
    "dimensioning_planrevision": "staff who saved a revision, shown in its history",
    "dimensioning_scenario": "staff who made a scenario; the scenario holds no personal data",
    "placements_mandatechange": "staff who recorded a changed mandate of a unit",
    "supply_seatopening": "staff who asked a unit to take one more, and the supervisor who stands for it; nobody who is to come is named",
    "training_unitclosure": "staff who recorded that a unit is closed",
    "placements_plan": "staff who made a plan; its placements have policies of their own",
}


def _concerns_people(model: type[models.Model]) -> bool:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is User:
            return True
        if field.name in PERSONAL:
            return True
    return model is User


@pytest.mark.django_db
def test_every_table_about_people_has_a_policy_or_a_reason() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        protected = {row[0] for row in cursor.fetchall()}
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(("randa.", "allauth.")) and model._meta.managed and _concerns_people(model)
    }

    assert sorted(tables - protected - set(REASONS)) == []
    assert sorted(set(REASONS) & protected) == [], "a reason for a table that is protected"
    assert sorted(set(REASONS) - tables) == [], "a reason for a table that names nobody"
