"""Assumptions: complete, within their spans, and refused with a reason."""

import pytest

from randa.core.errors import InvalidInputError
from randa.core.provenance import Provenance
from randa.dimensioning.assumptions import BASE, Values, assumptions, check_value, faults_together
from randa.dimensioning.forms_scenarios import read_values
from randa.dimensioning.queries.drivers import DRIVERS


def test_every_assumption_has_a_source_a_provenance_and_both_languages() -> None:
    for one in assumptions().values():
        assert all((one.source, one.label_sv, one.label_en, one.unit_sv, one.unit_en)), one.key
        assert one.provenance in Provenance.values, one.key


def test_every_driver_has_a_span() -> None:
    assert len(DRIVERS) == 10
    assert [key for key in DRIVERS if assumptions()[key].low >= assumptions()[key].high] == []


def test_a_region_has_its_own_default_then_the_scenarios_then_its_own_value() -> None:
    assert (BASE.get("at_quarters", "REG-20"), BASE.get("at_quarters", "REG-18")) == (7, 6)
    both = Values({("bt_plan_factor", ""): 0.9, ("bt_plan_factor", "REG-20"): 0.5})
    assert (both.get("bt_plan_factor", "REG-18"), both.get("bt_plan_factor", "REG-20")) == (0.9, 0.5)


@pytest.mark.parametrize(
    ("key", "value", "region", "says"),
    [
        ("nonsense", 1, "", "finns inte"),
        ("part_time_share", 1.2, "", "mellan 0,00 och 1,00"),
        ("part_time_share", float("nan"), "", "mellan"),
        ("part_time_share", -0.1, "", "mellan"),
        ("part_time_share", 0.1, "REG-20", "gäller alla regioner"),
        ("bt_quarters", 3.5, "", "helt tal"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_reason(key: str, value: float, region: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        check_value(key, value, region)


def test_the_ends_of_the_span_are_taken() -> None:
    assert [check_value("part_time_share", value) for value in (0.0, 1.0)] == [0.0, 1.0]


def test_parts_that_pass_the_whole_together_are_refused() -> None:
    assert faults_together(Values({("at_split_kir", ""): 0.7, ("at_split_aku", ""): 0.4})) != []
    assert faults_together(BASE) == []


def test_a_form_reads_decimal_comma_and_says_what_is_wrong_with_letters() -> None:
    values, faults = read_values({"a.bt_weeks_psy": "10,5", "a.part_time_share": "mycket", "a.hours_bt": ""})

    assert values == {"bt_weeks_psy": 10.5}
    assert list(faults) == ["part_time_share"]
