"""Typed readers of the reference data: all rows of a file, in the file's order; read once and kept."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from randa.reference.files import csv_header, csv_rows, toml_of
from randa.reference.model import (
    Binding,
    Comparison,
    Epa,
    NurseOrientation,
    Objective,
    Organisation,
    PlacementArea,
    Population,
    PrintedColumn,
    PrintedTable,
    Provenance,
    Regulation,
    RowSum,
    Rule,
    RuleKey,
    RuleSet,
    RuleValue,
    Source,
    Speciality,
    Statement,
)

PROVENANCES = ("a", "b", "c", "a+b")
BINDINGS = ("ska", "bör", "praxis")


@cache
def sources() -> tuple[Source, ...]:
    """Return the documents 000-004."""
    return tuple(Source(**row) for row in toml_of("sources.toml")["source"])


@cache
def organisations() -> tuple[Organisation, ...]:
    """Return all organisations; a parent stands in the same file, not always before its children."""
    return tuple(
        Organisation(
            org_id=row["org_id"],
            kind=row["kind"],
            name=row["name"],
            short_name=row["short_name"],
            county_codes=_parts(row["county_codes"]),
            municipality_code=row["municipality_code"],
            county_letter=row["county_letter"],
            organisation_number=row["organisation_number"],
            organisation_number_provenance=row["organisation_number_provenance"],
            parent_id=row["parent_id"],
            healthcare_region_ids=_parts(row["healthcare_region_ids"]),
            in_mellansverige=row["in_mellansverige"] == "1",
            has_medical_programme=_flag(row["has_medical_programme"]),
            has_specialist_nurse_programme=_flag(row["has_specialist_nurse_programme"]),
            at_site_2023=_flag(row["at_site_2023"]),
            provenance=_provenance(row["provenance"]),
            note=row["note"],
        )
        for row in csv_rows("organisations.csv")
    )


@cache
def populations() -> tuple[Population, ...]:
    """Return the 21 counties and, last, the country."""
    return tuple(
        Population(
            org_id=row["org_id"],
            county_code=row["county_code"],
            population=int(row["population"]),
            counted_on=date.fromisoformat(row["counted_on"]),
            provenance=_provenance(row["provenance"]),
            source=row["source"],
        )
        for row in csv_rows("populations.csv")
    )


def population_by_county() -> dict[str, int]:
    """Return inhabitants by two-digit county code, without the country: what the claim checker takes."""
    return {row.county_code: row.population for row in populations() if row.org_id != "SE"}


@cache
def regulations() -> tuple[Regulation, ...]:
    """Return the laws and regulations that rules refer to."""
    return tuple(
        Regulation(
            key=row["key"],
            title=row["title"],
            valid_from=row["valid_from"],
            provenance=_provenance(row["provenance"]),
            note=row["note"],
        )
        for row in toml_of("regulations.toml")["regulation"]
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Return the general rules; a key stands once."""
    return tuple(_rule(row, row["valid_from"]) for row in toml_of("regulations.toml")["rule"])


def rule(key: str) -> Rule:
    """Return the general rule with this key.

    Raises:
        KeyError: there is no such rule.
    """
    return {rule.key: rule for rule in rules()}[key]


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the regional rule sets."""
    return tuple(
        RuleSet(
            owner=row["owner"],
            name=row["name"],
            valid_from=row["valid_from"],
            rules=tuple(_rule(rule, row["valid_from"]) for rule in row["rule"]),
        )
        for row in toml_of("rule_sets.toml")["rule_set"]
    )


@cache
def rule_keys() -> tuple[RuleKey, ...]:
    """Return the rules that a region may decide for itself.

    Raises:
        ValueError: one of them is bound by the nation with `ska`.
    """
    rows = toml_of("rule_keys.toml")["rule_key"]
    found = tuple(RuleKey(**row | {"options": tuple(row.get("options", ()))}) for row in rows)
    law = {rule.key for rule in rules() if rule.binding == "ska"}
    if loosened := [one.key for one in found if one.key in law]:
        raise ValueError(f"bound by the nation with ska, not a region's to decide: {loosened}")
    return found


@cache
def bt_objectives() -> tuple[Objective, ...]:
    """Return BT1-BT18."""
    return tuple(
        Objective(
            code=row["code"],
            heading_sv=row["heading_sv"],
            programme="BT",
            demand=row["demand"],
            requirements=int(row["requirements"]),
            applies_to="",
            provenance=_provenance(row["provenance"]),
            source=row["source"],
        )
        for row in csv_rows("bt_objectives.csv")
    )


@cache
def st_objectives() -> tuple[Objective, ...]:
    """Return STa1-STa7, STb1-STb4 and the unnumbered STc row."""
    return tuple(
        Objective(
            code=row["code"],
            heading_sv=row["heading_sv"],
            programme="ST",
            demand="",
            requirements=None,
            applies_to=row["applies_to"],
            provenance=_provenance(row["provenance"]),
            source=row["source"],
        )
        for row in csv_rows("st_objectives.csv")
    )


@cache
def specialities() -> tuple[Speciality, ...]:
    """Return the 63 specialities."""
    return tuple(Speciality(**cast("Any", row)) for row in csv_rows("specialities.csv"))


@cache
def epas() -> tuple[Epa, ...]:
    """Return the ten national EPA of the medical programme."""
    return tuple(
        Epa(int(row["no"]), row["title_en"], row["keyword_sv"], _provenance(row["provenance"]), row["source"])
        for row in csv_rows("epa.csv")
    )


@cache
def nurse_orientations() -> tuple[NurseOrientation, ...]:
    """Return the eleven named orientations and, last, "another"."""
    return tuple(
        NurseOrientation(row["name_sv"], int(row["credits_hp"]), _provenance(row["provenance"]), row["source"])
        for row in csv_rows("specialist_nurse.csv")
    )


@cache
def placement_areas() -> tuple[PlacementArea, ...]:
    """Return the placement areas, in the order they are shown."""
    return tuple(PlacementArea(**cast("Any", row)) for row in csv_rows("placement_areas.csv"))


@cache
def capacity_methods() -> tuple[dict[str, Any], ...]:
    """Return the ways to supervise, in the order they are shown."""
    return tuple({"is_default": False} | row for row in toml_of("supervision.toml")["method"])


@cache
def allowed_specialities() -> tuple[dict[str, Any], ...]:
    """Return, per placement area that has rules, the specialities that may supervise there."""
    return tuple(toml_of("supervision.toml")["allowed"])


@cache
def learner_kinds() -> tuple[dict[str, Any], ...]:
    """Return the kinds of learner that draw from the pool of seats, in the order they are shown."""
    return tuple(toml_of("seat_pool.toml")["kind"])


@cache
def pool_rules() -> tuple[dict[str, Any], ...]:
    """Return who goes first when seats are short, by kind of learner, where an organisation has decided nothing."""
    return tuple(toml_of("seat_pool.toml")["rule"])


@cache
def patient_measures() -> tuple[dict[str, Any], ...]:
    """Return what a unit's patient base is counted in."""
    return tuple(toml_of("patient_measures.toml")["measure"])


@cache
def clearance_items() -> tuple[dict[str, Any], ...]:
    """Return what is to be in order before somebody comes."""
    return tuple(toml_of("clearance.toml")["item"])


@cache
def workplace_rules() -> tuple[dict[str, Any], ...]:
    """Return the rule about one's own workplace where no organisation has made one."""
    return tuple(toml_of("clearance.toml")["workplace_rule"])


@cache
def allocation_rules() -> tuple[dict[str, Any], ...]:
    """Return the rule by which the seats of a student group are given, where no university has made one."""
    return tuple(toml_of("student_groups.toml")["rule"])


@cache
def special_reasons() -> tuple[dict[str, Any], ...]:
    """Return the categories of special reasons, in the order they are shown."""
    return tuple(toml_of("student_groups.toml")["reason"])


@cache
def no_reasons() -> tuple[dict[str, Any], ...]:
    """Return why a unit says no to a proposed learner, in the order they are shown."""
    return tuple(toml_of("no_reasons.toml")["reason"])


@cache
def order_rules() -> tuple[dict[str, Any], ...]:
    """Return the rule by which the next in a queue is chosen, where no healthcare region has made one."""
    return tuple(toml_of("queues.toml")["rule"])


@cache
def counting_rules() -> tuple[dict[str, Any], ...]:
    """Return which days of a placed week are paid, where no agreement says so."""
    return tuple(toml_of("compensation.toml")["rule"])


@cache
def home_places() -> dict[str, tuple[float, float]]:
    """Return where travel from a municipality is reckoned from, degrees north and east, by its name in small letters."""
    return {
        row["municipality"].casefold(): (float(row["north"]), float(row["east"])) for row in csv_rows("home_places.csv")
    }


def table_keys() -> tuple[str, ...]:
    """Return the keys of all printed tables."""
    return tuple(toml_of("tables.toml"))


@cache
def printed_table(key: str) -> PrintedTable:
    """Return one published table as printed.

    Raises:
        KeyError: there is no such table.
    """
    about = toml_of("tables.toml")[key]
    name = f"tables/{key}.csv"
    return PrintedTable(
        key=key,
        document=about["document"],
        title=about["title"],
        about=about["about"],
        rows_are=about["rows"],
        label=about.get("label", ""),
        header=csv_header(name),
        rows=tuple(csv_rows(name)),
        columns=tuple(PrintedColumn(**column) for column in about.get("columns", ())),
        row_sums=tuple(RowSum(row["total"], tuple(row["parts"])) for row in about.get("row_sums", ())),
    )


def printed_tables() -> tuple[PrintedTable, ...]:
    """Return all published tables."""
    return tuple(printed_table(key) for key in table_keys())


@cache
def statements() -> tuple[Statement, ...]:
    """Return the statements in running text that the claim checker recomputes."""
    named = {"id", "document", "place", "kind", "printed", "says"}
    return tuple(
        Statement(
            id=row["id"],
            document=row["document"],
            place=row["place"],
            kind=row["kind"],
            printed=row.get("printed", ""),
            says=row["says"],
            facts={key: value for key, value in row.items() if key not in named},
        )
        for row in toml_of("statements.toml")["statement"]
    )


@cache
def comparisons() -> tuple[Comparison, ...]:
    """Return the pairs of columns that are compared between tables."""
    named = {"id", "kind", "says"}
    return tuple(
        Comparison(
            id=row["id"],
            kind=row["kind"],
            says=row["says"],
            facts={key: value for key, value in row.items() if key not in named},
        )
        for row in toml_of("statements.toml")["comparison"]
    )


def _rule(row: Mapping[str, Any], valid_from: date) -> Rule:
    return Rule(
        key=row["key"],
        value=_value(row["value"]),
        unit=row["unit"],
        binding=_binding(row["binding"]),
        regulation=row.get("regulation", ""),
        reference=row["reference"],
        provenance=_provenance(row["provenance"]),
        valid_from=valid_from,
        valid_until=row.get("valid_until"),
        note=row.get("note", ""),
    )


def _value(value: Any) -> RuleValue:
    return tuple(value) if isinstance(value, list) else cast("RuleValue", value)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _flag(cell: str) -> bool | None:
    """An empty cell is unknown, which is not the same as no."""
    return None if cell == "" else cell == "1"


def _provenance(cell: str) -> Provenance:
    if cell not in PROVENANCES:
        raise ValueError(f"provenance is {cell!r}; expected one of {PROVENANCES}")
    return cast("Provenance", cell)


def _binding(cell: str) -> Binding:
    if cell not in BINDINGS:
        raise ValueError(f"binding is {cell!r}; expected one of {BINDINGS}")
    return cast("Binding", cell)
