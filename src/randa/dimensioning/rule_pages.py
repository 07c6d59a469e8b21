"""Where a region's patients per learner and budgets stand, for the page of all that holds in the region."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.dimensioning.permissions import can_view_plan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.elsewhere import RulePage


def bases_page(actor: User, region: Organisation) -> RulePage | None:
    """Return the page of the grounds of the region's ceilings; None where there are none, or for whoever sees no plan."""
    if not (can_view_plan(actor) and Organisation.objects.in_mellansverige().filter(pk=region.pk).exists()):
        return None
    return RulePage(_("Patientunderlag och budget"), f"{reverse('dimensioning:bases')}?region={region.code}")
