"""Who plans the regions of a run: the run itself and every worker with time to spare."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from randa.core.jobs.services import Run
from randa.core.ui.formats import decimal
from randa.engines.planning.model import Plan
from randa.organisations.models import Organisation
from randa.placements.models import RunPart
from randa.placements.services.run_parts import answers, forget, is_waited_for, put_out, take_one

if TYPE_CHECKING:
    from randa.engines.planning.division import Part

WAIT_SECONDS = 0.3


class RegionHands:
    """Plans the parts that the engine hands out (`regions.solve_by_region`).

    The run never only waits while there is something to plan: with one worker it plans every region itself. The part of a worker
    that died is open again, and planned by whoever asks next.
    """

    def __init__(self, run: Run, regions: Sequence[Organisation], told: Callable[[dict[str, str]], None]) -> None:
        """Remember whose run it is; `told` is given how far each region is."""
        self._run, self._regions, self._told = run, regions, told

    def plans(self, parts: "Sequence[Part]", seconds: float | None) -> list[Plan | None]:
        """Return the plan of every part, in their order; None for one that did not come in time.

        Raises:
            JobCancelledError: somebody asked the run to stop.
            ValueError: no seconds; a run of the app always has some.
        """
        if seconds is None:
            raise ValueError("seconds is None; expected how long the parts may take")
        job = self._run.job
        put_out(job=job, regions=self._regions, parts=parts, seconds=seconds)
        try:
            while is_waited_for(job.pk):
                if not take_one(job.pk, self._tell):
                    time.sleep(WAIT_SECONDS)
                self._tell()
            self._run.stop_if_cancelled()
            return answers(job)
        finally:
            forget(job)

    def _tell(self) -> None:
        parts = RunPart.objects.filter(job=self._run.job).order_by("number").defer("problem", "plan")
        done = set(parts.exclude(plan=None).values_list("pk", flat=True))
        self._told({str(part.region): _said(part, is_done=part.pk in done) for part in parts.select_related("region")})


def _said(part: RunPart, *, is_done: bool) -> str:
    if part.unplaced_weeks is None:
        return _("har inte börjat")
    weeks = decimal(part.unplaced_weeks, 0)
    if is_done:
        return _("klar, veckor utan plats: %(weeks)s") % {"weeks": weeks}
    return _("söker, veckor utan plats: %(weeks)s") % {"weeks": weeks}
