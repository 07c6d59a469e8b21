"""How many doctors a unit wants at least, never more than the seats that are registered meanwhile: a trigger, as two tables meet."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import randa.core.periods
from django.db import migrations, models


# Seats that fall by a changed mandate are no fault: what happens to a unit is not refused, and a run asks for no more than there is room for.
WITHIN_SEATS = """
create function randa_minimum_within_seats() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (
    select 1 from placements_unitminimum wanted
    join placements_seatperiod there on there.unit_id = wanted.unit_id and there.seats < wanted.least
      and daterange(there.starts_on, there.ends_before) && daterange(wanted.starts_on, wanted.ends_before)
    where wanted.unit_id = new.unit_id
  ) then
    raise exception 'unit % wants more than it has seats', new.unit_id
      using errcode = 'check_violation', constraint = 'minimum_within_seats';
  end if;
  return null;
end
$$;
create trigger minimum_within_seats after insert or update on placements_unitminimum
  for each row execute function randa_minimum_within_seats();
create trigger seats_hold_minimum after insert or update of unit_id, seats, starts_on, ends_before on placements_seatperiod
  for each row execute function randa_minimum_within_seats();
"""
UNDO = """
drop trigger seats_hold_minimum on placements_seatperiod;
drop trigger minimum_within_seats on placements_unitminimum;
drop function randa_minimum_within_seats();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0012_placement_kind'),
        ('training', '0007_learnerkind_seatclaim'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitMinimum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provenance', models.CharField(choices=[('a', 'angivet i källdokument'), ('a+b', 'angivet i källdokument och kontrollerat'), ('b', 'hämtat ur offentligt material'), ('c', 'overifierad uppgift'), ('derived', 'beräknat här'), ('assumed', 'antagande'), ('demo', 'påhittat för demovärlden')], default='c', max_length=8)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_before', models.DateField()),
                ('least', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='minima', to='training.unit')),
            ],
            options={
                'verbose_name_plural': 'unit minima',
                'ordering': ['unit', 'starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_before__gt', models.F('starts_on'))), name='minimum_ends_after_start'), models.CheckConstraint(condition=models.Q(('least__gte', 1)), name='minimum_is_somebody'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='minimum_has_a_reason'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), (randa.core.periods.DateRange('starts_on', 'ends_before'), '&&')], name='one_minimum_at_a_time')],
            },
        ),
        migrations.RunSQL(WITHIN_SEATS, UNDO),
    ]
