"""Whoever is placed on another organisation's seat draws from it as the kind it was asked for: also those placed before that was kept."""

from django.db import migrations

PLACED = """
update placements_placement set kind_id = request.kind_id
from exchange_namedseat seat join exchange_seatrequest request on request.id = seat.request_id
where seat.placement_id = placements_placement.id
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_order_rule_versions"), ("placements", "0012_placement_kind")]

    operations = [migrations.RunSQL(PLACED, migrations.RunSQL.noop)]
