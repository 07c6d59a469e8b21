"""Who sees student groups, their members, wishes and special reasons, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows, WidenRows

PLACES_FOR = (
    "exists (select 1 from organisations_organisation place where place.id = organisation_id"
    " and place.path ^@ any((select randa_paths('exchange.ask'))::text[]))"
)
OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = exchange_groupmember.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)
IN_GROUP = "exists (select 1 from exchange_groupmember one where one.group_id = exchange_studentgroup.id)"


def of_university(post: str) -> str:
    return (
        "exists (select 1 from training_post post join organisations_organisation base on base.id = post.base_id"
        f" where post.id = {post} and base.kind = 'university' and base.path ^@ any((select randa_paths('exchange.ask'))::text[]))"
    )


def through(table: str) -> ProtectRows:
    """Rows that belong to a member are seen, stated and changed by whoever sees the member."""
    return ProtectRows(table, using=f"exists (select 1 from exchange_groupmember one where one.id = {table}.member_id)")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_student_groups")]

    operations = [
        ProtectRows("exchange_groupmember", using=f"{OWN} or {PLACES_FOR}", insert=PLACES_FOR, delete=PLACES_FOR),
        ProtectRows("exchange_studentgroup", using=f"{PLACES_FOR} or {IN_GROUP}", check=PLACES_FOR),
        through("exchange_unitwish"),
        through("exchange_specialreason"),
        # Whoever asks for seats for a university sees its own students and where they are.
        WidenRows("training_enrolment", "students", using=of_university("training_enrolment.post_id")),
        WidenRows(
            "placements_placement", "students",
            using="is_published and exists (select 1 from training_enrolment enrolment"
            f" where enrolment.id = placements_placement.enrolment_id and {of_university('enrolment.post_id')})",
        ),
    ]  # fmt: skip
