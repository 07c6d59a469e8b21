"""What the audit log says about supervisors, and where they lie."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.supervisors.models import Supervisor


def _of_supervisor(supervisor: Supervisor) -> list[str]:
    return [supervisor.unit.organisation.path]


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place("supervisors.supervisor", _of_supervisor)
    wording.register_type("supervisors.supervisor", _("Handledare"))
    wording.register("supervisor_leave.recorded", _("%(subject)s antecknades som borta från handledning"))
    wording.register("supervisor_leave.withdrawn", _("Det togs tillbaka att %(subject)s är borta från handledning"))
    wording.register("supervisor.assigned", _("%(object)s blev handledare för %(subject)s"))
    wording.register_field("learners", _("Platser utan handledare"))
