"""Words of the names in the log, so that a part of a name is found by index also under row-level security (ADR 0014).

The database keeps them itself, at commit and under the chain's lock: two writers can never wait for each other in a ring.
"""

from django.db import migrations, models

from randa.core.access.row_security import ProtectRows

FUNCTIONS = """
CREATE FUNCTION randa_name_words(name text) RETURNS TABLE (word text) LANGUAGE sql IMMUTABLE AS $body$
    SELECT DISTINCT left(piece, 60) FROM regexp_split_to_table(lower(name), '[^[:alnum:]]+') piece WHERE length(piece) > 1
$body$;

CREATE FUNCTION randa_audit_names() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $body$
DECLARE
    mode_before text := coalesce(current_setting('randa.mode', true), '');
BEGIN
    PERFORM set_config('randa.mode', 'system', true);
    PERFORM pg_advisory_xact_lock(1380011076, 7);
    INSERT INTO core_audit_nameword (word, object_type, object_id)
    SELECT word, NEW.object_type, NEW.object_id FROM randa_name_words(NEW.object_name) ON CONFLICT DO NOTHING;
    PERFORM set_config('randa.mode', mode_before, true);
    RETURN NULL;
END
$body$;

INSERT INTO core_audit_nameword (word, object_type, object_id)
SELECT DISTINCT word, object_type, object_id
FROM (SELECT DISTINCT object_type, object_id, object_name FROM core_audit_auditevent) named, randa_name_words(object_name);
"""
# Fired after audit_chain of the same row: triggers go by name.
TRIGGER = """
CREATE CONSTRAINT TRIGGER audit_names AFTER INSERT ON core_audit_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION randa_audit_names();
"""
UNDO = """
DROP TRIGGER audit_names ON core_audit_auditevent;
DROP FUNCTION randa_audit_names();
DROP FUNCTION randa_name_words(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core_audit', '0004_exports'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_collation='C', max_length=60)),
                ('object_type', models.CharField(max_length=80)),
                ('object_id', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_names_of')],
                'constraints': [models.UniqueConstraint(fields=('word', 'object_type', 'object_id'), name='audit_name_once')],
            },
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        ProtectRows("core_audit_nameword", using="false"),
    ]
