"""In any small world: a merge loses nothing, gives nobody a day or a permission more, and undoing it restores every row."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from randa.core.notifications.models import Preference, Snooze
from randa.people.merges.services import undo_merge
from randa.people.models import RoleAssignment, User
from tests.factories import EnrolmentFactory, OrganisationFactory, RoleAssignmentFactory, RoleFactory, UserFactory
from tests.people.merging import clerk, everything, merged, still_refers, without_news
from tests.people.world import TODAY

PERMISSIONS = ["placements.view", "placements.plan", "roles.delegate"]
DAYS = [TODAY + dt.timedelta(days=number) for number in range(-3, 6)]
PERIOD = st.tuples(st.integers(0, 7), st.one_of(st.none(), st.integers(1, 8)))
# whose, which role, where, when
ROLE = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1), PERIOD)
# of which role, who stands in, when, with what
STAND_IN = st.tuples(
    st.integers(0, 7), st.integers(0, 2), st.integers(0, 7), st.integers(1, 4), st.sets(st.sampled_from(PERMISSIONS), min_size=1)
)  # fmt: skip


def _reach(people: dict[User, User]) -> dict[tuple[User, dt.date], set[tuple[str, int]]]:
    """Return (person, day) -> what they may do where, reckoned without the code under test; accounts count as `people` says."""
    found: dict[tuple[User, dt.date], set[tuple[str, int]]] = {}
    for one in RoleAssignment.objects.select_related("role", "user"):
        names = one.role.permissions if one.limited_to is None else one.limited_to
        for day in [*DAYS, dt.date(2060, 1, 1)]:
            if one.starts_on <= day and (one.ends_before is None or day < one.ends_before):
                found.setdefault((people.get(one.user, one.user), day), set()).update(
                    (name, one.organisation_id) for name in names
                )
    return found


def _try(make: object) -> None:
    """Make a row unless the database says that it cannot be."""
    try:
        with transaction.atomic():
            make()  # type: ignore[operator]
    except IntegrityError:
        pass


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    roles=st.lists(ROLE, min_size=1, max_size=7),
    stand_ins=st.lists(STAND_IN, max_size=6),
    more=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), max_size=4),
    chosen=st.dictionaries(
        st.sampled_from(["name", "email", "hsa_id", "title"]), st.sampled_from(["survivor", "merged"])
    ),
)
def test_a_merge_is_a_union_and_undoing_it_restores_the_world(
    roles: list[tuple[int, int, int, tuple[int, int | None]]],
    stand_ins: list[tuple[int, int, int, int, set[str]]],
    more: list[tuple[int, int]],
    chosen: dict[str, str],
) -> None:
    with transaction.atomic():
        top = OrganisationFactory.create()
        places = [OrganisationFactory.create(parent=top) for _number in range(2)]
        kinds = [RoleFactory.create(permissions=PERMISSIONS), RoleFactory.create(permissions=PERMISSIONS[:1])]
        survivor, other, third = people = UserFactory.create_batch(3)
        actor = clerk(top, permissions=("placements.plan", "roles.delegate"))
        for whose, kind, place, (start, end) in roles:
            _try(
                lambda whose=whose, kind=kind, place=place, start=start, end=end: RoleAssignmentFactory.create(  # type: ignore[misc]
                    user=people[whose], role=kinds[kind], organisation=places[place], starts_on=DAYS[start],
                    ends_before=None if end is None else DAYS[end],
                )
            )  # fmt: skip
        held = list(RoleAssignment.objects.filter(user__in=people).order_by("pk"))
        for what, who, start, length, names in stand_ins if held else []:
            lent = held[what % len(held)]
            _try(
                lambda lent=lent, who=who, start=start, length=length, names=names: RoleAssignmentFactory.create(  # type: ignore[misc]
                    user=people[who], role=lent.role, organisation=lent.organisation, delegated_from=lent,
                    limited_to=sorted(names & set(lent.role.permissions)) or lent.role.permissions[:1],
                    starts_on=DAYS[start], ends_before=DAYS[start] + dt.timedelta(days=length),
                )
            )  # fmt: skip
        for who, what in more:
            if what == 0:
                EnrolmentFactory.create(learner=people[who])
            elif what == 1:
                Preference.objects.get_or_create(
                    person=people[who], kind="security.account", defaults={"channel": "daily"}
                )
            else:
                Snooze.objects.get_or_create(person=people[who], task="x", defaults={"until": TODAY})
        before, reach = everything(), _reach({other: survivor})

        made = merged(actor, survivor, other, **chosen)
        assert (_reach({}), still_refers(other)) == (reach, [])

        undo_merge(actor=User.objects.get(pk=actor.pk), merge=made, reason="Fel person")
        after = without_news(before, everything())
        assert {table: (after[table], before[table]) for table in after if after[table] != before[table]} == {}
        assert third.pk  # whoever stands in for either is a part of the world
        transaction.set_rollback(True)
