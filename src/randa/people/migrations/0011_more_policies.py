"""Who reads the log, identity numbers, invitations and batches of roles, in the database itself (ADR 0006)."""

from django.db import migrations

from randa.core.access.row_security import ProtectRows

ME = "(select randa_actor())"
SIGNS_IN = "(select randa_signs_in())"
IDENTITY = "'people.identity'"
ACCOUNTS = "'people.invite', 'people.import', 'people.merge', 'roles.grant', 'privacy.manage', 'identity.manage'"


def at_organisation(table: str, permissions: str) -> str:
    return (
        f"exists (select 1 from organisations_organisation place where place.id = {table}.organisation_id"
        f" and place.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


def of_person(person: str, permissions: str) -> str:
    """The person has a role under one of the actor's organisations, or none anywhere yet."""
    paths = f"(select randa_paths({permissions}))::text[]"
    return (
        "exists (select 1 from people_roleassignment held join organisations_organisation place on place.id = held.organisation_id"
        f" where held.user_id = {person} and place.path ^@ any({paths}))"
        f" or cardinality({paths}) > 0 and exists (select 1 from people_user one where one.id = {person} and one.standing = '')"
    )


# An event about a person is read by whoever sees the person; who has looked at a record only by those two and by those who read the log.
READS_LOG = (
    f"actor_id = {ME} or subject_id = {ME} or scopes::text[] && (select randa_paths('audit.view'))"
    f" or {ME} is not null and kind = 'change'"
    " and (subject_id is null or exists (select 1 from people_user one where one.id = subject_id))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0010_people_policies"), ("core_audit", "0003_chain")]

    operations = [
        # `record` writes as the system: an event must come in whoever acts, and nobody writes one past it.
        ProtectRows("core_audit_auditevent", using=READS_LOG, check="false"),
        ProtectRows(
            "people_identitynumber",
            using=f"person_id = {ME} or {of_person('person_id', IDENTITY)}",
            check=of_person("person_id", IDENTITY),
        ),
        ProtectRows(
            "people_invitation",
            using=f"invited_by_id = {ME} or {SIGNS_IN} or {at_organisation('people_invitation', ACCOUNTS)}",
        ),
        ProtectRows(
            "people_registrationrequest",
            using=f"{SIGNS_IN} or {at_organisation('people_registrationrequest', ACCOUNTS)}",
        ),
        ProtectRows(
            "people_rolebatch",
            using=f"made_by_id = {ME} or person_id = {ME} or {at_organisation('people_rolebatch', ACCOUNTS)}",
        ),
        ProtectRows(
            "people_rolebatchline",
            using=f"user_id = {ME} or exists (select 1 from people_rolebatch batch where batch.id = batch_id)",
        ),
    ]
