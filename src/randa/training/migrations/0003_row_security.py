"""Who sees learners, their enrolments and their absences, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

VIEW = "'placements.view', 'placements.plan', 'people.view'"
WRITE = "'placements.plan', 'people.import', 'people.edit', 'people.merge'"


def at_post(permissions: str, post: str) -> str:
    """The person has one of `permissions` over the base or the region of the post."""
    paths = f"(select randa_paths({permissions}))::text[]"
    return (
        "exists (select 1 from training_post post"
        " join organisations_organisation base on base.id = post.base_id join organisations_organisation region on region.id = post.region_id"
        f" where post.id = {post} and (base.path ^@ any({paths}) or region.path ^@ any({paths})))"
    )


def at_enrolment(permissions: str, enrolment: str) -> str:
    return f"exists (select 1 from training_enrolment enrolment where enrolment.id = {enrolment} and {at_post(permissions, 'enrolment.post_id')})"


OWN = "exists (select 1 from training_enrolment enrolment where enrolment.id = training_absence.enrolment_id and enrolment.learner_id = (select randa_actor()))"


class Migration(migrations.Migration):
    dependencies = [("training", "0002_absence_reason"), ("people", "0010_people_policies")]

    operations = [
        ProtectRows(
            "training_enrolment",
            using=f"learner_id = (select randa_actor()) or {at_post(VIEW, 'training_enrolment.post_id')}",
            check=at_post(WRITE, "training_enrolment.post_id"),
        ),
        # A unit that a learner visits sees the enrolment (placements widens it), never the absences.
        ProtectRows(
            "training_absence",
            using=f"{OWN} or {at_enrolment(VIEW, 'training_absence.enrolment_id')}",
            check=at_enrolment(WRITE, "training_absence.enrolment_id"),
        ),
        WidenRows(
            "people_user",
            "enrolled",
            using="exists (select 1 from training_enrolment enrolment where enrolment.learner_id = people_user.id)",
        ),
    ]
