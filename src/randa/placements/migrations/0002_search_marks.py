from django.db import migrations

from randa.core.search.marking import MarkStale


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0001_initial"),
        ("training", "0001_initial"),
        ("people", "0005_search"),
        ("core_search", "0001_index"),
    ]

    operations = [
        MarkStale("placements_plan", "plan", "id"),
        MarkStale("placements_plan_regions", "plan", "plan_id", all_rows=False),
        MarkStale("placements_placement", "placement", "enrolment_id"),
        MarkStale("training_enrolment", "placement", "id", all_rows=False),
    ]
