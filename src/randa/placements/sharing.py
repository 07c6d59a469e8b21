"""The sharing that a placement makes by itself: the unit of another organisation sees the learner who comes."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value

from randa.core.access.row_security import as_system
from randa.placements.models import Placement


def shared_by_placements(paths: Sequence[str], day: dt.date) -> tuple[int, int]:
    """Return how many learners of others are seen under `paths` today through a placement, and how many go the other way."""
    until = day + dt.timedelta(weeks=settings.SHARING_WEEKS_BEFORE)
    rows = (
        Placement.objects.filter(is_published=True, starts_on__lte=until, ends_before__gt=day, unit__isnull=False)
        .annotate(unit_root=_root("unit__organisation__path"), home_root=_root("enrolment__post__region__path"))
        .exclude(unit_root=F("home_root"))
    )
    with as_system("how many people an organisation shares says nothing of who they are"):
        return _people(rows, paths, "unit__organisation__path"), _people(rows, paths, "enrolment__post__region__path")


def _root(path: str) -> Func:
    return Func(F(path), Value("/"), Value(1), function="split_part", output_field=models.CharField())


def _people(rows: models.QuerySet[Placement], paths: Sequence[str], field: str) -> int:
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(**{f"{field}__startswith": path})
    return rows.filter(under).values("enrolment__learner").distinct().count()
