from django.db import migrations

from randa.core.search.marking import MarkStale


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("core_search", "0001_index"),
    ]

    operations = [MarkStale("organisations_organisation", "organisation", "id")]
