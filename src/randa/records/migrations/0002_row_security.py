from django.db import migrations

from randa.core.access.row_security import ProtectRows
from randa.core.search.marking import MarkStale

KEPT = """
exists (
  select 1 from organisations_organisation place
  where place.id = {organisation} and place.path ^@ any((select randa_paths('records.manage'))::text[])
)
"""
IN_REGISTER = "exists (select 1 from records_register own where own.id = records_registereddocument.register_id)"
OF_DOCUMENT = "exists (select 1 from records_registereddocument own where own.id = {table}.document_id)"


class Migration(migrations.Migration):
    """Rows of a register are read and written by those who keep it; what belongs to a document follows the document."""

    dependencies = [("records", "0001_records"), ("people", "0004_row_security"), ("core_search", "0001_index")]

    operations = [
        ProtectRows("records_register", using=KEPT.format(organisation="records_register.organisation_id")),
        ProtectRows("records_registereddocument", using=IN_REGISTER),
        *(
            ProtectRows(table, using=OF_DOCUMENT.format(table=table))
            for table in ("records_documentfile", "records_secrecymarking", "records_refusal")
        ),
        MarkStale("records_registereddocument", "document", "id"),
    ]
