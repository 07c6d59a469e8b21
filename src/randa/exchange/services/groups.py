"""A course occasion: made once, and its students' seats asked for in one request."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.periods import monday_of
from randa.exchange.errors import GroupExistsError, PeriodPassedError
from randa.exchange.models import StudentGroup
from randa.exchange.permissions import can_ask_for_seats
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import LearnerKind, PlacementArea, Programme


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a course occasion is. The week of `starts_on` is meant; `wishes_until` None means that nobody is asked for wishes."""

    kind: LearnerKind
    programme: str
    area: PlacementArea
    course: str
    term: str
    starts_on: dt.date
    weeks: int
    wishes_until: dt.date | None = None


@transaction.atomic
def make_group(*, actor: User, organisation: Organisation, occasion: Occasion, today: dt.date) -> StudentGroup:
    """Make a course occasion of a university; its programme is made too when the university has none of that name.

    Raises:
        PermissionDenied: `actor` does not place learners for the university.
        PeriodPassedError: the course has begun.
        GroupExistsError: the university has the same course, term and first week already.
    """
    require(can_ask_for_seats, actor, organisation)
    first = monday_of(occasion.starts_on)
    if first < today:
        raise PeriodPassedError(occasion.starts_on)
    course, term = occasion.course.strip(), occasion.term.strip()
    # Lock the university: two colleagues must not both make the occasion, or the programme.
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    same = StudentGroup.objects.filter(organisation=organisation, course=course, term=term, starts_on=first)
    if same.exists():
        raise GroupExistsError(course, term)
    programme, _made = Programme.objects.get_or_create(
        region=organisation, kind=Programme.Kind.STUDENT, name=occasion.programme.strip(),
        defaults={"standard_weeks": occasion.weeks},
    )  # fmt: skip
    group = StudentGroup.objects.create(
        organisation=organisation, kind=occasion.kind, programme=programme, area=occasion.area, course=course, term=term,
        starts_on=first, weeks=occasion.weeks, wishes_until=occasion.wishes_until, created_by=actor,
    )  # fmt: skip
    after = {
        "organisation": organisation.code, "kind": group.kind_id, "area": group.area_id, "starts_on": first.isoformat(),
        "weeks": group.weeks, "wishes_until": group.wishes_until.isoformat() if group.wishes_until else None,
    }  # fmt: skip
    record(actor, "student_group.made", group, after=after)
    return group
