"""Who may say that a supervisor is away, and who supervises whom."""

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, Unit


def can_keep_unit(actor: User, unit: Unit) -> bool:
    """The unit's head, and whoever has capacity as a task in the region, keep the unit's page true."""
    return actor.has("capacity.edit", unit.organisation)


def can_follow_up(actor: User, unit: Unit) -> bool:
    """Who was told late, and why, is for the unit's keeper and for whoever plans there; others see figures of groups."""
    return actor.has("capacity.edit", unit.organisation) or actor.has("placements.plan", unit.organisation)


def can_record_leave(actor: User, supervisor: Supervisor) -> bool:
    """The same people say when a supervisor is away: seats go with it, so nobody records their own unless they keep the unit."""
    return actor.has("capacity.edit", supervisor.unit.organisation)


def can_assign_supervisor(actor: User, supervisor: Supervisor) -> bool:
    """The same people choose who supervises."""
    return actor.has("capacity.edit", supervisor.unit.organisation)


def can_ask_for_seats(actor: User, unit: Unit) -> bool:
    """Whoever plans there asks for seats on behalf of a group of learners; so does the keeper of the unit."""
    return actor.has("placements.plan", unit.organisation) or actor.has("capacity.edit", unit.organisation)


def can_decide_pool(actor: User, organisation: Organisation) -> bool:
    """Who goes first when seats are short is decided by those who publish plans for the whole organisation."""
    return actor.has("placements.publish", organisation)


def can_keep_agreement(actor: User, home: Organisation, host: Organisation) -> bool:
    """Whoever publishes plans for one of the sides keeps the agreement between them."""
    return actor.has("placements.publish", home) or actor.has("placements.publish", host)


def can_decide_exception(actor: User, enrolment: Enrolment, unit: Unit) -> bool:
    """Whoever plans at the unit decides; nobody about themselves."""
    return actor.pk != enrolment.learner_id and actor.has("placements.plan", unit.organisation)


def can_clear_placement(actor: User, unit: Unit) -> bool:
    """The keeper of the unit, and whoever plans there, tick what is in order."""
    return actor.has("capacity.edit", unit.organisation) or actor.has("placements.plan", unit.organisation)
