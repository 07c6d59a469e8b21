"""Who sees what is in order for somebody, and the exceptions made for them (ADR 0006): the learner, the unit, and those who plan."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

ME = "(select randa_actor())"
SEES = "'placements.view', 'placements.plan', 'capacity.edit'"


def own(table: str) -> str:
    return (
        f"exists (select 1 from training_enrolment enrolment where enrolment.id = {table}.enrolment_id"
        f" and enrolment.learner_id = {ME})"
    )


def at_unit(table: str, permissions: str) -> str:
    return (
        f"exists (select 1 from organisations_organisation place where place.id = {table}.unit_id"
        f" and place.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


def protected(table: str, writes: str) -> ProtectRows:
    return ProtectRows(table, using=f"{own(table)} or {at_unit(table, SEES)}", check=at_unit(table, writes))


class Migration(migrations.Migration):
    dependencies = [("supply", "0005_bank_agreements_clearance")]

    operations = [
        protected("supply_clearancetick", "'capacity.edit', 'placements.plan', 'people.merge'"),
        protected("supply_workplaceexception", "'placements.plan', 'people.merge'"),
    ]
