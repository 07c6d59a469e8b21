"""Loading the facts of `randa.reference` into the database, each app its own; safe to repeat."""

from django.db import transaction


@transaction.atomic
def load_reference() -> None:
    """Load or refresh all reference data. Rows that people have made are left alone."""
    # Imported here: the loaders need Django to be set up, this module is imported before that.
    from randa.compensation.loader import load_compensation
    from randa.core.access.services import load_roles
    from randa.dimensioning.loader import load_dimensioning_reference
    from randa.exchange.loader import load_exchange
    from randa.organisations.loader import load_organisations
    from randa.privacy.loader import load_retention_classes
    from randa.proposals.loader import load_proposals
    from randa.regulations.loader import load_regulations
    from randa.supervisors.loader import load_supervision
    from randa.supply.loader import load_supply
    from randa.training.loader import load_learner_kinds, load_placement_areas

    load_roles()
    load_organisations()
    load_regulations()
    load_placement_areas()
    load_learner_kinds()
    load_supply()
    load_proposals()
    load_exchange()
    load_compensation()
    load_supervision()
    load_retention_classes()
    load_dimensioning_reference()
