"""Sharing seats out: exact and the same every time, tier by tier, and each student is told why."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from randa.exchange.allocation import Problem, Reason, Student, Tier, allocate, price, violations


def places_of(problem: Problem) -> dict[str, str | None]:
    return {key: one.place for key, one in allocate(problem).items()}


def test_a_granted_reason_goes_before_the_wishes_of_others() -> None:
    plain, reason = Student("a", ("X", "Y")), Student("b", ("X", "Y"), has_reason=True)

    found = allocate(Problem((plain, reason), {"X": 1, "Y": 1}))

    assert (found["b"].place, found["a"].place) == ("X", "Y")
    assert found["a"].reasons == (Reason("X", Tier.SPECIAL_REASON),)


def test_everybody_has_a_seat_before_anybody_has_a_wish() -> None:
    wishes, barred = Student("a", ("X",), has_reason=True), Student("b", barred=frozenset("Y"))

    assert places_of(Problem((wishes, barred), {"X": 1, "Y": 1})) == {"a": "Y", "b": "X"}


def test_nobody_is_sent_beyond_the_cap_for_somebody_elses_wish() -> None:
    far, near = Student("a", ("X",), too_far=frozenset("Y")), Student("b", ("X",))

    found = allocate(Problem((far, near), {"X": 1, "Y": 1}))

    assert (found["a"].place, found["b"].place) == ("X", "Y")
    assert found["b"].reasons == (Reason("X", Tier.TRAVEL),)


def test_two_second_wishes_are_better_than_a_first_and_a_third() -> None:
    students = (Student("a", ("X", "Y", "Z")), Student("b", ("Y", "Z", "X")))

    assert places_of(Problem(students, {"Y": 1, "Z": 1})) == {"a": "Y", "b": "Z"}


def test_a_barred_place_is_never_given_and_says_so() -> None:
    found = allocate(Problem((Student("a", ("X",), barred=frozenset("X")),), {"X": 3}))

    assert (found["a"].place, found["a"].reasons) == (None, (Reason("X", Tier.WORKPLACE),))


def test_a_lot_decides_between_equals_and_is_the_same_every_time() -> None:
    students = [Student(f"s{number}", ("X", "Y")) for number in range(8)]
    first = places_of(Problem(tuple(students), {"X": 3, "Y": 5}, seed="group"))
    students.reverse()

    assert places_of(Problem(tuple(students), {"Y": 5, "X": 3}, seed="group")) == first
    assert places_of(Problem(tuple(students), {"X": 3, "Y": 5}, seed="another")) != first


@pytest.mark.parametrize(("seats", "words"), [({"X": -1}, "expected >= 0"), ({"X": 1}, "share a key")])
def test_wrong_input_is_refused(seats: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Problem((Student("a"), Student("a")) if seats["X"] > 0 else (Student("a"),), seats)


PLACES = st.sampled_from("XYZ")
STUDENTS = st.builds(
    Student,
    key=st.just(""),
    wishes=st.lists(PLACES, unique=True, max_size=3).map(tuple),
    has_reason=st.booleans(),
    barred=st.frozensets(PLACES, max_size=2),
    unwise=st.frozensets(PLACES, max_size=2),
    too_far=st.frozensets(PLACES, max_size=2),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STUDENTS, min_size=1, max_size=4), st.tuples(*[st.integers(0, 2)] * 3))
def test_no_other_assignment_is_better_by_brute_force(found: list[Student], seats: tuple[int, int, int]) -> None:
    students = tuple(
        Student(f"s{number}", one.wishes, one.has_reason, one.barred, one.unwise, one.too_far)
        for number, one in enumerate(found)
    )
    problem = Problem(students, dict(zip("XYZ", seats, strict=True)))
    result = allocate(problem)

    def total(places: tuple[str | None, ...]) -> tuple[int, ...]:
        prices = [price(problem, one, place) for one, place in zip(students, places, strict=True)]
        return tuple(sum(column) for column in zip(*prices, strict=True))

    allowed = [
        places
        for places in product(["X", "Y", "Z", None], repeat=len(students))
        if all(places.count(place) <= problem.seats[place] for place in "XYZ")
        and not any(place in one.barred for one, place in zip(students, places, strict=True))
    ]
    assert violations(problem, result) == []
    assert total(tuple(result[one.key].place for one in students)) == min(map(total, allowed))
