"""What a pasted piece of a table may name in a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from randa.placements.editing.pasting import Misfit, Places, Run, read_cells
from randa.placements.models import Plan
from randa.training.models import PlacementArea, Unit


@dataclass(frozen=True, slots=True)
class PastePlaces:
    """The areas and units of a plan."""

    places: Places

    @property
    def areas(self) -> frozenset[str]:
        return self.places.areas

    def read(self, cells: Sequence[Sequence[str]], rows: int) -> tuple[list[Run], list[Misfit]]:
        """Return the blocks of the first `rows` rows, and everything that does not fit."""
        runs, misfits = read_cells(cells[:rows], self.places)
        misfits += [
            Misfit(number, 0, " ".join(line)[:40], _("Det finns ingen rad till i tabellen."))
            for number, line in enumerate(cells[rows:], start=rows)
            if any(cell.strip() for cell in line)
        ]
        return runs, misfits


def places_of(plan: Plan) -> PastePlaces:
    """Return the areas and the units of the plan's regions, by code and by name: two queries."""
    units: dict[str, tuple[int, str]] = {}
    rows = Unit.objects.filter(region__in=plan.regions.all()).select_related("organisation").order_by("-pk")
    for unit in rows:
        units[unit.organisation.name.lower()] = (unit.pk, unit.area_id)
    for unit in rows:
        units[unit.organisation.code.lower()] = (unit.pk, unit.area_id)
    return PastePlaces(Places(frozenset(PlacementArea.objects.values_list("pk", flat=True)), units))
