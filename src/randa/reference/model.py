"""The shapes of the reference facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Provenance = Literal["a", "b", "c", "a+b"]
Binding = Literal["ska", "bör", "praxis"]
RuleValue = bool | int | float | str | tuple[int | float | str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One of the five documents, cited everywhere by its short number."""

    number: str
    title: str
    year: int
    kind: str
    owner: str
    what: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A region, council, university, hospital, municipality or national body.

    Attributes:
        kind: healthcare_region, council, region, university, hospital, municipality, national_council,
            authority or association.
        county_codes: two-digit codes; a university can have sites in two counties.
        municipality_code: four digits, municipalities only; the first two are its county.
        healthcare_region_ids: Halland belongs to two.
        organisation_number_provenance: the number's own provenance, often weaker than the row's.
    """

    org_id: str
    kind: str
    name: str
    short_name: str
    county_codes: tuple[str, ...]
    municipality_code: str
    county_letter: str
    organisation_number: str
    organisation_number_provenance: str
    parent_id: str
    healthcare_region_ids: tuple[str, ...]
    in_mellansverige: bool
    has_medical_programme: bool | None
    has_specialist_nurse_programme: bool | None
    at_site_2023: bool | None
    provenance: Provenance
    note: str


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants of a county on one date. The country has org_id `SE` and county code `00`."""

    org_id: str
    county_code: str
    population: int
    counted_on: date
    provenance: Provenance
    source: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """A law, ordinance, regulation or page that rules refer to."""

    key: str
    title: str
    valid_from: date
    provenance: Provenance
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule value with its source.

    Attributes:
        binding: `ska` refuses, `bör` warns and asks for a reason, `praxis` binds nobody.
        regulation: key of the regulation; empty in a regional rule set.
        reference: paragraph, or through whom the value is known.
        valid_until: last day, or None while it holds.
    """

    key: str
    value: RuleValue
    unit: str
    binding: Binding
    regulation: str
    reference: str
    provenance: Provenance
    valid_from: date
    valid_until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What one organisation has decided or does; goes before the general rule with the same key."""

    owner: str
    name: str
    valid_from: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleKey:
    """A rule that a region may decide for itself.

    Attributes:
        kind: of the value, as `randa.regulations.models.RuleKey.Kind` names it.
        minimum, maximum: of each number in the value; None where there is none.
        at_least, at_most: another key, whose value it may not go below or above; empty for none.
    """

    key: str
    kind: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[str, ...] = ()
    at_least: str = ""
    at_most: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """A delmål of BT or ST. `requirements` and `demand` are known for BT only."""

    code: str
    heading_sv: str
    programme: Literal["BT", "ST"]
    demand: str
    requirements: int | None
    applies_to: str
    provenance: Provenance
    source: str


@dataclass(frozen=True, slots=True)
class Speciality:
    """A medical speciality; `base_speciality` only for branches, with a provenance of its own."""

    name_sv: str
    group_sv: str
    kind: Literal["base", "branch", "additional"]
    base_speciality: str
    provenance: Provenance
    base_provenance: str
    note: str


@dataclass(frozen=True, slots=True)
class Epa:
    """One of the ten national entrustable activities of the medical programme."""

    no: int
    title_en: str
    keyword_sv: str
    provenance: Provenance
    source: str


@dataclass(frozen=True, slots=True)
class NurseOrientation:
    """An orientation (inriktning) of the specialist nurse degree."""

    name_sv: str
    credits_hp: int
    provenance: Provenance
    source: str


@dataclass(frozen=True, slots=True)
class PlacementArea:
    """A placement area: its row in the Örebro table of 002 and its code in plan files."""

    code: str
    name_sv: str
    name_en: str
    weeks_table_row: str
    engine_kind: str
    provenance: Provenance
    note: str


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """What a column of a printed table claims.

    Attributes:
        kind: `count`, or `rate` per 100 000 inhabitants.
        measure: what is counted, in Swedish, for people.
        series: the quantity over the years, for counts.
        count: for a rate, the column with its count.
    """

    name: str
    kind: Literal["count", "rate"]
    measure: str
    series: str = ""
    year: int | None = None
    count: str = ""


@dataclass(frozen=True, slots=True)
class RowSum:
    """A column printed as the sum of others."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A published table as printed: cells are text, nothing is corrected.

    Attributes:
        document: short number of the source document, or several for a table of ours collected from several.
        rows_are: what one row is, for example `region` or `year`.
        label: the column that names the row; empty when no rate or total is claimed.
    """

    key: str
    document: str
    title: str
    about: str
    rows_are: str
    label: str
    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    columns: tuple[PrintedColumn, ...]
    row_sums: tuple[RowSum, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in running text about the figures.

    Attributes:
        kind: names the rule that recomputes it.
        printed: the figure as printed; empty when only our own wording is kept.
        facts: the rest, by kind: value, low, high, table, column, series, year, subject, ...
    """

    id: str
    document: str
    place: str
    kind: str
    printed: str
    says: str
    facts: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two columns in different tables that a reader would take for the same quantity."""

    id: str
    kind: str
    says: str
    facts: Mapping[str, str | int | float]
