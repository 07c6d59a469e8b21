"""Who may plan, publish and change capacity."""

from collections.abc import Iterable

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import OUTSIDE, Plan
from randa.training.models import Unit


def can_plan_regions(actor: User, regions: Iterable[Organisation]) -> bool:
    """A planner plans the regions where they have the role; all of them, or none."""
    return all(actor.has("placements.plan", region) for region in regions)


def can_edit_plan(actor: User, plan: Plan) -> bool:
    """Whoever plans all the plan's regions changes its drafts and makes new ones: a block in one region takes a seat in another.

    Nobody does so with the standing plan of seats at others: its placements follow what is agreed.
    """
    return plan.start_year != OUTSIDE and can_plan_regions(actor, plan.regions.all())


def can_plan_somewhere_in(actor: User, plan: Plan) -> bool:
    """Whoever plans one of the plan's regions reads what planners say to each other about its draft."""
    return any(actor.has("placements.plan", region) for region in plan.regions.all())


def can_publish_plan(actor: User, plan: Plan) -> bool:
    """Publishing tells people where they will be: it takes its own permission in every region of the plan."""
    return all(actor.has("placements.publish", region) for region in plan.regions.all())


def can_publish_somewhere(actor: User) -> bool:
    """Whoever publishes in some region decides on swaps there; which ones, the plan tells."""
    return actor.has("placements.publish")


def can_change_capacity(actor: User, unit: Unit) -> bool:
    """The unit's head, and whoever has capacity as a task in the region."""
    return actor.has("capacity.edit", unit.organisation)
