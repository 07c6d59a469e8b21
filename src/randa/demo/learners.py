"""Posts and the people on them: the BT starts of 2026 and 2027 as 004 Tabell 2 counts them, and some who are still in AT."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from randa.demo.chance import fixed_id, spread, stream
from randa.demo.facts import REGIONS, RegionFacts
from randa.demo.hospitals import HOSPITALS
from randa.demo.leave import absences_of
from randa.demo.people import give_roles, new_people
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Absence, Enrolment, Post, Programme, Unit

Kind = Programme.Kind
STARTS_2026 = (dt.date(2026, 2, 2), dt.date(2026, 8, 31))
AT_START, AT_PER_REGION = dt.date(2026, 8, 31), 6
PART_TIME_SHARE = 0.06
COMMUTE_KM = 11  # standard deviation of the distance between home and work, in each direction


@dataclass(frozen=True, slots=True)
class Region:
    """What is needed to make the posts of one region."""

    facts: RegionFacts
    organisation: Organisation
    programmes: dict[str, list[Programme]]  # by kind
    hospitals: list[tuple[Organisation, int]]  # with weight
    units: list[Unit]


def make_learners() -> None:
    """Make posts, people, enrolments and absences of all regions."""
    chance = stream("learners")
    people = new_people("learner")
    enrolments = [
        enrolment
        for region in _regions()
        for post in _posts(region, chance)
        for enrolment in [_enrolment(post, next(people), region, chance)]
    ]
    User.objects.bulk_create([one.learner for one in enrolments])
    Post.objects.bulk_create([one.post for one in enrolments])
    for one in enrolments:
        one.post = one.post  # the key is known now
    Enrolment.objects.bulk_create(enrolments)
    Absence.objects.bulk_create(absence for one in enrolments for absence in absences_of(one, chance))
    give_roles((one.learner, "learner", one.post.base) for one in enrolments)


def _regions() -> Iterator[Region]:
    organisations = Organisation.objects.in_bulk([*HOSPITALS, *(one.code for one in REGIONS)], field_name="code")
    programmes: dict[tuple[str, str], list[Programme]] = defaultdict(list)
    for programme in Programme.objects.select_related("region").order_by("region__code", "kind", "name"):
        programmes[programme.region.code, programme.kind].append(programme)
    units: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.select_related("organisation", "region").order_by("organisation__code"):
        units[unit.region.code].append(unit)
    for facts in REGIONS:
        yield Region(
            facts,
            organisations[facts.code],
            {kind: programmes[facts.code, kind] for kind in (Kind.AT, Kind.BT_FREE, Kind.BT_INTEGRATED)},
            [(organisations[code], one.weight) for code, one in HOSPITALS.items() if _is_base(code, facts)],
            units[facts.code],
        )


def _is_base(code: str, facts: RegionFacts) -> bool:
    """A hospital with a medical clinic can employ; the psychiatric one is served from elsewhere."""
    return code.startswith(f"HSP-{facts.number}-") and any(area == "IM" for area, _name in HOSPITALS[code].clinics)


def _posts(region: Region, chance: random.Random) -> Iterator[Post]:
    """Give the region's posts in order of start: AT, then BT of 2026 and 2027, free-standing and integrated mixed."""
    for number in range(1, AT_PER_REGION + 1):
        yield _post(region, Kind.AT, AT_START, f"AT-{region.facts.number}-2026-{number:03}", number, chance)
    for year, starts in ((2026, STARTS_2026), (2027, region.facts.starts_2027)):
        count = region.facts.bt_posts(year)
        free, whole = region.facts.free_part
        kinds = _mixed(round(count * free / whole), count)
        days = [
            day for day, posts in zip(starts, spread(count, [1] * len(starts)), strict=True) for _post_ in range(posts)
        ]
        for number, (kind, day) in enumerate(zip(kinds, days, strict=True), start=1):
            yield _post(region, kind, day, f"BT-{region.facts.number}-{year}-{number:03}", number, chance)


def _mixed(free: int, count: int) -> list[Programme.Kind]:
    """Return `free` free-standing posts among `count`, spread evenly, so that each start has its share."""
    return [
        Kind.BT_FREE if (place + 1) * free // count > place * free // count else Kind.BT_INTEGRATED
        for place in range(count)
    ]


def _post(region: Region, kind: Programme.Kind, day: dt.date, code: str, number: int, chance: random.Random) -> Post:
    programmes = region.programmes[kind]
    hospitals, weights = zip(*region.hospitals, strict=True)
    # An integrated post belongs to the clinic or centre of the ST post, the others to a hospital.
    base = (
        chance.choice(region.units).organisation
        if kind == Kind.BT_INTEGRATED
        else chance.choices(hospitals, weights=weights)[0]
    )
    programme = programmes[number % len(programmes)]
    return Post(region=region.organisation, programme=programme, base=base, number=code, starts_on=day)


def _enrolment(post: Post, learner: User, region: Region, chance: random.Random) -> Enrolment:
    east, north = _position(post.base, region)
    return Enrolment(
        id=fixed_id("enrolment", post.number),
        learner=learner,
        post=post,
        starts_on=post.starts_on,
        percent=80 if chance.random() < PART_TIME_SHARE else 100,
        vacation_weeks=6,
        home_x_km=round(east + chance.gauss(0, COMMUTE_KM), 1),
        home_y_km=round(north + chance.gauss(0, COMMUTE_KM), 1),
    )


def _position(base: Organisation, region: Region) -> tuple[float, float]:
    if base.code in HOSPITALS:
        return HOSPITALS[base.code].position_km
    unit = next(one for one in region.units if one.organisation.code == base.code)
    return unit.x_km, unit.y_km
