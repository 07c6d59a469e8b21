"""Reading identity numbers.

The numbers made here belong to nobody: their birth days lie between 2028 and 2099, read as if today were the end of 2099 (2199 for the
plus sign). The one exception is 701063-2391, the published example of domain/public_sector.md.
"""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.core.freetext.numbers import check_digit
from randa.people.identity_numbers import (
    InvalidIdentityNumberError,
    NumberKind,
    covered,
    read_number,
    written,
)

TODAY = dt.date(2027, 1, 11)
LATER, MUCH_LATER = dt.date(2099, 12, 31), dt.date(2199, 12, 31)
days = st.dates(dt.date(2028, 1, 1), LATER)


def number_of(day: dt.date, birth_number: int, *, coordination: bool = False) -> str:
    """Return twelve digits that fit together; made up by the test, never looked up."""
    nine = f"{day:%y%m}{day.day + 60 * coordination:02d}{birth_number:03d}"
    return f"{day.year // 100}{nine}{check_digit(nine)}"


@pytest.mark.parametrize(
    "text", ["701063-2391", "19701063-2391", "197010632391", "7010632391", " 701063 2391 ", "701063–2391"]
)
def test_the_published_coordination_number_is_read_in_every_way_people_write_it(text: str) -> None:
    read = read_number(text, today=TODAY)

    assert (read.kind, read.digits) == (NumberKind.COORDINATION, "197010632391")
    assert "197010632391" not in repr(read)


@given(days, st.integers(1, 999), st.booleans())
def test_twelve_digits_are_read_and_written_back(day: dt.date, birth_number: int, coordination: bool) -> None:
    number = number_of(day, birth_number, coordination=coordination)

    read = read_number(number, today=LATER)

    assert read.digits == number
    assert read.kind == (NumberKind.COORDINATION if coordination else NumberKind.PERSONAL)
    assert read_number(written(read.kind, number), today=LATER) == read


@given(days, st.integers(1, 999))
def test_ten_digits_of_somebody_under_a_hundred_get_the_right_century(day: dt.date, birth_number: int) -> None:
    number = number_of(day, birth_number)

    assert read_number(f"{number[2:8]}-{number[8:]}", today=LATER).digits == number
    assert read_number(number[2:], today=LATER).digits == number


@given(days, st.integers(1, 999))
def test_a_plus_sign_stands_from_the_year_a_person_turns_a_hundred(day: dt.date, birth_number: int) -> None:
    number = number_of(day, birth_number)

    assert read_number(f"{number[2:8]}+{number[8:]}", today=MUCH_LATER).digits == number
    assert read_number(f"{number[:8]}+{number[8:]}", today=MUCH_LATER).digits == number


@given(days, st.integers(1, 999), st.integers(2, 11), st.integers(1, 9))
def test_any_single_wrong_digit_is_refused_and_never_repeated_in_the_answer(
    day: dt.date, birth_number: int, place: int, step: int
) -> None:
    number = number_of(day, birth_number)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    with pytest.raises(InvalidIdentityNumberError) as refused:
        read_number(wrong, today=LATER)

    assert wrong not in str(refused.value)
    assert wrong[-4:] not in str(refused.value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(InvalidIdentityNumberError):
        assert len(read_number(text, today=TODAY).digits) == 12


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("19701332-2391", "ingen dag i kalendern"),
        ("20270112-0016", "inte har varit än"),
        ("19700000-0000", "ingen dag i kalendern"),
        ("19700101-0008", "000"),
        ("701063-2390", "Kontrollsiffran"),
        ("7010632-391", "10 eller 12 siffror"),
        ("17701063-2391", "10 eller 12 siffror"),
        ("٧٠١٠٦٣-٢٣٩١", "10 eller 12 siffror"),
        ("", "10 eller 12 siffror"),
    ],
)
def test_each_fault_is_told_by_its_own_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidIdentityNumberError, match=sentence):
        read_number(text, today=TODAY)


def test_a_covered_number_shows_its_last_two_signs() -> None:
    assert covered(NumberKind.COORDINATION, "197010632391") == "••••••••-••91"
    assert covered(NumberKind.RESERVE, "R-204") == "•-•04"
    assert written(NumberKind.PERSONAL, "197010632391") == "19701063-2391"
