"""The learners of an organisation, by the numbers of their posts."""

from collections.abc import Collection

from django.db.models import Q

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment


def enrolments_by_number(actor: User, organisation: Organisation, numbers: Collection[str]) -> dict[str, Enrolment]:
    """Return post number -> enrolment, for those numbers that are the organisation's own and that the actor may see: one query."""
    own = Q(post__region__path__startswith=organisation.path) | Q(post__base__path__startswith=organisation.path)
    seen = Enrolment.objects.visible_to(actor).filter(own, post__number__in=numbers)
    return {one.post.number: one for one in seen.select_related("learner", "post__region", "post__base")}
