"""Planning learners of a draft anew as a job. The draft is as it was until the last step, which is one edit."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.jobs.services import Run, runner
from randa.engines.planning.check import broken_rules
from randa.engines.planning.model import Plan as EnginePlan
from randa.placements.dial import KEPT, KEPT_LOW, UNSAID
from randa.placements.judging import choices_of
from randa.placements.laying import Layout, Wanted, as_it_was, change_of, said, wanted_of
from randa.placements.models import Rearrangement
from randa.placements.run_clock import Clock, often
from randa.placements.searching import is_better, mended, search
from randa.placements.services.rearranging import REARRANGE, Answer, begin_rearranging, keep_answers, lay_answer
from randa.placements.tasks import live_figures
from randa.placements.turning import POSITIONS, turned

if TYPE_CHECKING:
    from randa.engines.planning.replan import Replanned


@runner(REARRANGE)
def rearrange(run: Run) -> str:
    """Work out the answers; lay that of a selection. Return the address where they are read."""
    rearrangement = Rearrangement.objects.select_related("plan").get(pk=run.payload["rearrangement"])
    actor = run.job.started_by
    run.progress(0, 100, _("Läser utkastet och lediga platser"))
    layout = begin_rearranging(actor=actor, rearrangement=rearrangement)
    is_selection = rearrangement.kind == Rearrangement.Kind.SELECTION
    asked = rearrangement.asked
    answers = _selection(run, layout, asked["seconds"]) if is_selection else _dial(run, layout, _prices(asked))
    run.stop_if_cancelled()
    keep_answers(actor=actor, rearrangement=rearrangement, answers=answers)
    if is_selection and answers:
        run.progress(99, 100, _("Lägger svaret i utkastet"))
        with suppress(
            DomainError
        ):  # the answer is kept; its page says what others have changed, and lets the planner choose
            lay_answer(actor=actor, rearrangement=rearrangement, number=0)
    return rearrangement.get_absolute_url()


def _selection(run: Run, layout: Layout, seconds: int) -> list[Answer]:
    clock = Clock(seconds)

    def progress(iterations: int, cost: int | None, unplaced_weeks: int, bound: int | None) -> None:
        figures = live_figures(iterations, cost, unplaced_weeks, bound)
        run.progress(clock.percent(), 100, _("Söker efter en bättre plan"), **figures)

    choices = replace(choices_of(layout.judge.plan), seconds=seconds)
    plan, _proved = search(layout.problem, choices, seed=1, progress=progress, cancelled=often(run.is_cancelled))
    wanted = wanted_of(layout, plan)
    if not wanted or not (is_better(change_of(layout, plan), choices) or _is_broken(layout)):
        return []
    return [_answer(layout, plan, None, _losers(layout, wanted), [])]


def _is_broken(layout: Layout) -> bool:
    """Tell whether the learners' blocks break a rule today, or lack a seat: then a dearer plan is better."""
    return bool(broken_rules(layout.problem, layout.now()))


def _losers(layout: Layout, wanted: Wanted) -> list[str]:
    """Return those who lose a place that they have."""
    had = {key: {said(row) for row in layout.rows[key] if row.unit is not None} for key in wanted}
    return [key for key, rows in wanted.items() if not had[key] <= set(rows)]


def _prices(asked: Mapping[str, int]) -> tuple[int, int]:
    """Return what a place that somebody has is worth keeping when it was asked, in points: as a rule, and when more may be disturbed.

    In the strict order no points say that.
    """
    if asked.get("is_strict"):
        return 0, 0
    return asked.get("kept_points", UNSAID[KEPT]), asked.get("kept_points_low", UNSAID[KEPT_LOW])


def _dial(run: Run, layout: Layout, prices: tuple[int, int]) -> list[Answer]:
    """Return what each position of the dial costs, the fewest disturbed first; positions that buy nothing are left out."""
    before, plan = as_it_was(layout)
    choices = choices_of(layout.judge.plan)
    done = count()

    def ask(limit: int | None, price: int) -> Answer:
        run.stop_if_cancelled()
        run.progress(100 * next(done) // POSITIONS, 100, _("Räknar på hur många som får störas"))
        stop = often(run.is_cancelled)
        found = mended(before, plan, layout.problem, choices, kept=price, limit=limit, stop=stop)
        return _replanned(layout, found, limit)

    return _worth_it(turned(ask, lambda one: len(one.disturbed), prices))


def _replanned(layout: Layout, found: "Replanned", limit: int | None) -> Answer:
    disturbed, forced = ([layout.key(number) for number in numbers] for numbers in (found.disturbed, found.forced))
    return _answer(layout, found.plan, limit, disturbed, forced)


def _answer(layout: Layout, plan: EnginePlan, limit: int | None, disturbed: list[str], forced: list[str]) -> Answer:
    wanted = wanted_of(layout, plan)
    now = {key: {said(row) for row in layout.rows[key]} for key in wanted}
    open_weeks = sum(one.weeks for programme in plan.programmes for one in programme.blocks if one.unit is None)
    return Answer(
        limit=limit, price=change_of(layout, plan).total, unplaced_weeks=layout.other_open_weeks + open_weeks,
        disturbed=disturbed, forced=forced,
        blocks=sum(row not in now[key] for key, rows in wanted.items() for row in rows), wanted=wanted,
    )  # fmt: skip


def _worth_it(answers: list[Answer]) -> list[Answer]:
    """Return the answers by how many they disturb, without those that disturb more and give nothing for it."""
    kept: list[Answer] = []
    for one in sorted(answers, key=lambda one: (len(one.disturbed), one.unplaced_weeks, one.price)):
        if one.wanted and all((one.unplaced_weeks, one.price) < (two.unplaced_weeks, two.price) for two in kept):
            kept.append(one)
    return kept
