"""Whatever is given and lent, in any order, nobody has more than what those who gave it had."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from randa.core.errors import DomainError
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.people.services.delegation import lend_role
from randa.people.services.roles import grant_role
from tests.factories import OrganisationFactory, RoleAssignmentFactory, RoleFactory, UserFactory
from tests.people.world import TODAY

PERMISSIONS = ["roles.grant", "roles.delegate", "placements.view", "placements.plan"]
DAYS = [TODAY + dt.timedelta(days=number) for number in range(5)]
ROLES = st.lists(st.sets(st.sampled_from(PERMISSIONS), min_size=1), min_size=3, max_size=3)
# who does it (person), gives or lends, which role or assignment, to whom, where, from, to (None: for ever)
STEP = st.tuples(
    st.sampled_from([0, 0, 1, 2, 3]), st.booleans(), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4), st.integers(0, 3),
    st.one_of(st.none(), st.integers(1, 4)),
)  # fmt: skip


def _tree(parents: list[int]) -> list[Organisation]:
    """Return five organisations; each lies below one made before it, or is a root."""
    made: list[Organisation] = []
    for number, parent in enumerate(parents):
        above = made[parent % number] if number and parent < number else None
        made.append(OrganisationFactory.create(parent=above))
    return made


def _reach(people: list[User], places: list[Organisation], day: dt.date) -> dict[User, set[tuple[str, str]]]:
    """Return what each may do where on a day, reckoned without the code under test: (permission, organisation)."""
    found: dict[User, set[tuple[str, str]]] = {person: set() for person in people}
    for one in RoleAssignment.objects.select_related("role", "organisation", "user"):
        if one.starts_on <= day and (one.ends_before is None or day < one.ends_before):
            names = set(one.role.permissions) if one.limited_to is None else set(one.limited_to)
            for place in places:
                if place.path.startswith(one.organisation.path):
                    found[one.user] |= {(name, place.code) for name in names}
    return found


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parents=st.lists(st.integers(0, 4), min_size=5, max_size=5),
    roles=ROLES,
    first=st.tuples(st.integers(0, 2), st.integers(0, 1), st.one_of(st.none(), st.integers(1, 4))),
    steps=st.lists(STEP, min_size=4, max_size=8),
)
@example(  # whoever has it until tomorrow gives it for ever
    parents=[0] * 5, roles=[{"roles.grant"}] * 3, first=(0, 0, 1), steps=[(0, True, 0, 1, 0, 0, None)]
)
@example(  # whoever has it over a hospital gives it over the region above
    parents=[0] * 5, roles=[{"roles.grant"}] * 3, first=(0, 1, None), steps=[(0, True, 0, 1, 0, 0, None)]
)
@example(  # a role is lent beyond its last day
    parents=[0] * 5, roles=[{"placements.view"}] * 3, first=(0, 0, 2), steps=[(0, True, 1, 1, 0, 0, 1), (0, False, 0, 1, 0, 0, 4)]
)  # fmt: skip
def test_nobody_has_more_than_those_who_gave_it(
    parents: list[int], roles: list[set[str]], first: tuple[int, int, int | None], steps: list[tuple[int, ...]]
) -> None:
    with transaction.atomic():
        places = _tree(parents)
        made = [RoleFactory.create(permissions=sorted(names)) for names in roles]
        people = UserFactory.create_batch(4)
        role, place, end = first
        made[role].permissions = PERMISSIONS  # somebody begins with all of it, or nothing would be given
        made[role].save()
        RoleAssignmentFactory.create(
            user=people[0], role=made[role], organisation=places[place], starts_on=TODAY,
            ends_before=DAYS[end] if end is not None else None,
        )  # fmt: skip
        days = [*DAYS, dt.date(2060, 1, 1)]
        before = {day: _reach(people, places, day) for day in days}

        for step in steps:
            _try(step, people, made, places)
            after = {day: _reach(people, places, day) for day in days}
            for day in days:
                own = before[day][people[step[0]]]  # what whoever acts has themselves on that very day
                for person in people:
                    assert after[day][person] - before[day][person] <= own, (step, day, person)
            before = after
        transaction.set_rollback(True)


def _try(step: tuple[int, ...], people: list[User], roles: list[object], places: list[Organisation]) -> None:
    """Let somebody give or lend; a refusal is an answer too."""
    who, gives, what, whom, where, start, end = step
    actor = User.objects.get(pk=people[who].pk)
    ends_before = DAYS[end] if end is not None else None
    try:
        if gives:
            grant_role(
                actor=actor, person=people[whom], role=roles[what % 3], organisation=places[where],  # type: ignore[arg-type]
                starts_on=DAYS[start], ends_before=ends_before,
            )  # fmt: skip
        elif held := list(RoleAssignment.objects.order_by("pk")):
            chosen = held[what % len(held)]
            lend_role(
                actor=actor, assignment=chosen, email=people[whom].email, starts_on=DAYS[start],
                ends_before=ends_before or DAYS[4], permissions=[one for one in chosen.permissions if one != "roles.delegate"],
                today=TODAY,
            )  # fmt: skip
    except (PermissionDenied, DomainError):
        pass
