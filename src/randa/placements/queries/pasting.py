"""What a pasted piece of a table may name in a plan."""

from randa.placements.editing.pasting import Places
from randa.placements.models import Plan
from randa.training.models import PlacementArea, Unit


def places_of(plan: Plan) -> Places:
    """Return the areas and the units of the plan's regions, by code and by name: two queries."""
    units: dict[str, tuple[int, str]] = {}
    rows = Unit.objects.filter(region__in=plan.regions.all()).select_related("organisation").order_by("-pk")
    for unit in rows:
        units[unit.organisation.name.lower()] = (unit.pk, unit.area_id)
    for unit in rows:
        units[unit.organisation.code.lower()] = (unit.pk, unit.area_id)
    return Places(frozenset(PlacementArea.objects.values_list("pk", flat=True)), units)
