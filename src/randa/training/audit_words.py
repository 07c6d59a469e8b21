"""What the audit log says about training: where units lie, and where learners belong."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.people.models import User
from randa.training.models import Enrolment, Unit


def enrolment_paths(person: User) -> Iterable[str]:
    """Return the bases and regions of the posts that the person trains on."""
    rows = Enrolment.objects.filter(learner=person).order_by("pk")
    return (path for pair in rows.values_list("post__base__path", "post__region__path") for path in pair)


def _of_unit(unit: Unit) -> list[str]:
    return [unit.organisation.path]


def _of_enrolment(enrolment: Enrolment) -> list[str]:
    return [enrolment.post.base.path, enrolment.post.region.path]


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_belonging("20-enrolments", enrolment_paths)
    places.register_place("training.unit", _of_unit)
    places.register_place("training.enrolment", _of_enrolment)
    wording.register("absence.recorded", _("Frånvaro antecknades för %(subject)s"))
    wording.register("absence_reason.shown", _("Orsaken till en frånvaro visades (%(subject)s)"), is_opening=True)
    wording.register_field("has_cause", _("Orsak antecknad"))
    wording.register_type("training.unit", _("Enhet"))
    wording.register_type("training.enrolment", _("Utbildning på en tjänst"))
