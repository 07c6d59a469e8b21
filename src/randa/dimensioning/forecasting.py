"""From the plan, the need, the seats and the assumptions to the forecast engine's problem. No algorithm: sums and shares."""

from collections.abc import Mapping
from dataclasses import dataclass

from randa.dimensioning.assumptions import BASE, Values
from randa.dimensioning.ceilings import AreaYear, Levers
from randa.engines.forecast.model import Initial, Noise, Problem

AREAS = ("PSY", "AM", "IM", "KIR", "AKU")
FIRST_YEAR, LAST_YEAR = 2025, 2031  # 2025 lets the programmes fill before the first quarter that is shown
FIRST_SHOWN = 2026
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
WEEKS_A_QUARTER = 13
CHANGED_FROM = 2027  # what-ifs about posts begin here: earlier years have happened
BT_TYPES = ("BTF", "BTI")
LEVERS_OF = {
    "PSY": "psy",
    "AM": "am",
    "IM": "other",
    "KIR": "other",
    "AKU": "other",
}  # how the keys of an area's levers end
SEED = 2027


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the forecast; `student_weeks` are weeks of student placements a year (001 Tabell 1)."""

    code: str
    name: str
    inhabitants: int
    student_weeks: float = 0.0


@dataclass(frozen=True, slots=True)
class Basis:
    """What the forecast stands on besides assumptions.

    Attributes:
        nation: inhabitants of the country.
        posts: (region, post type) -> year -> posts that start.
        need: year -> (from Swedish degrees, from other degrees) who need AT, nationally.
        seats: (region, area, year) -> what the units take, and the ceilings over it.
    """

    regions: tuple[Region, ...]
    nation: int
    posts: Mapping[tuple[str, str], Mapping[int, int]]
    need: Mapping[int, tuple[int, int]]
    seats: Mapping[tuple[str, str, int], AreaYear]

    def posts_in(self, region: str, year: int, post_type: str) -> float:
        """Return the plan's posts; between two planned years a straight line, outside them the nearest planned year."""
        planned = self.posts.get((region, post_type), {})
        if year in planned:
            return planned[year]
        before = max((y for y in planned if y < year), default=None)
        after = min((y for y in planned if y > year), default=None)
        if before is None or after is None:
            nearest = before or after
            return planned[nearest] if nearest else 0
        return planned[before] + (planned[after] - planned[before]) * (year - before) / (after - before)

    def bt_in(self, region: str, year: int) -> float:
        return sum(self.posts_in(region, year, kind) for kind in BT_TYPES)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Learner-weeks of AT and BT that an area takes in a quarter, by each limit, less what ST and students take.

    Attributes:
        seats: if only seats counted; supervisors: when each seat also needs a supervisor; assessments: what the
            supervisors' time for supervision and assessment allows; taken: by ST doctors and students.
        patients: seats with a supervisor for which the patients suffice; None when nobody has stated any.
        budget: what the region's money suffices for; None without a budget.
    """

    seats: float
    supervisors: float
    assessments: float
    taken: float
    patients: float | None = None
    budget: float | None = None

    @property
    def stated(self) -> dict[str, float]:
        """Return the limits that are known, by name."""
        limits = {
            "seats": self.seats, "supervisors": self.supervisors, "assessments": self.assessments,
            "patients": self.patients, "budget": self.budget,
        }  # fmt: skip
        return {name: limit for name, limit in limits.items() if limit is not None}

    @property
    def limit(self) -> float:
        return max(0.0, min(self.stated.values()) - self.taken)

    def binding(self, load: float) -> str:
        """Name what is in the way of `load`, or, when it fits, what would be first."""
        stated = self.stated
        lowest = min(stated, key=stated.__getitem__)
        if lowest not in {"seats", "supervisors"} and stated[lowest] < min(self.seats, self.supervisors):
            return lowest
        needed = load + self.taken
        if needed > self.seats or self.supervisors > 0.97 * self.seats:
            return "seats"
        return "supervisors"


def build_problem(basis: Basis, values: Values = BASE, *, replications: int = 500) -> Problem:
    """Return the forecast problem of a scenario.

    Raises:
        InvalidProblemError: the values do not go together.
    """
    codes = [one.code for one in basis.regions]
    limits = capacities(basis, values)
    wanted = [[wanted_bt(basis, values, code, year) for code in codes] for year in YEARS]
    weight = _weights(basis)
    at_now = [basis.posts_in(code, FIRST_YEAR, "AT") for code in codes]
    need_first = sum(basis.need.get(FIRST_YEAR, (0, 0))) or 1
    extension, dropout = extension_share(values), values.get("dropout_share")
    return Problem(
        regions=tuple(codes),
        areas=AREAS,
        quarters=4 * len(YEARS),
        first_quarter=f"{FIRST_YEAR}Q1",
        need_at=tuple(need_at(basis, values, year) for year in YEARS),
        # AT doctors seek where AT posts are: a region's share of the need is its share of the posts before the decline.
        share=tuple(posts / need_first for posts in at_now),
        seasonality=_seasonality(values),
        at_posts_per_year=tuple(tuple(wanted_at(basis, values, code, year) for code in codes) for year in YEARS),
        at_slots=tuple(values.whole("at_quarters", code) for code in codes),
        bt_posts_per_year=tuple(map(tuple, wanted)),
        bt_slots=values.whole("bt_quarters"),
        st_slots=values.whole("st_quarters"),
        licensed_inflow=tuple(values.get("licensed_per_year") * _licensed_share(values, year) for year in YEARS),
        weight=weight,
        template_at=tuple(_at_rows(values, codes)),
        template_bt=tuple(_rows(bt_weeks(values), values.whole("bt_quarters"), values)),
        initial=_initial(basis, values, weight),
        extension=extension,
        dropout=dropout,
        specialist_exit=values.get("specialist_exit"),
        capacity=tuple(
            tuple(tuple(limits[code, area, year].limit for area in AREAS) for code in codes) for year in YEARS
        ),
        noise=Noise(values.get("noise_rho"), values.get("noise_sigma")),
        extension_beta=_beta(extension, values),
        dropout_beta=_beta(dropout, values),
        replications=replications,
        seed=SEED,
        integrated_share=tuple(integrated_share(basis, values, code) for code in codes),
        direct_st_share=values.get("direct_st_share"),
    )


def _initial(basis: Basis, values: Values, weight: tuple[float, ...]) -> Initial:
    """Return who waits and who is in ST when the first year begins; specialists there are already are not counted."""
    codes = [one.code for one in basis.regions]
    return Initial(
        at_queue=tuple(basis.posts_in(code, FIRST_YEAR, "AT") * values.get("at_queue_months") / 12 for code in codes),
        licensed=tuple(values.get("licensed_waiting") * part for part in weight),
        specialists=tuple(0.0 for _code in codes),
        st_per_slot=tuple(basis.posts_in(code, FIRST_YEAR, "ST") / 4 for code in codes),
    )


def need_at(basis: Basis, values: Values, year: int) -> float:
    """Return those who need AT in the nation; after the last published year, that year's."""
    known = [y for y in sorted(basis.need) if y <= year] or sorted(basis.need)[:1]
    swedish, abroad = basis.need[known[-1]] if known else (0, 0)
    return swedish * values.get("graduates_factor") + abroad * values.get("abroad_factor")


def wanted_at(basis: Basis, values: Values, region: str, year: int) -> float:
    factor = values.get("at_plan_factor", region) if year >= CHANGED_FROM else 1.0
    return basis.posts_in(region, year, "AT") * factor


def wanted_bt(basis: Basis, values: Values, region: str, year: int) -> float:
    """Return BT posts that start in the year; a delay moves a part of each year into the next."""
    if year < CHANGED_FROM:
        return float(basis.bt_in(region, year))
    whole, rest = divmod(values.get("bt_delay_quarters", region) / 4, 1)
    now, before = (basis.bt_in(region, year - int(whole) - back) for back in (0, 1))
    return float(((1 - rest) * now + rest * before) * values.get("bt_plan_factor", region))


def integrated_share(basis: Basis, values: Values, region: str) -> float:
    """Return the part of the region's BT posts 2026-2030 that is integrated in ST."""
    years = range(FIRST_SHOWN, LAST_YEAR)
    integrated = sum(basis.posts_in(region, year, "BTI") for year in years)
    planned = sum(basis.bt_in(region, year) for year in years)
    share = integrated / planned if planned else 0.0
    return min(1.0, max(0.0, share + values.get("integrated_change", region)))


def extension_share(values: Values) -> float:
    """Return the share that stays a further quarter in its place: part time, long absence and other reasons together."""
    slower = 1 - values.get("part_time_share") * (1 - values.get("part_time_level"))
    return 1 - slower * (1 - values.get("absence_share")) * (1 - values.get("extension_share"))


def at_weeks(values: Values, region: str = "") -> dict[str, float]:
    """Return working weeks of AT per person and area. Source: docs/sources.md#orebro-weeks."""
    return _split("at", values, region)


def bt_weeks(values: Values, region: str = "") -> dict[str, float]:
    """Return working weeks of BT per person and area. Source: docs/sources.md#orebro-weeks."""
    return _split("bt", values, region)


def capacities(basis: Basis, values: Values) -> dict[tuple[str, str, int], Capacity]:
    """Return what limits every (region, area) in a quarter of each year."""
    per_week = hours_per_week(values)["bt"]
    return {
        (one.code, area, year): _capacity(basis, values, one.code, area, year, per_week)
        for one in basis.regions
        for area in AREAS
        for year in YEARS
    }


def _capacity(basis: Basis, values: Values, region: str, area: str, year: int, per_week: float) -> Capacity:
    """Years without seats take the nearest known year's. All that is stated of a year is spread evenly over its quarters."""
    taken = sum(competing(basis, values, region, year).values()) if area == "PSY" else 0.0
    there = _seats(basis, region, area, year)
    if there is None:
        return Capacity(0.0, 0.0, 0.0, taken)
    found, quarter = there.under(levers_of(values, region, area)), WEEKS_A_QUARTER / there.weeks
    hours = found.supervised * quarter * values.get("hours_per_place")
    return Capacity(
        seats=found.housed * quarter,
        supervisors=found.supervised_seats * quarter,
        assessments=hours / per_week if per_week else float("1e9"),
        taken=taken,
        patients=found.patient_seats * quarter if found.is_known("patients") else None,
        budget=found.budget * quarter if found.budget is not None else None,
    )


def levers_of(values: Values, region: str, area: str) -> Levers:
    """Return what a scenario multiplies a region's area with."""
    seats, supervisors, patients, budget = (
        values.get(f"{key}_{LEVERS_OF[area]}", region) for key in ("seats", "supervisors", "patients", "budget")
    )
    return Levers(seats, supervisors * values.get("supervisors_factor", region), patients, budget)


def competing(basis: Basis, values: Values, region: str, year: int) -> dict[str, float]:
    """Return the seat-weeks a quarter in psychiatry that ST doctors and students take of the common seats."""
    part = values.get("competing_share", region)
    return {kind: part * weeks for kind, weeks in psychiatry_weeks(basis, values, region, year).items()}


def psychiatry_weeks(basis: Basis, values: Values, region: str, year: int) -> dict[str, float]:
    """Return all weeks a quarter that ST doctors and students spend in psychiatry, whoever's seats they use."""
    students = next((one.student_weeks for one in basis.regions if one.code == region), 0.0)
    st = basis.posts_in(region, year, "ST") * values.get("st_weeks_psy") * 52 / values.get("working_weeks")
    return {"st": st / 4, "student": students * values.get("student_share_psy") / 4}


def hours_per_week(values: Values) -> dict[str, float]:
    """Return supervisors' hours per learner-week, supervision and assessment together, by kind of learner."""
    minutes = values.get("assessment_minutes") / 60
    each = {
        "at": values.get("assessments_at") / _total(at_weeks(values)),
        "bt": values.get("assessments_bt") / _total(bt_weeks(values)),
        "st": values.get("assessments_week"),
        "student": values.get("assessments_week"),
    }
    return {kind: values.get(f"hours_{kind}") + number * minutes for kind, number in each.items()}


def seat_weeks(weeks: Mapping[str, float], slots: int, values: Values) -> dict[str, float]:
    """Return seat-weeks per area for a whole programme: vacation holds the seat, long absence does not.

    A person is somewhere thirteen weeks a quarter at most.
    """
    longer = min(52 / values.get("working_weeks"), WEEKS_A_QUARTER * slots / _total(weeks))
    return {area: number * longer * (1 - values.get("absence_share")) for area, number in weeks.items()}


def _rows(weeks: Mapping[str, float], slots: int, values: Values) -> list[tuple[float, ...]]:
    """Spread a programme evenly over its quarters: different people have different orders."""
    held = seat_weeks(weeks, slots, values)
    return [tuple(held[area] / slots for area in AREAS)] * slots


def _at_rows(values: Values, codes: list[str]) -> list[tuple[tuple[float, ...], ...]]:
    lengths = {code: values.whole("at_quarters", code) for code in codes}
    return [tuple(_rows(at_weeks(values, code), slots, values)) for code, slots in lengths.items()]


def _split(kind: str, values: Values, region: str) -> dict[str, float]:
    together = values.get(f"{kind}_weeks_msa", region)
    surgery, acute = (values.get(f"{kind}_split_{part}", region) for part in ("kir", "aku"))
    return {
        "PSY": values.get(f"{kind}_weeks_psy", region),
        "AM": values.get(f"{kind}_weeks_am", region),
        "IM": together * (1 - surgery - acute),
        "KIR": together * surgery,
        "AKU": together * acute,
    }


def _weights(basis: Basis) -> tuple[float, ...]:
    """The regions' share of the nation's inhabitants, divided by their planned BT: those who seek go where posts are."""
    inhabitants = sum(one.inhabitants for one in basis.regions)
    planned = [sum(basis.bt_in(one.code, year) for year in range(FIRST_SHOWN, LAST_YEAR)) for one in basis.regions]
    share = inhabitants / basis.nation if basis.nation else 0.0
    if not sum(planned):
        return tuple(share * one.inhabitants / inhabitants if inhabitants else 0.0 for one in basis.regions)
    return tuple(share * posts / sum(planned) for posts in planned)


def _seasonality(values: Values) -> tuple[float, float, float, float]:
    winter, summer = values.get("season_q1"), values.get("season_q3")
    rest = (1 - winter - summer) / 2
    return winter, rest, summer, rest


def _licensed_share(values: Values, year: int) -> float:
    return values.get(f"licensed_share_{year}") if year <= CHANGED_FROM else 1.0


def _beta(mean: float, values: Values) -> tuple[float, float] | None:
    precision = values.get("share_precision")
    return (mean * precision, (1 - mean) * precision) if 0 < mean < 1 else None


def _seats(basis: Basis, region: str, area: str, year: int) -> AreaYear | None:
    if found := basis.seats.get((region, area, year)):
        return found
    near = sorted(YEARS, key=lambda y: (abs(y - year), y))
    return next((basis.seats[region, area, y] for y in near if (region, area, y) in basis.seats), None)


def _total(weeks: Mapping[str, float]) -> float:
    return sum(weeks.values()) or 1.0
