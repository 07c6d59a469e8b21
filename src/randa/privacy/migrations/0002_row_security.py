"""Who reads requests, exports, holds and runs of removal, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

ME = "(select randa_actor())"
SIGNED_IN = f"{ME} is not null"
MANAGES = "'privacy.manage'"
REMOVAL = "'privacy.manage', 'retention.approve'"


def answers_for(column: str) -> str:
    """Return SQL that holds for people who have, or had, a role where one manages privacy."""
    return (
        "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
        f" where held.user_id = {column} and place.path ^@ any((select randa_paths('privacy.manage'))::text[]))"
    )


def at(table: str, permissions: str) -> str:
    """Return SQL that holds for rows of organisations where one has a permission."""
    return (
        f"exists (select 1 from organisations_organisation place where place.id = {table}.organisation_id"
        f" and place.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


def about_organisation(table: str, *, read: str) -> ProtectRows:
    """Rows that the officers of an organisation write; nobody deletes them in a request."""
    return ProtectRows(table, using=read, check=at(table, MANAGES), delete="false")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_privacy"), ("people", "0015_locking_people")]

    operations = [
        ProtectRows(
            "privacy_privacyrequest",
            using=f"person_id = {ME} or {answers_for('person_id')}",
            insert=f"noted_by_id = {ME} and (person_id = {ME} or {answers_for('person_id')})",
            delete="false",
        ),
        # Whoever asked for an export follows it; the file is for the person, which the application sees to.
        ProtectRows(
            "privacy_accessexport",
            using=f"person_id = {ME} or asked_by_id = {ME}",
            insert=f"asked_by_id = {ME} and (person_id = {ME} or {answers_for('person_id')})",
            delete="false",
        ),
        # How long things are kept, and who answers for them, is what everybody may know of their own data.
        about_organisation("privacy_retentionperiod", read=SIGNED_IN),
        about_organisation("privacy_controllerdetails", read=SIGNED_IN),
        about_organisation("privacy_legalhold", read=at("privacy_legalhold", REMOVAL)),
        ProtectRows(
            "privacy_retentionrun",
            using=at("privacy_retentionrun", REMOVAL),
            insert=f"proposed_by_id = {ME} and {at('privacy_retentionrun', MANAGES)}",
            delete="false",
        ),
        ProtectRows(
            "privacy_retentionline",
            using="exists (select 1 from privacy_retentionrun run where run.id = run_id)",
            delete="false",
        ),
        ProtectRows(
            "privacy_retentionitem",
            using="exists (select 1 from privacy_retentionline line where line.id = line_id)",
            delete="false",
        ),
    ]
