"""The standing of people is kept once a statement, by their keys.

Row by row, and by a join, a plan made while the tables were small was kept for a whole import: each of 20 000 roles read all roles and people.
"""

from django.db import migrations

BY_STATEMENT = """
drop trigger keep_standing on people_roleassignment;
create or replace function randa_keep_standing() returns trigger language plpgsql as $$
declare
  before text := randa_mode();
  concerned uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct user_id) into concerned from new_rows;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct user_id) into concerned from old_rows;
  else
    select array_agg(distinct changed.user_id) into concerned
    from old_rows was join new_rows becomes using (id), unnest(array[was.user_id, becomes.user_id]) changed (user_id)
    where (was.user_id, was.role_id) is distinct from (becomes.user_id, becomes.role_id);
  end if;
  if concerned is null then
    return null;
  end if;
  perform set_config('randa.mode', 'system', true);
  update people_user person set standing = now_is.standing
  from (
    select one.id, (
      select case when bool_or(held.role_id <> 'learner') then 'staff' when count(held.id) > 0 then 'learner' else '' end
      from people_roleassignment held where held.user_id = one.id
    ) standing
    from unnest(concerned) one (id)
  ) now_is
  where person.id = now_is.id and person.standing <> now_is.standing;
  perform set_config('randa.mode', before, true);
  return null;
end
$$;
create trigger keep_standing_of_new after insert on people_roleassignment
  referencing new table as new_rows for each statement execute function randa_keep_standing();
create trigger keep_standing_of_changed after update on people_roleassignment
  referencing old table as old_rows new table as new_rows for each statement execute function randa_keep_standing();
create trigger keep_standing_of_removed after delete on people_roleassignment
  referencing old table as old_rows for each statement execute function randa_keep_standing();
"""
BY_ROW = """
drop trigger keep_standing_of_new on people_roleassignment;
drop trigger keep_standing_of_changed on people_roleassignment;
drop trigger keep_standing_of_removed on people_roleassignment;
create or replace function randa_keep_standing() returns trigger language plpgsql as $$
declare
  before text := randa_mode();
begin
  perform set_config('randa.mode', 'system', true);
  update people_user person set standing = now_is.standing
  from (
    select concerned.id, case when bool_or(held.role_id <> 'learner') then 'staff' when count(held.id) > 0 then 'learner' else '' end standing
    from (select new.user_id id union select old.user_id) concerned
    left join people_roleassignment held on held.user_id = concerned.id
    group by concerned.id
  ) now_is
  where person.id = now_is.id and person.standing <> now_is.standing;
  perform set_config('randa.mode', before, true);
  return null;
end
$$;
create trigger keep_standing after insert or delete or update of user_id, role_id on people_roleassignment
for each row execute function randa_keep_standing();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0019_found_alone")]

    operations = [migrations.RunSQL(BY_STATEMENT, BY_ROW)]
