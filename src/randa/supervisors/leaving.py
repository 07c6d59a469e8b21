"""What the units lose when a supervisor leaves."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supervisors.models import Supervisor


def supervision_that_ends(person: User, organisation: Organisation, on: dt.date) -> Iterator[str]:  # noqa: ARG001 - the registry gives the day
    """Yield a sentence for each unit at the organisation where the person supervises: one query."""
    held = Supervisor.objects.filter(user=person, unit__organisation__path__startswith=organisation.path)
    for one in held.select_related("unit__organisation").order_by("unit__organisation__sort_name", "pk"):
        words = {"place": one.unit, "n": one.learner_limit}
        yield _("Handledare i %(place)s, för högst %(n)d i taget. Utse någon annan.") % words
