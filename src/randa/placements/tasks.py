"""The planning run as a job: build the problem, search, check, store. Nothing is stored when it is cancelled."""

from dataclasses import asdict

from django.utils.translation import gettext as _

from randa.core.jobs.services import Run, runner
from randa.core.ui.formats import decimal
from randa.engines.planning.codec import fingerprint
from randa.engines.planning.costs import tiers
from randa.organisations.models import Organisation
from randa.placements.choices import choices_in
from randa.placements.explanation import explanation_of, meaning_of
from randa.placements.models import Plan
from randa.placements.parts import in_areas
from randa.placements.planning import build_problem
from randa.placements.regional import RegionHands
from randa.placements.run_clock import Clock, often
from randa.placements.run_locks import locked_in, with_locks
from randa.placements.searching import search
from randa.placements.services.plans import SOLVE_PLAN, store_plan


@runner(SOLVE_PLAN)
def solve_plan(run: Run) -> str:
    """Search for the run's seconds and keep the best plan as a new draft. Return the plan's address."""
    regions = list(Organisation.objects.filter(code__in=run.payload["regions"]).order_by("sort_name"))
    choices = choices_in(run.payload)
    run.progress(0, 100, _("Läser tjänster och platser"))
    built = build_problem(regions=regions, start_year=run.payload["start_year"], choices=choices)
    locks_from = Plan.objects.get(pk=run.payload["locks_from"]) if "locks_from" in run.payload else None
    locked = locked_in(locks_from) if locks_from is not None else []
    built, notes = with_locks(built, locked, choices)
    kept = {} if locks_from is None else {"locks_from": {"plan": str(locks_from), "blocks": len(notes)}}
    clock = Clock(choices.seconds)

    def progress(iterations: int, cost: int | None, unplaced_weeks: int, bound: int | None) -> None:
        figures = live_figures(iterations, cost, unplaced_weeks, bound)
        run.progress(clock.percent(), 100, _("Söker efter en bättre plan"), **figures)

    def progress_by_region(figures: dict[str, str]) -> None:
        run.progress(clock.percent(), 100, _("Planerar varje region för sig"), **figures)

    found, proved = search(
        built.problem,
        choices,
        seed=run.payload["seed"],
        progress=progress,
        cancelled=often(run.is_cancelled),
        hands=RegionHands(run, regions, progress_by_region).plans,
    )
    run.stop_if_cancelled()
    run.progress(99, 100, _("Kontrollerar och förklarar"))
    plan = store_plan(
        actor=run.job.started_by,
        built=built,
        plan=found,
        regions=regions,
        start_year=run.payload["start_year"],
        explanation=explanation_of(built.problem, found, meaning_of(built))
        | {"choices": asdict(choices), "origins": run.payload.get("origins", {})}
        | {"tiers": asdict(tiers(*in_areas(built.problem, found)))}
        | proved
        | kept,
        notes=notes,
        problem_sha256=fingerprint(built.problem),
        job=run.job,
    )
    return plan.get_absolute_url()


def live_figures(iterations: int, cost: int | None, unplaced_weeks: int, bound: int | None) -> dict[str, str]:
    """Return what the job's page shows while it searches: a label for people and a figure with its unit."""
    figures = {_("Veckor utan plats"): decimal(unplaced_weeks, 0)}
    if cost is not None:
        figures[_("Kostnad")] = decimal(cost, 0)
    figures[_("Prövade steg")] = decimal(iterations, 0)
    if bound is not None and cost:
        figures[_("Undre gräns")] = decimal(bound, 0)
        figures[_("Avstånd till bästa möjliga")] = _("högst %(percent)s %%") % {
            "percent": decimal(max(0.0, 100 * (cost - bound) / cost), 0)
        }
    return figures
