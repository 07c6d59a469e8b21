"""Publishing a plan of the demo world, and one of 2 400 placements: all of it but the mail that leaves after the commit.

A draft of the demo world's published plan, with learners added and seats for them all, is published and taken back, several times.
"""

import math
import statistics
import time
from typing import Any

from bench.grid import draft_of, grow
from bench.pages import _close, _set_up_django
from bench.start import running, temporary_home

SIZES, SAMPLES = (1_000, 2_400), 5  # placements


def run() -> list[dict[str, Any]]:
    """Return a row per size: samples in seconds, queries, people told, and how much more than the first both took."""
    with temporary_home() as home, running(home) as installation:
        _set_up_django(installation)
        planner, draft = draft_of(0)
        _seats_for_all()
        rows: list[dict[str, Any]] = []
        for size in SIZES:
            grow(draft, _learners(draft, size))
            rows.append(_measured(planner, draft) | {"postgresql": installation.postgresql})
            rows[-1]["rows_ratio"] = rows[-1]["placements"] / rows[0]["placements"]
            rows[-1]["growth"] = statistics.median(rows[-1]["samples"]) / statistics.median(rows[0]["samples"])
        _close()
    return rows


def _learners(draft: Any, placements: int) -> int:
    """Return how many learners have that many blocks, at as many each as now."""
    there: int = draft.placements.values("enrolment").distinct().count()
    return math.ceil(placements * there / int(draft.placements.count()))


def _seats_for_all() -> None:
    """Make room: what is measured is publishing, not refusing."""
    from django.db.models import F

    from randa.placements.models import MandateChange, SeatPeriod
    from randa.supervisors.models import CapacityMethod
    from randa.training.models import UnitRooms

    MandateChange.objects.all().delete()
    SeatPeriod.objects.update(seats=F("seats") * 100)
    UnitRooms.objects.update(rooms=1_000)
    CapacityMethod.objects.update(learners_per_supervisor=1_000, hours_per_learner_week="0.01")


def _measured(planner: Any, draft: Any) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from randa.core.notifications.models import Notification
    from randa.placements.services.plans import publish_plan

    samples = []
    for _sample in range(SAMPLES):
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            told = Notification.objects.count()
            began = time.perf_counter()
            publish_plan(actor=planner, plan=draft, reason="Mätning")
            samples.append(time.perf_counter() - began)
            told = Notification.objects.count() - told
            transaction.set_rollback(True)
    count = draft.placements.count()
    return {
        "case": "publishing", "size": f"{count} placements", "placements": count, "samples": samples,
        "queries": len(asked), "told": told,
    }  # fmt: skip


if __name__ == "__main__":
    for row in run():
        print({**row, "samples": [round(one, 2) for one in row["samples"]]})
