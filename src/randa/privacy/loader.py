"""Loading the reference periods of `randa/reference/retention.toml`."""

from django.db import transaction

from randa.core.loader import Loaded, load_rows
from randa.privacy.models import RetentionClass
from randa.reference.files import toml_of


@transaction.atomic
def load_retention_classes() -> Loaded:
    """Load or refresh the classes. An organisation's own periods are left alone; repeating it changes nothing."""
    rows = [
        {name: row.get(name) for name in ("key", "name_sv", "name_en", "months", "provenance", "source")}
        for row in toml_of("retention.toml")["retention_class"]
    ]
    return load_rows(RetentionClass, rows, key=("key",))
