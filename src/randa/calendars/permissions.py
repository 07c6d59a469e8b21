"""Who may follow which calendar in another programme."""

from randa.calendars.models import Feed
from randa.people.models import User
from randa.training.models import Unit


def can_follow_own(actor: User) -> bool:
    """One's own placements are for whoever has, or has had, a post of training."""
    return not actor.is_technical and actor.enrolments.exists()


def can_follow_unit(actor: User, unit: Unit) -> bool:
    """Who comes to a unit is followed by those who keep it: its head, and whoever has capacity as a task."""
    return (
        not actor.is_technical
        and actor.has("capacity.edit", unit.organisation)
        and actor.has("placements.view", unit.organisation)
    )


def can_follow_supervised(actor: User) -> bool:
    """Whoever is a supervisor somewhere follows those they supervise."""
    return not actor.is_technical and actor.supervisor_roles.exists()


def can_follow(actor: User, kind: str, unit: Unit | None) -> bool:
    """Tell whether the person may follow the calendar today: asked when an address is made, and each time it is fetched."""
    if kind == Feed.Kind.UNIT:
        return unit is not None and can_follow_unit(actor, unit)
    return can_follow_own(actor) if kind == Feed.Kind.OWN else can_follow_supervised(actor)
