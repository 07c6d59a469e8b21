"""For whom seats are asked points at the one table of kinds, which also says how much of a seat each takes."""

import django.db.models.deletion
from django.db import migrations, models

CODES = {"student": "MED", "nurse": "SSK", "specialist": "SPE", "at": "AT", "bt": "BT", "st": "ST"}
CASES = " ".join(f"when '{old}' then '{new}'" for old, new in CODES.items())
BACK = " ".join(f"when '{new}' then '{old}'" for old, new in CODES.items())
# The loader of reference data fills in names and shares afterwards, by code.
MISSING = """
    insert into training_learnerkind (code, name_sv, name_en, level, weight, sort_order, provenance, source)
    select distinct kind, kind, kind, 'advanced', 1, 0, 'c', '' from exchange_seatrequest on conflict do nothing
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_row_security"), ("training", "0007_learnerkind_seatclaim")]

    operations = [
        migrations.RunSQL(
            f"update exchange_seatrequest set kind = case kind {CASES} else kind end",
            f"update exchange_seatrequest set kind = case kind {BACK} else kind end",
        ),
        migrations.RunSQL(MISSING, migrations.RunSQL.noop),
        migrations.AlterField(
            "seatrequest", "kind",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="training.learnerkind"),
        ),
    ]  # fmt: skip
