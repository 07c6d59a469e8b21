"""Writing down that a basis with names left Randa."""

from randa.compensation.counting import Period
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.models import User


def note_named_file(*, actor: User, wanted: Period, lines: int) -> None:
    """Keep in the log that a file with names was taken: by whom, for which weeks, how many lines."""
    place = Organisation.objects.filter(path__in=actor.paths_with("compensation.view")).order_by("path").first()
    if place is not None and lines:
        after = {
            "starts_on": wanted.starts_on.isoformat(),
            "ends_before": wanted.ends_before.isoformat(),
            "lines": lines,
        }
        record(actor, "compensation.named_file", place, after=after)
