"""The search with a nation's people: how the time of one search grows from 1 000 to 100 000 people, and how the index is read.

The people are made up from syllables, spread over 200 wards in 21 regions, and indexed as Randa does it. Each search is asked by
somebody who sees one region. Growth is the median at the large size divided by that at the small one.
"""

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.database import analyse, plan_of, scratch_database

SIZES = (1_000, 100_000)
SEARCHES = (
    ("whole name", "{given} {family}"),
    ("beginning", "{family:.4}"),
    ("typing error", "{slip}"),
    ("unit in pieces", "psykiatri 17"),
)
ROUNDS, REPEATS = 12, 5
SYLLABLES = (
    "al",
    "bo",
    "dun",
    "ek",
    "fal",
    "gran",
    "hed",
    "ild",
    "jor",
    "kvi",
    "lund",
    "mo",
    "nor",
    "ost",
    "ra",
    "sko",
    "tal",
    "ur",
    "vik",
    "ång",
)


def run() -> list[dict[str, Any]]:
    """Return a row per search: medians at both sizes, growth, queries and how the words are read."""
    with scratch_database() as postgresql:
        chance = random.Random(20)
        rows: dict[str, dict[str, Any]] = {}
        made = 0
        for size in SIZES:
            _add_people(chance, made, size)
            made = size
            for name, pattern in SEARCHES:
                samples = list(_samples(pattern, size))
                rows.setdefault(name, {"case": name, "small": SIZES[0], "large": SIZES[-1]})[str(size)] = samples
        return [row | _growth(row) | _plan() | {"postgresql": postgresql} for row in rows.values()]


def _growth(row: dict[str, Any]) -> dict[str, Any]:
    small, large = (statistics.median(row[str(size)]) for size in SIZES)
    size = f"{SIZES[-1]:,} people"
    return {"samples": row[str(SIZES[-1])], "growth": large / small, "small_median": small, "size": size}


def _add_people(chance: random.Random, first: int, last: int) -> None:
    from randa.core.access.models import Role
    from randa.core.search.services import rebuild
    from randa.people.models import RoleAssignment, User

    wards = _wards()
    role = Role.objects.get(code="supervisor")
    people = [_person(chance, number) for number in range(first, last)]
    User.objects.bulk_create(people, batch_size=5000)
    assignments = [
        RoleAssignment(user=one, role=role, organisation=wards[number % len(wards)], starts_on="2026-01-05")
        for number, one in enumerate(people)
    ]
    RoleAssignment.objects.bulk_create(assignments, batch_size=5000)
    rebuild()
    analyse()


def _person(chance: random.Random, number: int) -> Any:
    from randa.people.models import User

    given = "".join(chance.choices(SYLLABLES, k=2)).capitalize()
    family = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    return User(email=f"p{number}@bench.example", given_name=given, family_name=family)


def _wards() -> list[Any]:
    from randa.organisations.models import Organisation

    found = list(Organisation.objects.filter(code__startswith="ENH-B").order_by("code"))
    if found:
        return found
    regions = [
        Organisation.objects.create(code=f"REG-B{n}", kind="region", name=f"Region Prov {n}", path=f"REG-B{n}/")
        for n in range(21)
    ]
    kinds = ("Vuxenpsykiatri", "Medicinklinik", "Vårdcentral", "Akutmottagning")
    return [
        Organisation.objects.create(
            code=f"ENH-B{n:03}",
            kind="unit",
            name=f"{kinds[n % 4]} {n}",
            parent=regions[n % 21],
            path=f"{regions[n % 21].path}ENH-B{n:03}/",
        )
        for n in range(200)
    ]


def _samples(pattern: str, size: int) -> Iterator[float]:
    from randa.core.search.queries import search
    from randa.people.models import User

    chance = random.Random(size)
    actor = _officer()
    people = list(
        User.objects.filter(role_assignments__organisation__path__startswith="REG-B0/").order_by("pk")[: 40 * ROUNDS]
    )
    for person in chance.sample(people, min(ROUNDS, len(people))):
        family = person.family_name
        slip = family[:2] + family[3] + family[2] + family[4:]
        text = pattern.format(given=person.given_name, family=family, slip=slip)
        for _ in range(REPEATS):
            began = time.perf_counter()
            search(actor, text)
            yield time.perf_counter() - began


def _officer() -> Any:
    from randa.core.access.models import Role
    from randa.organisations.models import Organisation
    from randa.people.models import RoleAssignment, User

    user, is_new = User.objects.get_or_create(
        email="officer@bench.example", defaults={"given_name": "Prov", "family_name": "Ledare"}
    )
    if is_new:
        region = Organisation.objects.get(code="REG-B0")
        RoleAssignment.objects.create(
            user=user, role=Role.objects.get(code="training_manager"), organisation=region, starts_on="2026-01-05"
        )
    return user


def _plan() -> dict[str, Any]:
    """Return whether the words of entries and the misspelt terms are read by index."""
    words = plan_of("select entry_id from core_search_searchword where term = any(array['granlundvik', 'falbomo'])")
    terms = plan_of("select term from core_search_searchterm where term % 'granludnvik'")
    return {"by_index": "Index" in words and "Index" in terms}
