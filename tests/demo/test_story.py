"""What a newcomer meets in the demo world without searching."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from randa.core.audit.models import AuditEvent
from randa.demo.exchange import speaker_of
from randa.demo.story import WARD_CODE
from randa.dimensioning.models import NationalNeed, PlannedPosts, PlanRevision
from randa.organisations.models import Organisation, Population
from randa.placements.capacity import WeekCapacity, unit_capacity, weeks_from
from randa.placements.models import MandateChange
from randa.training.models import Enrolment, Unit
from randa.training.workweeks import nominal_demand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MONDAYS = weeks_from(dt.date(2027, 1, 4), 52)
QUARTERS = ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]
DALARNA = "REG-20"


def _quarter_of(monday: dt.date) -> str:
    """Return the quarter of the week's Thursday, as 2027Q2: every week belongs to one quarter."""
    thursday = monday + dt.timedelta(days=3)
    return f"{thursday.year}Q{(thursday.month + 2) // 3}"


def _weeks_of_units(region_ids: Iterable[int], mondays: list[dt.date]) -> Iterator[tuple[Unit, str, WeekCapacity]]:
    units = {unit.pk: unit for unit in Unit.objects.filter(region__in=list(region_ids))}
    for unit_id, weeks in unit_capacity(units.keys(), mondays).items():
        for monday, week in zip(mondays, weeks, strict=True):
            yield units[unit_id], _quarter_of(monday), week


def _shortage(*region_codes: str) -> Counter[tuple[str, str]]:
    """Weeks wanted less weeks open per (area, quarter) of 2027, of those who begin BT in 2027; only what is short."""
    regions = Organisation.objects.in_mellansverige()
    if region_codes:
        regions = regions.filter(code__in=region_codes)
    ids = {region.pk for region in regions}
    enrolments = Enrolment.objects.filter(post__region__in=ids, starts_on__year=2027)
    rows = enrolments.select_related("post__programme").prefetch_related("absences", "post__programme__blocks")
    wanted: Counter[tuple[str, str]] = Counter()
    for (_region, area, monday), seats in nominal_demand(rows).items():
        wanted[area, _quarter_of(monday)] += seats  # type: ignore[assignment]  # fractions of seats
    opened: Counter[tuple[str, str]] = Counter()
    for unit, quarter, week in _weeks_of_units(ids, MONDAYS):
        opened[unit.area_id, quarter] += float(week.open)  # type: ignore[assignment]  # parts of seats
    return Counter(
        {key: round(weeks - opened[key]) for key, weeks in wanted.items() if weeks > opened[key] and key[1] in QUARTERS}
    )


def test_psychiatry_breaks_first_and_in_the_second_quarter_of_2027() -> None:
    short = _shortage()

    assert [quarter for quarter in QUARTERS if short["PSY", quarter]] == ["2027Q2", "2027Q3", "2027Q4"]
    assert {area for area, quarter in short if quarter in {"2027Q1", "2027Q2", "2027Q3"}} == {"PSY"}


def test_general_practice_is_the_next_to_break() -> None:
    short = _shortage()

    assert [quarter for quarter in QUARTERS if short["AM", quarter]] == ["2027Q4"]
    assert {area for area, _quarter in short} == {"PSY", "AM"}


def test_psychiatry_in_dalarna_is_short_from_the_quarter_when_the_ward_shrinks() -> None:
    short = _shortage(DALARNA)

    assert [quarter for quarter in QUARTERS if short["PSY", quarter]] == ["2027Q2", "2027Q3", "2027Q4"]


def test_one_region_has_psychiatry_to_spare_all_year() -> None:
    assert not any(area == "PSY" for area, _quarter in _shortage("REG-03"))


def test_the_ward_in_sater_goes_from_four_seats_to_two_on_3_may() -> None:
    change = MandateChange.objects.get()
    ward = Unit.objects.select_related("organisation").get(organisation__code=WARD_CODE)

    weeks = unit_capacity([ward.pk], [dt.date(2027, 4, 26), dt.date(2027, 5, 3)])[ward.pk]

    assert change.unit == ward
    assert (ward.site, ward.area_id) == ("Säter", "PSY")
    assert change.recorded_by == speaker_of(DALARNA)
    assert AuditEvent.objects.filter(action="mandate.changed", object_id=str(change.pk)).count() == 1
    assert (change.effective_on, change.seats_before, change.seats_after) == (dt.date(2027, 5, 3), 4, 2)
    assert [week.seats for week in weeks] == [4, 2]
    assert [week.open for week in weeks] == [3, 1]


def test_some_units_have_seats_without_supervisors() -> None:
    units = list(Unit.objects.values_list("pk", flat=True))

    capacity = unit_capacity(units, [dt.date(2027, 3, 1)])

    short = [unit for unit, weeks in capacity.items() if weeks[0].binding == "supervisors"]
    assert 0.03 < len(short) / len(units) < 0.3


def test_the_seats_of_at_come_free_in_2028() -> None:
    ids = Organisation.objects.in_mellansverige().values_list("pk", flat=True)
    reserved: Counter[str] = Counter()
    for _unit, quarter, week in _weeks_of_units(ids, weeks_from(dt.date(2027, 1, 4), 156)):
        reserved[quarter] += float(week.reserved)  # type: ignore[assignment]  # parts of seats

    assert reserved["2027Q4"] > 0.9 * reserved["2027Q2"]
    assert reserved["2028Q4"] < 0.6 * reserved["2027Q4"]


def test_at_falls_off_a_cliff_while_bt_climbs() -> None:
    need = dict(NationalNeed.objects.filter(post_type="AT").values_list("year", "total"))
    bt: Counter[int] = Counter()
    for year, posts in PlannedPosts.objects.filter(post_type__startswith="BT").values_list("year", "posts"):
        bt[year] += posts

    assert (need[2026], need[2027]) == (1574, 172)
    assert (bt[2026], bt[2027], bt[2030]) == (135, 263, 523)


def test_dalarna_plans_above_its_share_and_a_revision_made_it_more() -> None:
    people = dict(Population.objects.values_list("organisation__code", "inhabitants"))
    seven = list(Organisation.objects.in_mellansverige().values_list("code", flat=True))
    share = people[DALARNA] / sum(people[code] for code in seven)
    bt_2028 = PlannedPosts.objects.filter(post_type__startswith="BT", year=2028)
    planned = sum(row.posts for row in bt_2028)
    in_dalarna = sum(row.posts for row in bt_2028.filter(region__code=DALARNA))

    assert (in_dalarna, planned) == (92, 463)
    assert in_dalarna > planned * share * 1.3
    assert list(PlanRevision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert PlanRevision.objects.get(number=2).changes.count() == 2
