"""Who may record that somebody is away, and who may know why."""

from django.db.models import Q

from randa.people.models import User
from randa.training.models import Enrolment


def can_record_absence(actor: User, enrolment: Enrolment) -> bool:
    """Whoever has the right over the learner's region or place of employment; nobody records their own."""
    return actor.pk != enrolment.learner_id and _over(actor, "absence.edit", enrolment)


def can_see_absence_reason(actor: User, enrolment: Enrolment) -> bool:
    """The person, and whoever has the right to know why over their region or place of employment."""
    return actor.pk == enrolment.learner_id or _over(actor, "absence.reason", enrolment)


def can_write_absence_reason(actor: User, enrolment: Enrolment) -> bool:
    """Whoever may both record the absence and know why."""
    return can_record_absence(actor, enrolment) and _over(actor, "absence.reason", enrolment)


def _over(actor: User, permission: str, enrolment: Enrolment) -> bool:
    paths = actor.paths_with(permission)
    places = Q()
    for path in paths:
        places |= Q(post__base__path__startswith=path) | Q(post__region__path__startswith=path)
    return bool(paths) and Enrolment.objects.filter(places, pk=enrolment.pk).exists()
