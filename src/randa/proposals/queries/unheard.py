"""Units in a draft where nobody is asked by name: how they are reached, and who can give somebody the role."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.people.models import User
from randa.people.queries.holders import holders_at, people_over
from randa.placements.models import Plan
from randa.proposals.models import ANSWER
from randa.supply.models import UnitContact
from randa.supply.permissions import can_keep_unit
from randa.training.models import Unit

GIVERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unheard:
    """A unit without anybody whose own role is there.

    Attributes:
        blocks: how many the draft has there.
        contact: how the unit is reached; None when nobody has written it down.
        givers: some who can give a role at the unit.
        may_keep: whether the viewer can write down the contact, and answer for the unit.
    """

    unit: Unit
    blocks: int
    contact: UnitContact | None
    givers: Sequence[User]
    may_keep: bool


def unheard_units(plan: Plan, actor: User) -> list[Unheard]:
    """Return the units of the draft where nobody has a role of their own that answers, by name: four queries at any size."""
    with as_system("who answers for a unit, and who can give the role, may work where the planner sees nobody"):
        counted = plan.placements.filter(unit__isnull=False).values("unit").annotate(blocks=Count("pk"))
        blocks = {row["unit"]: row["blocks"] for row in counted.order_by("unit")}
        rows = Unit.objects.filter(pk__in=blocks).select_related("organisation", "contact")
        units = list(rows.order_by("organisation__sort_name", "pk"))
        heads = holders_at(ANSWER, [one.organisation for one in units], today())
        alone = [one for one in units if one.organisation_id not in heads]
        givers = people_over("roles.grant", [one.organisation.path for one in alone], today())
    return [
        Unheard(
            one, blocks[one.pk], _contact(one), givers[one.organisation.path][-GIVERS_SHOWN:], can_keep_unit(actor, one)
        )
        for one in alone
    ]


def _contact(unit: Unit) -> UnitContact | None:
    found: UnitContact | None = getattr(unit, "contact", None)
    return found if found is not None and (found.email or found.telephone) else None
