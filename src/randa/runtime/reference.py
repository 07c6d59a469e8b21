"""Loading the facts of `randa.reference` into the database, each app its own; safe to repeat."""

from django.db import transaction


@transaction.atomic
def load_reference() -> None:
    """Load or refresh all reference data. Rows that people have made are left alone."""
