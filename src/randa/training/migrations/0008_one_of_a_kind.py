from django.db import migrations, models


class Migration(migrations.Migration):
    """What one learner of a kind is called. The reference data, loaded after the migrations, say it; until then it is empty."""

    dependencies = [
        ('training', '0007_learnerkind_seatclaim'),
    ]

    operations = [
        migrations.AddField(
            model_name='learnerkind',
            name='one_sv',
            field=models.CharField(default='', max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='learnerkind',
            name='one_en',
            field=models.CharField(default='', max_length=60),
            preserve_default=False,
        ),
    ]
