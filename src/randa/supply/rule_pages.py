"""Where the order between groups of learners stands, for the page of all that holds in a region."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.elsewhere import RulePage
from randa.supply.queries.pool import pool_units


def pool_page(actor: User, region: Organisation) -> RulePage | None:
    """Return the page of the region's pool; None where no unit takes part, or for whoever does not see them."""
    if not (actor.has("placements.view", region) and pool_units(actor, region.code)):
        return None
    return RulePage(_("Vem som går först i den gemensamma potten"), f"{reverse('supply:pool')}?region={region.code}")
