"""Who sees placements, and what a placement lets a unit see of its learner, in the database itself (ADR 0006)."""

from django.db import migrations, models

from randa.core.access.row_security import ProtectRows, WidenRows

# The learner of a placement at a unit of the same organisation (the first part of the path) is seen there as long as it stands. A unit of
# another organisation sees the learner from some weeks before the placement until it ends. Planners of the unit's seats see ahead.
PLACED = """
create function randa_placed_enrolments() returns setof uuid language plpgsql stable rows 200 as $$
declare
  before text := randa_mode();
  me uuid := randa_actor();
  viewed text[] := randa_paths('placements.view');
  planned text[] := randa_paths('placements.plan');
  weeks int := coalesce(nullif(current_setting('randa.weeks_before', true), '')::int, 8);
begin
  if me is null then
    return;
  end if;
  perform set_config('randa.mode', 'system', true);
  return query
    select distinct placed.enrolment_id
    from organisations_organisation unit
    join placements_placement placed on placed.unit_id = unit.id
    join training_enrolment enrolment on enrolment.id = placed.enrolment_id
    join training_post post on post.id = enrolment.post_id
    join organisations_organisation home on home.id = post.region_id
    where unit.kind = 'unit' and (
      unit.path ^@ any(planned)
      or placed.is_published
        and (unit.path ^@ any(viewed) or exists (select 1 from supervisors_supervisor one where one.unit_id = unit.id and one.user_id = me))
        and (split_part(unit.path, '/', 1) = split_part(home.path, '/', 1)
             or placed.starts_on - 7 * weeks <= randa_today() and placed.ends_before > randa_today()));
  perform set_config('randa.mode', before, true);
end
$$
"""
SUPERVISED = """
create function randa_supervised_units() returns bigint[] language plpgsql stable as $$
declare
  before text := randa_mode();
  found bigint[];
begin
  perform set_config('randa.mode', 'system', true);
  select coalesce(array_agg(unit_id), '{}') into found from supervisors_supervisor where user_id = randa_actor();
  perform set_config('randa.mode', before, true);
  return found;
end
$$
"""


def at_unit(permissions: str) -> str:
    return (
        "exists (select 1 from organisations_organisation unit where unit.id = placements_placement.unit_id"
        f" and unit.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


def of_learner(permissions: str) -> str:
    paths = f"(select randa_paths({permissions}))::text[]"
    return (
        "exists (select 1 from training_enrolment enrolment join training_post post on post.id = enrolment.post_id"
        " join organisations_organisation base on base.id = post.base_id join organisations_organisation region on region.id = post.region_id"
        f" where enrolment.id = placements_placement.enrolment_id and (base.path ^@ any({paths}) or region.path ^@ any({paths})))"
    )


def of_plan(permissions: str) -> str:
    return (
        "exists (select 1 from placements_plan_regions part join organisations_organisation region on region.id = part.organisation_id"
        f" where part.plan_id = placements_placement.plan_id and region.path ^@ any((select randa_paths({permissions}))::text[]))"
    )


PLAN, VIEW, PLAN_OR_PUBLISH = "'placements.plan'", "'placements.view'", "'placements.plan', 'placements.publish'"
COUNTS = "(is_published or exists (select 1 from placements_plan plan where plan.id = plan_id and plan.state = 'published'))"
OWN = (
    "exists (select 1 from training_enrolment enrolment where enrolment.id = placements_placement.enrolment_id"
    " and enrolment.learner_id = (select randa_actor()))"
)
READ = (
    f"{at_unit(PLAN)} or {COUNTS} and ({at_unit(VIEW)}"
    f" or unit_id = any((select randa_supervised_units())::bigint[]) or {of_learner(VIEW)})"
    f" or {of_learner(PLAN)} or is_published and {OWN}"
    f" or {of_plan(PLAN_OR_PUBLISH)}"
)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0002_search_marks"), ("training", "0003_row_security"), ("supervisors", "0002_row_security"),
    ]  # fmt: skip

    operations = [
        migrations.AddIndex(
            model_name="placement", index=models.Index(fields=["unit", "ends_before"], name="placement_at_unit_until")
        ),
        migrations.RunSQL(SUPERVISED, "drop function randa_supervised_units()"),
        migrations.RunSQL(PLACED, "drop function randa_placed_enrolments()"),
        ProtectRows(
            "placements_placement", using=READ, check=of_plan("'placements.plan', 'placements.publish'")
        ),
        WidenRows("training_enrolment", "placed", using="training_enrolment.id in (select randa_placed_enrolments())"),
    ]
