"""The reference data says what the documents say, and says where from."""

import re
from datetime import date

import pytest

from randa.reference import readers
from randa.reference.files import csv_rows

OWN_REGIONS = {"03", "04", "17", "18", "19", "20", "21"}


def by_kind(kind: str) -> list[str]:
    return [row.org_id for row in readers.organisations() if row.kind == kind]


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in number.replace("-", "")]
    doubled = [digit * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("healthcare_region", 6),
        ("council", 6),
        ("region", 21),
        ("university", 11),
        ("hospital", 23),
        ("municipality", 80),
    ],
)
def test_number_of_organisations_of_each_kind(kind: str, count: int) -> None:
    assert len(by_kind(kind)) == count


def test_organisation_ids_are_unique_and_every_parent_exists() -> None:
    ids = [row.org_id for row in readers.organisations()]

    assert len(ids) == len(set(ids))
    assert {row.parent_id for row in readers.organisations() if row.parent_id} <= set(ids)


def test_only_halland_belongs_to_two_healthcare_regions() -> None:
    shared = {row.org_id: row.healthcare_region_ids for row in readers.organisations() if row.kind == "region"}

    assert {org: regions for org, regions in shared.items() if len(regions) != 1} == {"REG-13": ("SR-SOD", "SR-VAS")}


def test_a_municipality_lies_in_the_county_of_its_first_two_digits() -> None:
    municipalities = [row for row in readers.organisations() if row.kind == "municipality"]

    assert all(row.county_codes == (row.municipality_code[:2],) for row in municipalities)
    assert {row.county_codes[0] for row in municipalities} == OWN_REGIONS


def test_organisation_numbers_pass_the_check_digit() -> None:
    numbers = [row.organisation_number for row in readers.organisations() if row.organisation_number]

    assert len(numbers) == 21
    assert all(passes_luhn(number) for number in numbers)


def test_an_organisation_number_from_general_knowledge_is_marked_so() -> None:
    marks = {row.org_id: row.organisation_number_provenance for row in readers.organisations()}

    assert (marks["REG-03"], marks["REG-18"], marks["NVKR"]) == ("b", "c", "")


def test_the_counties_add_up_to_the_country_on_the_same_day() -> None:
    counties = readers.population_by_county()
    country = readers.populations()[-1]

    assert len(counties) == 21
    assert sum(counties.values()) == country.population == 10_551_707
    assert {row.counted_on for row in readers.populations()} == {date(2023, 12, 31)}


def test_mellansverige_has_about_two_million_inhabitants() -> None:
    counties = readers.population_by_county()

    assert sum(counties[code] for code in OWN_REGIONS) == 2_151_905


@pytest.mark.parametrize(
    ("key", "value", "unit", "binding"),
    [
        ("bt.min_months", 6, "months", "ska"),
        ("bt.norm_months", 12, "months", "praxis"),
        ("bt.primary_care_min_months", 3, "months", "ska"),
        ("bt.acute_min_months", 3, "months", "ska"),
        ("bt.placements_min", 2, "placements", "ska"),
        ("bt.placements_max", 4, "placements", "ska"),
        ("bt.apply_within_months", 24, "months", "bör"),
        ("st_bt.min_months", 66, "months", "ska"),
        ("at.min_months", 18, "months", "ska"),
        ("at.medicine_surgery_min_months", 9, "months", "ska"),
        ("at.general_practice_min_months", 6, "months", "ska"),
    ],
)
def test_rule_values(key: str, value: int, unit: str, binding: str) -> None:
    rule = readers.rule(key)

    assert (rule.value, rule.unit, rule.binding) == (value, unit, binding)


def test_every_rule_has_one_key_a_known_regulation_and_a_reference() -> None:
    keys = [rule.key for rule in readers.rules()]
    known = {regulation.key for regulation in readers.regulations()}

    assert len(keys) == len(set(keys))
    assert {rule.regulation for rule in readers.rules()} <= known
    assert all(rule.reference for rule in readers.rules())


def test_every_regulation_is_used() -> None:
    used = {rule.regulation for rule in readers.rules()}

    assert {regulation.key for regulation in readers.regulations()} == used


def test_the_sections_of_at_fill_its_eighteen_months() -> None:
    sections = (
        "at.medicine_surgery_min_months",
        "at.psychiatry_min_months",
        "at.general_practice_min_months",
    )

    assert sum(int(str(readers.rule(key).value)) for key in sections) == readers.rule("at.min_months").value


def test_the_seven_regions_say_their_length_of_at_as_table_2_prints_it() -> None:
    printed = {
        row["region"]: row["standard_months_raw"] for row in readers.printed_table("t2023_2_at_standard_time").rows
    }
    stated = {
        row.name.removesuffix(" län"): rule.value
        for row in readers.rule_sets()
        for rule in row.rules
        if rule.key == "at.norm_months"
    }

    assert printed.pop("Uppsala") == "18/21*"
    assert stated.pop("Uppsala") == (18, 21)
    assert {region: str(value) for region, value in stated.items()} == printed


def test_a_rule_set_belongs_to_an_organisation_and_says_a_key_once() -> None:
    ids = {row.org_id for row in readers.organisations()}

    for row in readers.rule_sets():
        assert row.owner in ids
        assert len({rule.key for rule in row.rules}) == len(row.rules)


def test_eighteen_bt_objectives_hold_forty_seven_requirements() -> None:
    objectives = readers.bt_objectives()

    assert [row.code for row in objectives] == [f"BT{number}" for number in range(1, 19)]
    assert sum(row.requirements or 0 for row in objectives) == 47


def test_specialities_by_kind() -> None:
    kinds = [row.kind for row in readers.specialities()]

    assert {kind: kinds.count(kind) for kind in kinds} == {"base": 45, "branch": 8, "additional": 10}


def test_every_branch_names_a_base_speciality() -> None:
    bases = {row.name_sv for row in readers.specialities() if row.kind == "base"}

    assert {row.base_speciality for row in readers.specialities() if row.kind == "branch"} <= bases


def test_placement_areas_name_rows_of_the_weeks_table() -> None:
    rows = {row["placement"] for row in readers.printed_table("p2025_orebro_weeks_at_bt").rows}
    areas = readers.placement_areas()

    assert [area.code for area in areas] == ["IM", "KIR", "AKU", "AM", "PSY", "VAL", "VFU"]
    assert {area.weeks_table_row for area in areas if area.weeks_table_row} == rows


def test_every_table_file_is_listed_and_names_its_document_by_short_number() -> None:
    numbers = {source.number for source in readers.sources()}

    for table in readers.printed_tables():
        assert table.rows
        assert {row["document"] for row in table.rows} <= numbers


def test_a_table_is_kept_as_printed() -> None:
    uppsala = next(row for row in readers.printed_table("t2025_2_bt_forecast").rows if "Uppsala" in row["region"])
    employment = {row["region"]: row for row in readers.printed_table("t2025_1_employment_forms").rows}

    assert (uppsala["bt_2027"], uppsala["bt_per_100k_2030"]) == ("24", "20")
    assert employment["Region Värmland"]["completed_bt_2021_2025"] == "?"
    assert employment["Region Värmland"]["free_standing_bt"] == "-"


def test_no_cell_names_a_file_or_a_machine_path() -> None:
    cells = (cell for key in readers.table_keys() for row in csv_rows(f"tables/{key}.csv") for cell in row.values())

    assert not [cell for cell in cells if re.search(r"\.txt|[0-9a-f]{16}|^/", cell)]


def test_columns_with_a_claim_exist_in_their_table() -> None:
    for table in readers.printed_tables():
        named = {column.name for column in table.columns} | {column.count for column in table.columns} - {""}
        sums = {name for row in table.row_sums for name in (row.total, *row.parts)}
        assert (named - {""}) | sums <= set(table.header)


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError, match="t1999"):
        readers.printed_table("t1999")
