"""Forecast problems for the tests: one small by hand, one random, and the published tables as printed."""

from typing import Any

from hypothesis import strategies as st

from randa.engines.forecast.model import Initial, Noise, Problem

AREAS = ("psykiatri", "allmänmedicin", "medicin, kirurgi och akut")
REGIONS = ("Dalarna", "Gävleborg", "Sörmland", "Uppsala", "Värmland", "Västmanland", "Örebro län")

# 004 Tabell 2 as printed: BT posts 2026-2030
BT_POSTS = {
    2026: (14, 25, 24, 24, 12, 16, 20),
    2027: (60, 30, 48, 24, 36, 20, 45),
    2028: (80, 50, 80, 50, 60, 61, 70),
    2029: (80, 80, 80, 76, 60, 68, 75),
    2030: (80, 80, 80, 80, 60, 68, 75),
}
BT_TOTALS = {2026: 135, 2027: 263, 2028: 451, 2029: 519, 2030: 523}
# 004 Tabell 3 as printed: total need of AT 2025-2030
AT_NEED = {2025: 1668, 2026: 1574, 2027: 172, 2028: 145, 2029: 130, 2030: 95}
# 001 Tabell 1 as printed: AT posts 2023
AT_POSTS_2023 = (64, 58, 60, 50, 48, 48, 58)


def small(**changes: Any) -> Problem:
    """Return one region, one year, two areas; AT of 2 quarters, BT of 2, ST of 3."""
    values: dict[str, Any] = {
        "regions": ("Aros",),
        "areas": ("psykiatri", "medicin"),
        "quarters": 8,
        "first_quarter": "2027Q1",
        "need_at": (40.0, 40.0),
        "share": (1.0,),
        "seasonality": (0.25, 0.25, 0.25, 0.25),
        "at_posts_per_year": (40.0,),
        "at_slots": 2,
        "bt_posts_per_year": ((40.0,), (40.0,)),
        "bt_slots": 2,
        "st_slots": 3,
        "licensed_inflow": (0.0, 0.0),
        "weight": (1.0,),
        "template_at": ((0.0, 12.0), (6.0, 6.0)),
        "template_bt": ((4.0, 8.0), (4.0, 8.0)),
        "initial": Initial((0.0,), (0.0,), (100.0,), (10.0,)),
        "specialist_exit": 0.0,
    }
    return Problem(**(values | changes))


def mellansverige(**changes: Any) -> Problem:
    """Return the seven regions 2026-2030 with the printed tables, everybody waiting from the start."""
    years = tuple(BT_POSTS)
    values: dict[str, Any] = {
        "regions": REGIONS,
        "areas": AREAS,
        "quarters": 20,
        "first_quarter": "2026Q1",
        "need_at": tuple(float(AT_NEED[year]) for year in years),
        "share": (1 / 7,) * 7,
        "seasonality": (0.25, 0.25, 0.25, 0.25),
        "at_posts_per_year": AT_POSTS_2023,
        "at_slots": (7, 6, 7, 6, 7, 6, 6),
        "bt_posts_per_year": tuple(BT_POSTS[year] for year in years),
        "bt_slots": 4,
        "st_slots": 20,
        "licensed_inflow": (0.0,) * 5,
        "weight": (1 / 7,) * 7,
        "template_at": (
            *[(0.0, 0.0, 12.0)] * 3,
            *[(12.5, 0.0, 0.0), (0.0, 12.0, 0.0), (0.0, 11.5, 0.0), (0.0, 0.0, 0.0)],
        ),
        "template_bt": ((0.0, 0.0, 9.0), (0.0, 0.0, 9.0), (11.5, 0.0, 0.0), (0.0, 14.0, 0.0)),
        "initial": Initial((0.0,) * 7, (5_000.0,) * 7, (1_000.0,) * 7, (15.0,) * 7),
    }
    return Problem(**(values | changes))


def amounts(high: float) -> st.SearchStrategy[float]:
    return st.floats(0, high, allow_nan=False).map(lambda value: round(value, 3))


@st.composite
def any_problem(draw: st.DrawFn, **changes: Any) -> Problem:
    """Draw a small problem with any of the optional parts."""
    regions, areas = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    quarters = draw(st.integers(1, 14))
    years = (quarters + 1 + 3) // 4

    def rows(count: int, width: int, high: float) -> Any:
        row = st.tuples(*[amounts(high)] * width)
        return draw(st.tuples(*[row] * count))

    def one(count: int, high: float) -> Any:
        return draw(st.tuples(*[amounts(high)] * count))

    at_slots = draw(st.tuples(*[st.integers(1, 4)] * regions))
    bt_slots, capacity = draw(st.integers(1, 4)), rows(regions, areas, 500)
    moves = rows(regions, regions, 1)
    movement = tuple(tuple((x + 0.1) / sum(y + 0.1 for y in row) for x in row) for row in moves)
    values: dict[str, Any] = {
        "regions": tuple("ABC"[:regions]),
        "areas": tuple("xyz"[:areas]),
        "quarters": quarters,
        "first_quarter": "2027Q2",
        "need_at": one(years, 200),
        "share": (1 / regions,) * regions,
        "seasonality": (0.4, 0.1, 0.3, 0.2),
        "at_posts_per_year": draw(st.sampled_from([one(regions, 60), rows(years, regions, 60)])),
        "at_slots": at_slots,
        "bt_posts_per_year": rows(years, regions, 60),
        "bt_slots": bt_slots,
        "st_slots": draw(st.integers(1, 6)),
        "licensed_inflow": one(years, 100),
        "weight": (1 / regions,) * regions,
        "template_at": rows(max(at_slots), areas, 13),
        "template_bt": rows(bt_slots, areas, 13),
        "initial": Initial(one(regions, 50), one(regions, 50), one(regions, 500), one(regions, 20)),
        "extension": draw(amounts(0.5)),
        "dropout": draw(amounts(1.0)),
        "capacity": capacity,
        "mode": draw(st.sampled_from(["report", "bind"])),
        "noise": Noise(draw(amounts(1.0)), draw(amounts(0.4))),
        "replications": draw(st.integers(1, 3)),
        "seed": draw(st.integers(0, 9)),
        "integrated_share": draw(amounts(1.0)),
        "direct_st_share": one(regions, 1.0),
        "movement": draw(st.sampled_from([None, movement])),
    }
    return Problem(**(values | changes))
