"""Which placements stand when somebody leaves."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import ngettext

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement, Plan


def placements_that_stand(person: User, organisation: Organisation, on: dt.date) -> Iterator[str]:
    """Yield one sentence about the person's own published placements at the organisation from `on`: one query."""
    count = Placement.objects.filter(
        enrolment__learner=person, plan__state=Plan.State.PUBLISHED, ends_before__gt=on,
        unit__organisation__path__startswith=organisation.path,
    ).count()  # fmt: skip
    if count:
        yield ngettext(
            "%(n)d placering står kvar i den publicerade planen. Ändra planen.",
            "%(n)d placeringar står kvar i den publicerade planen. Ändra planen.",
            count,
        ) % {"n": count}
