"""Positions on the map: read as people paste them, and kilometres as the crow flies."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from randa.core.position import Position, PositionField, crow_km, read_position

FALUN = Position(Decimal("60.60650"), Decimal("15.63550"))
ROUND = Position(Decimal("59.27000"), Decimal("15.21000"))


@pytest.mark.parametrize(
    "text", ["60.60650, 15.63550", "60.6065,15.6355", "60,60650; 15,63550", " 60.6065 15.6355 ", "60,6065, 15,6355"]
)
def test_two_numbers_are_read_as_people_paste_them(text: str) -> None:
    assert read_position(text) == FALUN


@pytest.mark.parametrize("text", ["60.6", "Falun", "60, 15", "60.6065, 15.6355, 3.1", "6060650 1563550"])
def test_anything_else_is_no_position(text: str) -> None:
    assert read_position(text) is None


@pytest.mark.parametrize("text", ["15.6355, 60.6065", "52.5200, 13.4050", "60.6065, 30.1000"])
def test_a_position_outside_sweden_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError, match="ligger inte i Sverige"):
        PositionField().clean(text)


def test_what_cannot_be_read_says_how_to_write_it() -> None:
    with pytest.raises(ValidationError, match="två tal som i en karttjänst"):
        PositionField().clean("Falun")
    assert PositionField(required=False).clean("") is None


def test_the_distance_is_the_great_circle_and_the_same_both_ways() -> None:
    assert crow_km(FALUN, ROUND) == pytest.approx(150.5, abs=0.5)
    assert crow_km(FALUN, ROUND) == crow_km(ROUND, FALUN)
    assert crow_km(FALUN, FALUN) == 0
    one_degree_north = Position(FALUN.latitude + 1, FALUN.longitude)
    assert crow_km(FALUN, one_degree_north) == pytest.approx(111.2, abs=0.1)


def test_degrees_are_written_with_a_full_stop_in_any_language() -> None:
    assert str(FALUN) == "60.60650, 15.63550"
