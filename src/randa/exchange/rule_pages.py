"""Where the order of a region's queues stands, for the page of all that holds in the region."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.exchange.models import healthcare_regions_of
from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.people.models import User
from randa.regulations.elsewhere import RulePage


def order_page(actor: User, region: Organisation) -> RulePage | None:
    """Return the page of the order in the region's healthcare region; None for whoever sees no queues there."""
    held = HealthcareRegionMembership.objects.filter(region=region, healthcare_region__in=healthcare_regions_of(actor))
    one = held.select_related("healthcare_region").first()
    if one is None:
        return None
    label = _("Ordningen i köerna i %(region)s") % {"region": one.healthcare_region}
    return RulePage(label, reverse("exchange:order_rules", args=[one.healthcare_region.code]))
