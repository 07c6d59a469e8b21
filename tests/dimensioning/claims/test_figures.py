"""Numbers as people print them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.dimensioning.claims.figures import Number, NumberFormatError, Printed, parse_number, rounded

DECIMALS = st.decimals(0, 99_999_999, places=2)
SPACES = st.sampled_from([" ", "\u00a0", "\u202f"])


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("24", "24", "1"),
        ("24,5", "24.5", "0.1"),
        ("24.50", "24.50", "0.01"),
        ("18 280", "18280", "1"),
        ("10\u00a0551\u00a0707", "10551707", "1"),
        ("1 234,5", "1234.5", "0.1"),
        ("1.234,5", "1234.5", "0.1"),
        ("1.234.567", "1234567", "1"),
        ("18,5 %", "18.5", "0.1"),
        ("−3", "-3", "1"),
        ("-3,0", "-3.0", "0.1"),
        (" 0 ", "0", "1"),
    ],
)
def test_a_number_is_read_with_its_step(text: str, value: str, step: str) -> None:
    assert parse_number(text) == Printed(Decimal(value), Decimal(step))


@pytest.mark.parametrize("text", ["", "  ", "?", "-", "–", "..", "Saknas"])
def test_a_mark_means_not_known(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text", ["åttio", "8O", "1 23", "12 34", "1,2,3", "3-4", "12v", "1e3", "=1+1", "٣", "--2", "%", "1.2.3", "9" * 19]
)
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError, match="is not a number"):
        parse_number(text)


@given(DECIMALS, SPACES)
def test_a_number_printed_the_swedish_way_is_read_back(value: Decimal, space: str) -> None:
    text = f"{value:,.2f}".replace(",", space).replace(".", ",")

    assert parse_number(text) == Printed(value, Decimal("0.01"))


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 3))
def test_a_shown_number_is_read_back_as_it_was_rounded(numerator: int, denominator: int, places: int) -> None:
    number = Number(Fraction(numerator, denominator), places)

    read = parse_number(str(number))

    assert read is not None
    assert read.value == number.rounded()


@given(st.text(max_size=12))
def test_any_text_is_read_marked_unknown_or_refused(text: str) -> None:
    try:
        read = parse_number(text)
    except NumberFormatError:
        return
    assert read is None or read.step > 0


def test_halves_are_rounded_away_from_zero() -> None:
    assert rounded(Fraction(5, 2), Decimal(1)) == 3
    assert rounded(Fraction(-5, 2), Decimal(1)) == -3
    assert rounded(Fraction(249, 100), Decimal(1)) == 2


def test_a_number_is_shown_with_space_comma_and_a_real_minus() -> None:
    assert str(Number(Fraction(-1234567, 100), 1)) == "−12\u00a0345,7"
