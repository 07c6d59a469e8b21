"""Capital Å, Ä and Ö sort like small ones also in a database whose locale knows only ASCII letters."""

import django.db.models.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_alter_publishedtable_document_and_more")]

    # A generated column cannot be altered, only made anew; the database fills it in.
    operations = [
        migrations.RemoveField(model_name="organisation", name="sort_name"),
        migrations.AddField(
            model_name="organisation",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.Lower(models.F("name")),
                    models.Value("åäöéèüÅÄÖÉÈÜ"),
                    models.Value("{|}eeu{|}eeu"),
                    function="translate",
                ),
                output_field=models.CharField(max_length=120),
            ),
        ),
    ]
