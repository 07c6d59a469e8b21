"""Late changes counted: what is shown to whom, and nothing that says who it was."""

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from randa.supply.late import Change, Figures, figures, first_day_of_quarters, last_quarters, quarter_code

DAY = dt.date(2027, 1, 11)
CAUSES = ("unit", "plan", "learner")
PEOPLE = [UUID(int=number) for number in range(9)]


def change(person: int, cause: str = "unit", told_on: dt.date = dt.date(2026, 12, 1), weeks: int = 4) -> Change:
    return Change(PEOPLE[person], cause, told_on, weeks)


def shown(*changes: Change, smallest: int = 3, placed: int = 9) -> Figures:
    return figures(changes, PEOPLE[:placed], DAY, smallest=smallest, causes=CAUSES)


def test_a_year_ends_today_and_begins_the_day_after_a_year_ago() -> None:
    found = shown(change(0, told_on=DAY), change(1, told_on=DAY - dt.timedelta(days=365)), smallest=0)

    assert found.year is not None
    assert found.year.changes == 1


def test_one_person_hit_twice_is_one_of_those_who_came() -> None:
    found = shown(change(0), change(0, "plan"), smallest=0, placed=4)

    assert found.year is not None
    assert (found.year.changes, found.year.learners, found.placed) == (2, 1, 4)


def test_whoever_was_to_come_and_never_did_is_among_those_who_were_to_come() -> None:
    assert shown(change(8), smallest=0, placed=4).placed == 5


def test_notice_is_the_middle_and_the_shortest() -> None:
    found = shown(*(change(one, weeks=weeks) for one, weeks in enumerate((-1, 4, 8))))

    assert found.notice is not None
    assert (found.notice.middle, found.notice.shortest) == (4, -1)


def test_two_of_three_are_withheld_and_three_are_shown() -> None:
    few, enough = shown(change(0), change(1)), shown(change(0), change(1), change(2))

    assert (few.year, few.notice, few.causes, few.quarters) == (None, None, None, None)
    assert enough.year is not None
    assert enough.year.changes == 3


def test_a_small_part_withholds_its_whole_breakdown_and_the_sum_stands() -> None:
    found = shown(change(0), change(1), change(2), change(3, "learner"))

    assert found.year is not None
    assert found.causes is None
    assert found.quarters is not None


def test_nothing_at_all_is_shown_as_nothing() -> None:
    found = shown()

    assert found.year is not None
    assert (found.year.changes, found.notice, found.withholds) == (0, None, False)


def test_quarters_are_eight_and_end_with_todays() -> None:
    codes = last_quarters(DAY)

    assert (len(codes), codes[0], codes[-1]) == (8, "2025Q2", "2027Q1")
    assert first_day_of_quarters(DAY) == dt.date(2025, 4, 1)
    assert quarter_code(dt.date(2025, 4, 1)) == codes[0]


told = st.dates(dt.date(2025, 4, 1), DAY)


@given(st.lists(st.builds(change, st.integers(0, 8), st.sampled_from(CAUSES), told, st.integers(-2, 11)), max_size=20))
def test_no_part_that_is_shown_is_about_fewer_than_the_smallest_group(changes: list[Change]) -> None:
    found = shown(*changes)

    parts = [found.year, *(found.causes or ()), *(found.quarters or ())]
    assert all(not 0 < one.learners < 3 for one in parts if one is not None)
    if found.causes is not None and found.year is not None:
        assert sum(one.changes for one in found.causes) == found.year.changes
