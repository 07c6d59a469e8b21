"""Programmes of the demo world: BT free-standing and integrated, and AT for as long as it lasts."""

from randa.demo.facts import REGIONS, Blocks, RegionFacts, at_blocks, bt_blocks
from randa.organisations.models import Organisation
from randa.regulations.models import Regulation
from randa.training.models import PlacementArea, Programme, ProgrammeBlock

Kind = Programme.Kind
NAMES = {Kind.BT_FREE: "BT, fristående", Kind.BT_INTEGRATED: "BT, integrerad", Kind.AT: "AT"}
REGULATIONS = {Kind.BT_FREE: "HSLF-FS 2021:8", Kind.BT_INTEGRATED: "HSLF-FS 2021:8", Kind.AT: "SOSFS 1999:5"}
NOTES = {
    "REG-18": "Veckor enligt 002: allmänmedicin 13–16, psykiatri 10–13 och 18 för medicin, kirurgi och akut tillsammans. "
    "Av de 18 är minst 13 akut sjukvård; resten är ett antagande.",
    "REG-19": "Sex månader på utbildningsvårdcentralen enligt 001 avsnitt 6.6 E; övriga veckor är antaganden.",
}
NORM_NOTE = (
    "Tolv månader är 46 arbetsveckor när sex veckors semester är borträknade. Minst tre månader i primärvård och tre i "
    "akut sjukvård enligt HSLF-FS 2021:8; övriga veckor är antaganden."
)


def make_programmes() -> None:
    """Make each region's programmes, with the forms of BT that 004 Tabell 1 gives it."""
    regions = Organisation.objects.in_bulk([facts.code for facts in REGIONS], field_name="code")
    regulations = {one.code: one for one in Regulation.objects.all()}
    made: list[tuple[Programme, Blocks]] = []
    for facts in REGIONS:
        for kind, blocks in _wanted(facts):
            programme = Programme(
                region=regions[facts.code],
                kind=kind,
                name=_name(kind, blocks, facts),
                regulation=regulations.get(REGULATIONS[kind]),
                standard_weeks=blocks.standard_weeks,
                note="" if kind == Kind.AT else NOTES.get(facts.code, NORM_NOTE),
            )
            made.append((programme, blocks))
    Programme.objects.bulk_create([programme for programme, _blocks in made])
    _make_blocks(made)


def _wanted(facts: RegionFacts) -> list[tuple[Programme.Kind, Blocks]]:
    free, whole = facts.free_part
    wanted = [(Kind.AT, at_blocks(facts))]
    if free:
        wanted += [(Kind.BT_FREE, blocks) for blocks in bt_blocks(facts, Kind.BT_FREE)]
    if free < whole:
        wanted += [(Kind.BT_INTEGRATED, blocks) for blocks in bt_blocks(facts, Kind.BT_INTEGRATED)]
    return wanted


def _name(kind: Programme.Kind, blocks: Blocks, facts: RegionFacts) -> str:
    if kind == Kind.AT:
        return f"AT, {facts.at_months} månader"
    return f"{NAMES[kind]}, {blocks.variant}" if blocks.variant else NAMES[kind]


def _make_blocks(made: list[tuple[Programme, Blocks]]) -> None:
    areas = PlacementArea.objects.in_bulk()
    rows = [
        ProgrammeBlock(programme=programme, area=areas[area], weeks_min=fewest, weeks_nominal=nominal, weeks_max=most)
        for programme, blocks in made
        for area, (fewest, nominal, most) in blocks.weeks.items()
    ]
    ProgrammeBlock.objects.bulk_create(rows)
    before_general_practice = [areas[code] for code in ("IM", "KIR", "PSY")]
    link = ProgrammeBlock.after.through
    link.objects.bulk_create(
        link(programmeblock_id=row.pk, placementarea_id=area.pk)
        for row in rows
        if row.programme.kind == Kind.AT and row.area_id == "AM"
        for area in before_general_practice
    )
