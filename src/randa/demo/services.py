"""The demo world: made when the database holds nobody, remade on demand."""

from collections.abc import Callable

from django.db import transaction

from randa.core.search.services import refresh_all_stale
from randa.demo.bases import make_bases
from randa.demo.claims import make_claims
from randa.demo.emptying import empty_all_tables
from randa.demo.exchange import make_requests
from randa.demo.late_changes import make_late_changes
from randa.demo.learners import make_learners
from randa.demo.offices import make_offices
from randa.demo.openings import make_openings
from randa.demo.planned_posts import make_planned_posts
from randa.demo.plans import make_draft_plan, make_published_plan
from randa.demo.programmes import make_programmes
from randa.demo.proposal import make_proposal
from randa.demo.queues import make_queues
from randa.demo.register import make_register
from randa.demo.rules import make_rules
from randa.demo.scenarios import make_scenarios
from randa.demo.seats import make_seats
from randa.demo.story import make_mandate_change
from randa.demo.students import make_students
from randa.demo.supervision import make_supervision
from randa.demo.supervisors import make_supervisors
from randa.demo.swaps import make_swaps
from randa.demo.units import make_units
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.runtime.reference import load_reference
from randa.training.models import Enrolment, Unit

# What the world is made of, in order; each step reads what the steps before it have made.
STEPS: tuple[Callable[[], object], ...] = (
    make_units,
    make_seats,
    make_supervisors,
    make_programmes,
    make_learners,
    make_offices,
    make_planned_posts,
    make_scenarios,
    make_published_plan,
    make_mandate_change,
    make_draft_plan,
    make_supervision,
    make_proposal,
    make_openings,
    make_claims,
    make_register,
    make_bases,
    make_requests,
    make_queues,
    make_rules,
    make_students,
    make_swaps,
    make_late_changes,
    refresh_all_stale,
)


def make_demo_world_if_empty() -> bool:
    """Make the demo world unless somebody is registered already. Return whether it was made."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        _make()
    return True


@transaction.atomic
def reset_demo_world() -> str:
    """Empty the database of everything but its shape, load reference data and make the demo world. Return a sentence."""
    empty_all_tables()
    load_reference()
    _make()
    return (
        f"{User.objects.count()} people, {Unit.objects.count()} units and {Enrolment.objects.count()} enrolments "
        f"in {Organisation.objects.in_mellansverige().count()} regions."
    )


def _make() -> None:
    for step in STEPS:
        step()
