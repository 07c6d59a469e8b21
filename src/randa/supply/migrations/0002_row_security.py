"""Who sees who supervises whom, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

ME = "(select randa_actor())"
SEES, KEEPS = "'placements.view', 'placements.plan', 'capacity.edit'", "'capacity.edit', 'people.merge'"
OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = supply_supervision.enrolment_id"
    f" and enrolment.learner_id = {ME})"
)


def at_unit(permissions: str, own: str = "") -> str:
    return (
        "exists (select 1 from supervisors_supervisor one join organisations_organisation place on place.id = one.unit_id"
        f" where one.id = supply_supervision.supervisor_id and ({own}place.path ^@ any((select randa_paths({permissions}))::text[])))"
    )


def of_learner(permissions: str) -> str:
    paths = f"(select randa_paths({permissions}))::text[]"
    return (
        "exists (select 1 from training_enrolment enrolment join training_post post on post.id = enrolment.post_id"
        " join organisations_organisation base on base.id = post.base_id join organisations_organisation region on region.id = post.region_id"
        f" where enrolment.id = supply_supervision.enrolment_id and (base.path ^@ any({paths}) or region.path ^@ any({paths})))"
    )


class Migration(migrations.Migration):
    dependencies = [("supply", "0001_initial"), ("placements", "0003_row_security")]

    operations = [
        ProtectRows(
            "supply_supervision",
            using=f"{OWN} or {at_unit(SEES, f'one.user_id = {ME} or ')} or {of_learner(SEES)}",
            check=at_unit(KEEPS),
        )
    ]
