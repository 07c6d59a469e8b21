"""Loading the national need and the plan that the reports published, split by stated assumptions where they printed only sums."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from randa.core.loader import Loaded, load_rows
from randa.core.provenance import Provenance
from randa.dimensioning.models import NationalNeed, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, region_names
from randa.dimensioning.services.revisions import lock_plan, write_revision
from randa.people.models import User
from randa.reference import readers

BT_NEED_PER_YEAR = 2400
FORECAST_YEARS = range(2026, 2031)
ST_YEARS = 5  # an ST is at least five years: a fifth of those in training begin each year
_DRAFT, _DECIDED = PlannedPosts.Status.DRAFT, PlannedPosts.Status.DECIDED
Cells = Iterator[tuple[CellKey, CellState]]


def load_dimensioning_reference() -> Loaded:
    """Bring the national need in step with 004. Safe to repeat."""
    at_rows = [
        _need(
            int(row["year"]), "AT", int(row["total_need_of_at"]), "004 Tabell 3",
            swedish=int(row["swedish_degree"]), other=int(row["eu_ees_schweiz_kul_degree"]), note=row["footnote_own_words"],
        )
        for row in readers.printed_table("t2025_3_at_need").rows
    ]  # fmt: skip
    bt_rows = [_need(year, "BT", BT_NEED_PER_YEAR, "004 avsnitt 2.2") for year in FORECAST_YEARS]
    return load_rows(NationalNeed, at_rows + bt_rows, key=["year", "post_type"])


def _need(
    year: int,
    post_type: str,
    total: int,
    source: str,
    *,
    swedish: int | None = None,
    other: int | None = None,
    note: str = "",
) -> dict[str, Any]:
    return {
        "year": year, "post_type": post_type, "total": total, "source": source, "note": note,
        "from_swedish_degrees": swedish, "from_other_degrees": other, "provenance": str(Provenance.STATED),
    }  # fmt: skip


@transaction.atomic
def load_published_plan(actor: User | None = None) -> PlanRevision:
    """Write the published plan of the seven regions as revision 1; a plan that people have begun is left alone."""
    lock_plan()
    first = PlanRevision.objects.order_by("number").first()
    return first or write_revision(
        actor=actor, after=dict(_published_cells()), comment="Publicerade tabeller ur 001 och 004"
    )


def _published_cells() -> Cells:
    codes = region_names()
    shares = _integrated_shares()
    for row in readers.printed_table("t2025_2_bt_forecast").rows:
        if code := codes.code_of(row["region"]):
            for year in FORECAST_YEARS:
                yield from _bt(code, year, int(row[f"bt_{year}"]), shares[code], "004 Tabell 2", _DRAFT)
    for row in readers.printed_table("t2023_1_dimensioning").rows:
        code = codes.code_of(row["region"])
        if code in shares:
            yield from _bt(code, 2023, int(row["bt_2023_count"]), shares[code], "001 Tabell 1", _DECIDED)
            yield from _at(code, int(row["at_2022_count"]), int(row["at_2023_count"]))
            yield from _st(code, int(row["st_doctors_2022_count"]))


def _integrated_shares() -> dict[str, tuple[int, int]]:
    """Return per region (integrated, free-standing) by 004 Tabell 1: completed BT where both forms exist, else the only form."""
    codes = region_names()
    shares = {}
    for row in readers.printed_table("t2025_1_employment_forms").rows:
        both = row["integrated_bt"] == "x" and row["free_standing_bt"] == "x"
        only = (1, 0) if row["integrated_bt"] == "x" else (0, 1)
        parts = (int(row["completed_integrated"]), int(row["completed_free_standing"])) if both else only
        if code := codes.code_of(row["region"]):
            shares[code] = parts
    return shares


def _bt(code: str, year: int, total: int, parts: tuple[int, int], source: str, status: str) -> Cells:
    """Split a printed total between the employment forms; the sum stays exactly the printed one."""
    integrated_part, free_part = parts
    integrated = (2 * total * integrated_part + sum(parts)) // (2 * sum(parts))  # half is rounded up
    comment, provenance = "", Provenance.STATED
    if integrated_part and free_part:
        provenance = Provenance.DERIVED
        comment = (
            f"Summan {total} är tryckt. Fördelningen är beräknad här efter genomförd BT 2021–2025 i 004 Tabell 1: "
            f"{integrated_part} integrerade och {free_part} fristående."
        )
    for kind, posts, part in (("BTI", integrated, integrated_part), ("BTF", total - integrated, free_part)):
        if part:
            yield CellKey(code, year, kind), CellState(posts, status, source, comment, provenance)


def _at(code: str, at_2022: int, at_2023: int) -> Cells:
    """AT as printed for 2022 and 2023, then the 2023 level following the national need of 004 Tabell 3."""
    for year, posts in ((2022, at_2022), (2023, at_2023)):
        yield CellKey(code, year, "AT"), CellState(posts, _DECIDED, "001 Tabell 1", "", Provenance.STATED)
    need = _at_need()
    for year, total in need.items():
        comment = f"Antagande: nivån 2023 ({at_2023} tjänster) följer rikets AT-behov, {total} av {need[2025]} år 2025 (004 Tabell 3)."
        posts = (2 * at_2023 * total + need[2025]) // (2 * need[2025])
        yield (
            CellKey(code, year, "AT"),
            CellState(posts, _DRAFT, "001 Tabell 1, 004 Tabell 3", comment, Provenance.ASSUMED),
        )


def _at_need() -> Mapping[int, int]:
    return {int(row["year"]): int(row["total_need_of_at"]) for row in readers.printed_table("t2025_3_at_need").rows}


def _st(code: str, in_training: int) -> Cells:
    comment = f"Antagande: en femtedel av de {in_training} ST-läkarna 2022 börjar varje år, eftersom ST tar fem år."
    for year in FORECAST_YEARS:
        state = CellState(
            (2 * in_training + ST_YEARS) // (2 * ST_YEARS), _DRAFT, "001 Tabell 1", comment, Provenance.ASSUMED
        )
        yield CellKey(code, year, "ST"), state
