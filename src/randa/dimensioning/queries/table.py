"""The plan as a spreadsheet: lines of cells, and lines that are computed from them, never typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from randa.core.ui.formats import decimal
from randa.dimensioning.models import NationalNeed, PostType
from randa.dimensioning.permissions import can_decide_plan_of, can_edit_plan_of
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, cells_of, latest_number
from randa.dimensioning.queries.figures import PER, Country, RegionFacts, national_need, total_inhabitants
from randa.organisations.models import Organisation
from randa.people.models import User

BT_TYPES = ("BTF", "BTI")
POST_TYPES: Mapping[str, tuple[str, ...]] = {"BT": BT_TYPES, "AT": ("AT",), "ST": ("ST",)}


@dataclass(frozen=True, slots=True)
class Formula:
    """How a computed line follows from lines of cells; the page recomputes it while somebody types.

    Attributes:
        rows: `region:post type` of the lines that are added up.
        bases: one per year; what the sum is divided by (`per`) or compared with (`minus`). None gives no value.
    """

    rows: tuple[str, ...]
    operation: str = "sum"  # sum, per or minus
    bases: tuple[float | None, ...] = ()
    factor: float = 1
    places: int = 0

    def value(self, posts: Mapping[str, Sequence[int | None]], place: int) -> float | None:
        known = [posts[row][place] for row in self.rows]
        if all(one is None for one in known):
            return None
        total = sum(one or 0 for one in known)
        if self.operation == "sum":
            return total
        base = self.bases[place]
        if base is None or (self.operation == "per" and not base):
            return None
        return total - base if self.operation == "minus" else total * self.factor / base

    def as_data(self) -> dict[str, Any]:
        """Return what the page's script needs."""
        return {
            "rows": self.rows, "operation": self.operation, "bases": self.bases, "factor": self.factor, "places": self.places,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a line: what stands there, and whether this person may type in it."""

    key: CellKey
    state: CellState | None
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the spreadsheet: typed (`cells`), computed (`formula`, `values`) or given (`values` alone)."""

    label: str
    unit: str = ""
    name: str = ""  # region:post type, of a line of cells
    cells: tuple[GridCell, ...] = ()
    values: tuple[float | None, ...] = ()
    formula: Formula | None = None
    places: int = 0
    signed: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a region, or of all together."""

    key: str
    name: str
    lines: tuple[Line, ...]
    note: str = ""
    is_locked: bool = False  # this person plans for other regions, not for this one


@dataclass(frozen=True, slots=True)
class PlanGrid:
    """Everything the plan page shows."""

    years: tuple[int, ...]
    groups: tuple[Group, ...]
    latest: int
    country: Country
    regions: tuple[RegionFacts, ...]
    may_edit: bool
    may_decide: bool
    filled: int = 0


@dataclass
class _Builder:
    years: tuple[int, ...]
    cells: Mapping[CellKey, CellState]
    needs: Mapping[tuple[str, int], NationalNeed]
    country: Country
    editable: frozenset[str]
    posts: dict[str, list[int | None]] = field(default_factory=dict)

    def typed(self, region: RegionFacts, post_type: str) -> Line:
        name = f"{region.code}:{post_type}"
        keys = [CellKey(region.code, year, post_type) for year in self.years]
        states = [self.cells.get(key) for key in keys]
        self.posts[name] = [state.posts if state else None for state in states]
        may = region.code in self.editable
        cells = tuple(GridCell(key, state, may) for key, state in zip(keys, states, strict=True))
        return Line(str(PostType(post_type).label), name=name, cells=cells)

    def computed(self, label: str, formula: Formula, *, unit: str = "", signed: bool = False) -> Line:
        values = tuple(formula.value(self.posts, place) for place in range(len(self.years)))
        return Line(label, unit=unit, values=values, formula=formula, places=formula.places, signed=signed)

    def region_group(self, region: RegionFacts, kinds: Sequence[str]) -> Group:
        lines: list[Line] = []
        may = region.code in self.editable
        for kind in kinds:
            typed = [self.typed(region, post_type) for post_type in POST_TYPES[kind]]
            rows = tuple(line.name for line in typed)
            lines += typed
            if kind == "BT":
                lines.append(self.computed(_("BT tillsammans"), Formula(rows)))
            lines.append(self.rate(kind, rows, (region,)))
        return Group(region.code, region.short, tuple(lines), note=_inhabitants_note((region,)), is_locked=not may)

    def rate(self, kind: str, rows: tuple[str, ...], members: tuple[RegionFacts, ...]) -> Line:
        people = total_inhabitants(members)
        formula = Formula(rows, "per", tuple(people for _year in self.years), PER, 1)
        return self.computed(_("%(kind)s per 100 000") % {"kind": kind}, formula)

    def together(self, members: tuple[RegionFacts, ...], kinds: Sequence[str]) -> Group:
        """Return the sums of all members beside the nation's need; for one region the sums stand above already."""
        lines: list[Line] = []
        for kind in kinds:
            rows = tuple(f"{one.code}:{post_type}" for one in members for post_type in POST_TYPES[kind])
            if len(members) > 1:
                lines.append(self.computed(_("%(kind)s tillsammans") % {"kind": kind}, Formula(rows)))
                lines.append(self.rate(kind, rows, members))
            lines += self.need_lines(kind, rows, members)
        name = _("Mellansverige") if len(members) > 1 else _("Jämfört med riket")
        return Group("sum", name, tuple(lines), note=_inhabitants_note(members))

    def need_lines(self, kind: str, rows: tuple[str, ...], members: tuple[RegionFacts, ...]) -> Iterator[Line]:
        """Yield the nation's need, the part of it that falls on these inhabitants, and how the plan compares."""
        needs = [self.needs.get((kind, year)) for year in self.years]
        if not any(needs):
            return
        totals = tuple(float(one.total) if one else None for one in needs)
        sources = ", ".join(dict.fromkeys(one.source for one in needs if one))
        yield Line(_("Rikets behov av %(kind)s") % {"kind": kind}, values=totals, source=sources)
        yield self.computed(_("Andel av rikets behov"), Formula(rows, "per", totals, 100, 1), unit="%")
        share = self.country.share(members)
        if share is None:
            return
        parts = tuple(round(total * share) if total is not None else None for total in totals)
        label = _("Vår del av behovet efter befolkning")
        yield Line(label, values=parts, unit=_("%(share)s %% av riket") % {"share": decimal(share * 100)})
        yield self.computed(_("Plan jämfört med vår del"), Formula(rows, "minus", parts), signed=True)


def plan_grid(
    *, viewer: User, nation: Country, years: Sequence[int], kinds: Sequence[str] = ("BT", "AT", "ST"), region: str = ""
) -> PlanGrid:
    """Return the plan of Mellansverige, or of one region of it: three queries at any size."""
    members = tuple(one for one in nation.members if not region or one.code == region)
    objects = [Organisation(code=one.code, path=one.path) for one in members]
    editable = frozenset(one.code for one in objects if can_edit_plan_of(viewer, one))
    builder = _Builder(tuple(years), cells_of([one.code for one in members]), national_need(), nation, editable)
    groups = [builder.region_group(one, kinds) for one in members]
    groups.append(builder.together(members, kinds))
    return PlanGrid(
        years=builder.years,
        groups=tuple(groups),
        latest=latest_number(),
        country=nation,
        regions=nation.members,
        may_edit=bool(editable),
        may_decide=any(can_decide_plan_of(viewer, one) for one in objects),
        filled=sum(one is not None for row in builder.posts.values() for one in row),
    )


def _inhabitants_note(members: tuple[RegionFacts, ...]) -> str:
    people = total_inhabitants(members)
    if people is None:
        return _("Befolkning saknas")
    return _("%(people)s invånare") % {"people": decimal(people, 0)}
