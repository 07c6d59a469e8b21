"""The chain: every event gets a link at commit, with the hash of the link before it and of its own content.

The content is written out here and in `chain.py`, version 1. A later version gets a number of its own; this one is never edited.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION randa_audit_content(e core_audit_auditevent) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $body$
    SELECT jsonb_build_array(
        1, e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.actor_id, e.role_code, e.role_at, e.action,
        e.object_type, e.object_id, e.object_name, e.subject_id, e.organisation_path, to_jsonb(e.scopes), e.reason,
        e.before, e.after, e.request_id, host(e.address), e.session_mark)::text
$body$;

CREATE FUNCTION randa_audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $body$
DECLARE
    last_seq bigint;
    last_hash bytea;
BEGIN
    -- One transaction at a time from here to its commit; a statement begun after the lock sees what the one before it wrote.
    PERFORM pg_advisory_xact_lock(1380011076, 7);
    SELECT seq, hash INTO last_seq, last_hash FROM core_audit_chainlink ORDER BY seq DESC LIMIT 1;
    last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    INSERT INTO core_audit_chainlink (seq, event_id, previous, hash) VALUES (
        coalesce(last_seq, 0) + 1, NEW.id, last_hash,
        sha256(last_hash || convert_to(randa_audit_content(NEW), 'UTF8')));
    RETURN NULL;
END
$body$;

CREATE FUNCTION randa_audit_keeps_all() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF current_setting('randa.may_empty', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION 'the audit log is never emptied (%)', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON core_audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION randa_audit_keeps_all();
CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON core_audit_chainlink
    FOR EACH STATEMENT EXECUTE FUNCTION randa_audit_keeps_all();
CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON core_audit_chaincheck
    FOR EACH STATEMENT EXECUTE FUNCTION randa_audit_keeps_all();
"""

EARLIER_ROWS = """
DO $body$
DECLARE
    event core_audit_auditevent;
    place bigint := 0;
    last_hash bytea := decode(repeat('00', 32), 'hex');
    own_hash bytea;
BEGIN
    FOR event IN SELECT * FROM core_audit_auditevent ORDER BY id LOOP
        place := place + 1;
        own_hash := sha256(last_hash || convert_to(randa_audit_content(event), 'UTF8'));
        INSERT INTO core_audit_chainlink (seq, event_id, previous, hash) VALUES (place, event.id, last_hash, own_hash);
        last_hash := own_hash;
    END LOOP;
END
$body$;
"""

TRIGGER = """
CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON core_audit_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION randa_audit_chain();
"""

UNDO = """
DROP TRIGGER IF EXISTS audit_chain ON core_audit_auditevent;
DROP TRIGGER IF EXISTS audit_keeps_all ON core_audit_auditevent;
DROP TRIGGER IF EXISTS audit_keeps_all ON core_audit_chainlink;
DROP TRIGGER IF EXISTS audit_keeps_all ON core_audit_chaincheck;
DROP FUNCTION randa_audit_chain();
DROP FUNCTION randa_audit_keeps_all();
DROP FUNCTION randa_audit_content(core_audit_auditevent);
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("core_audit", "0002_who_where_and_whom"),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainLink',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(unique=True)),
                ('previous', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='ChainCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('events', models.BigIntegerField()),
                ('seconds', models.FloatField()),
                ('fault_count', models.PositiveIntegerField(default=0)),
                ('faults', models.JSONField(default=list)),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chainlink',
            trigger=pgtrigger.compiler.Trigger(name='chain_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39daf7b90beaa070ed72faa33e33e047050f4dca', operation='UPDATE OR DELETE', pgid='pgtrigger_chain_is_append_only_322ae', table='core_audit_chainlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chaincheck',
            trigger=pgtrigger.compiler.Trigger(name='check_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='90dded299493bb175e0cebfd0e242b98da48ec98', operation='UPDATE OR DELETE', pgid='pgtrigger_check_is_append_only_16593', table='core_audit_chaincheck', when='BEFORE')),
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RunSQL(EARLIER_ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
    ]
