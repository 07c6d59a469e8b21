"""Supervisors are staff, known to everybody who is signed in; when they are away is for their unit (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

ME = "(select randa_actor())"
AT_UNIT = (
    "exists (select 1 from organisations_organisation place where place.id = {}"
    " and place.path ^@ any((select randa_paths({}))::text[]))"
)
KEEPS = "'capacity.edit', 'people.import', 'people.merge'"
OF_ABSENCE = (
    "exists (select 1 from supervisors_supervisor one where one.id = supervisors_supervisorabsence.supervisor_id and ({}))"
)


class Migration(migrations.Migration):
    dependencies = [("supervisors", "0001_initial"), ("people", "0010_people_policies")]

    operations = [
        ProtectRows(
            "supervisors_supervisor",
            using=f"{ME} is not null",
            check=AT_UNIT.format("supervisors_supervisor.unit_id", KEEPS),
        ),
        # Seats are counted from absences by the system; who is away when is for the person and those who plan the unit.
        ProtectRows(
            "supervisors_supervisorabsence",
            using=OF_ABSENCE.format(
                f"one.user_id = {ME} or " + AT_UNIT.format("one.unit_id", KEEPS + ", 'placements.plan', 'placements.view'")
            ),
            check=OF_ABSENCE.format(AT_UNIT.format("one.unit_id", KEEPS)),
        ),
        WidenRows(
            "people_user",
            "supervises",
            using=(
                f"{ME} is not null and exists (select 1 from supervisors_supervisor one where one.user_id = people_user.id)"
            ),
        ),
    ]
