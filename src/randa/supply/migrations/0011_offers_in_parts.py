from django.db import migrations, models


class Migration(migrations.Migration):
    """An offer in the place bank may be parts of a seat: what is half free is none for a doctor and one for a student of a pair."""

    dependencies = [
        ('supply', '0010_patient_bases'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='placeoffer', name='offer_is_of_something'),
        migrations.AlterField(
            model_name='placeoffer',
            name='seats',
            field=models.DecimalField(decimal_places=2, max_digits=4),
        ),
        migrations.AddConstraint(
            model_name='placeoffer',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gt', 0)), name='offer_is_of_something'),
        ),
    ]
