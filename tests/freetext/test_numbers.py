"""What looks like an identity number in a text, and what does not.

The numbers are from Skatteverket's published test series or built so that they can be nobody's: with an impossible day, a day to come,
birth number 000, or a check digit that does not fit. 701063-2391 is Skatteverket's own example of a coordination number.
"""

import calendar
import random
import re

import pytest

from randa.core.freetext import IdentityNumberInTextError, identity_numbers_in, masked, refuse_identity_numbers

TEST_NUMBER = "811218-9876"  # the long-standing example number of the tax authority's publications
WRITINGS = (
    "811218-9876", "8112189876", "811218 9876", "811218+9876", "811218 - 9876", "811218–9876",
    "19811218-9876", "198112189876", "19811218 9876", "1981-12-18-9876", "701063-2391", "19701063-2391",
)  # fmt: skip


@pytest.mark.parametrize("number", WRITINGS)
@pytest.mark.parametrize("text", ["{}", "Personnummer:{}.", "Se ({}) och ring", "rad ett\nnr{}\n"])
def test_a_number_is_found_however_it_is_written(number: str, text: str) -> None:
    whole = text.format(number)

    ((begin, end),) = identity_numbers_in(whole)

    assert whole[begin:end] == number


@pytest.mark.parametrize(
    "text",
    [
        "811218-9875",  # the check digit does not fit
        "811318-9876", "810230-1231", "19811200-9876",  # no such month or day
        "20811218-9876",  # a day to come
        "811218-0009",  # birth number 000
        "232100-0016", "SE2321000016-1ABC",  # an organisation number has no month
        "2027-01-11 2027", "2027-01-11 14.30", "2027-01-11–2027-06-30",
        "070-123 45 67", "08-123 456 78", "+46 70 123 45 67", "Mobil: 0701010003",
        "71981121898760", "https://exempel.se/811218-98765", "",
    ],
)  # fmt: skip
def test_dates_telephones_and_other_numbers_are_left_alone(text: str) -> None:
    assert identity_numbers_in(text) == []


def test_a_refusal_says_where_and_never_repeats_the_number() -> None:
    with pytest.raises(IdentityNumberInTextError, match="rad 2") as refusal:
        refuse_identity_numbers(f"Flyttad.\nGäller {TEST_NUMBER}.", "Skäl")

    assert str(refusal.value).startswith("Skäl:")
    assert "9876" not in str(refusal.value)


def test_an_old_text_is_read_with_its_numbers_covered() -> None:
    assert masked(f"Gäller {TEST_NUMBER} och 701063-2391, vecka 12.") == "Gäller ••••••-•••• och ••••••-••••, vecka 12."
    assert masked("Ingen siffra") == "Ingen siffra"


def test_covering_twice_changes_nothing_and_leaves_nothing_to_find() -> None:
    once = masked(" ".join(WRITINGS))

    assert masked(once) == once
    assert identity_numbers_in(once) == []
    assert not re.search(r"\d", once)


def test_ten_random_digits_look_like_a_number_seven_times_in_a_thousand() -> None:
    """Counted, not guessed: days in a century, as they are and plus 60, times 999 birth numbers, each with one check digit."""
    days = sum(calendar.monthrange(year, month)[1] for year in range(2000, 2100) for month in range(1, 13))
    expected = 2 * days * 999 / 10**10
    draw = random.Random(3)  # noqa: S311 - a sample, not a secret
    sample = 40_000
    found = sum(bool(identity_numbers_in(f"{draw.randrange(10**10):010d}")) for _ in range(sample))

    assert round(expected, 4) == 0.0073
    assert abs(found / sample - expected) < 0.0017  # four standard errors


def test_a_day_with_four_random_digits_is_taken_for_a_number_one_time_in_ten() -> None:
    draw = random.Random(4)  # noqa: S311 - a sample, not a secret
    sample = 10_000
    found = sum(bool(identity_numbers_in(f"850315-{draw.randrange(10_000):04d}")) for _ in range(sample))

    assert 0.087 < found / sample < 0.113
