"""Clinics of the hospitals and health centres around them."""

from collections import Counter
from collections.abc import Iterator

from randa.core.provenance import Provenance
from randa.demo.chance import stream
from randa.demo.facts import REGIONS
from randa.demo.hospitals import HOSPITALS, Hospital
from randa.demo.names import centre_names
from randa.demo.seats import gross_seats
from randa.organisations.models import Organisation
from randa.training.models import PlacementArea, Unit

SOURCE = "demovärlden"
SEATS_PER_CENTRE = 3


def make_units() -> None:
    """Make all units with their organisation rows, position and place in the tree."""
    regions = Organisation.objects.in_bulk([facts.code for facts in REGIONS], field_name="code")
    hospitals = Organisation.objects.in_bulk(list(HOSPITALS), field_name="code")
    areas = PlacementArea.objects.in_bulk()
    numbers: Counter[str] = Counter()
    units = list(_clinics(hospitals, regions, areas, numbers)) + list(_centres(regions, areas, numbers))
    Organisation.objects.bulk_create([unit.organisation for unit in units])
    for unit in units:
        unit.organisation = unit.organisation  # the key is known now
    Unit.objects.bulk_create(units)


def _clinics(
    hospitals: dict[str, Organisation],
    regions: dict[str, Organisation],
    areas: dict[str, PlacementArea],
    numbers: Counter[str],
) -> Iterator[Unit]:
    for code, facts in HOSPITALS.items():
        hospital = hospitals[code]
        region = regions["REG-" + code.split("-")[1]]
        east, north = facts.position_km
        for area, name in facts.clinics:
            organisation = _organisation(f"{name}, {_site(hospital)}", hospital, region, numbers)
            yield Unit(
                organisation=organisation, region=region, area=areas[area], site=hospital.name, x_km=east, y_km=north
            )


def _site(hospital: Organisation) -> str:
    """The reference data names some hospitals by their town only, and a region's several by the region first."""
    return hospital.name.removeprefix("Västmanlands sjukhus ")


def _centres(
    regions: dict[str, Organisation], areas: dict[str, PlacementArea], numbers: Counter[str]
) -> Iterator[Unit]:
    chance = stream("centre positions")
    names = iter(centre_names())
    for facts in REGIONS:
        region = regions[facts.code]
        around = [one for code, one in HOSPITALS.items() if code.startswith(f"HSP-{facts.number}-")]
        for _number in range(round(gross_seats(facts, "AM") / SEATS_PER_CENTRE)):
            near: Hospital = chance.choices(around, weights=[one.weight for one in around])[0]
            east, north = near.position_km
            name = next(names)
            yield Unit(
                organisation=_organisation(name, region, region, numbers),
                region=region,
                area=areas["AM"],
                site=name.removeprefix("Vårdcentralen "),
                x_km=round(east + chance.gauss(0, 12), 1),
                y_km=round(north + chance.gauss(0, 12), 1),
            )


def _organisation(name: str, parent: Organisation, region: Organisation, numbers: Counter[str]) -> Organisation:
    numbers[region.code] += 1
    code = f"ENH-{region.code.removeprefix('REG-')}-{numbers[region.code]:03}"
    return Organisation(
        code=code,
        kind=Organisation.Kind.UNIT,
        name=name,
        parent=parent,
        path=f"{parent.path}{code}/",
        notes="Enheten och allt om den är påhittat för demovärlden.",
        provenance=Provenance.FICTIONAL,
        source=SOURCE,
    )
