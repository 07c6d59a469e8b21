"""What became another thing too late in the year before the demo world's day, at four units of Dalarna: whose doing it was, and why."""

import datetime as dt
from itertools import cycle

from randa.core.clock import today
from randa.demo.exchange import DALARNA
from randa.demo.plans import planner
from randa.demo.story import WARD_CODE
from randa.placements.models import LateChange, Plan
from randa.placements.notice import notice_for
from randa.training.models import Enrolment, Unit

WEEK = dt.timedelta(weeks=1)
Cause = LateChange.Cause
# Weeks ago that it was told, weeks from then to the first day that was another, whose doing it was, and why.
TOLD = (
    (48, 3, Cause.UNIT, "Två handledare slutade samtidigt."),
    (41, 5, Cause.PLANNING, "Platsen hade räknats två gånger."),
    (33, 2, Cause.UNIT, "Avdelningen stängde en sal över sommaren."),
    (27, 6, Cause.LEARNER, "Läkaren bad om att få byta vecka."),
    (20, 4, Cause.UNIT, "Handledaren blev föräldraledig tidigare än väntat."),
    (14, 1, Cause.OTHER, "Vattenskada i lokalerna."),
    (9, 5, Cause.PLANNING, "Starten flyttades för att fler skulle få plats."),
    (3, 4, Cause.UNIT, "Enheten fick färre vårdplatser."),
)


def make_late_changes() -> None:
    """Keep them at the ward whose mandate shrinks and at three more units of Dalarna, for doctors who began in 2026."""
    plan = Plan.objects.get(state=Plan.State.PUBLISHED, start_year=2027)
    notice, decider = notice_for(list(plan.regions.all())).weeks, planner()
    units = Unit.objects.filter(region__code=DALARNA).order_by("organisation__code")
    hit = [units.get(organisation__code=WARD_CODE), *units.exclude(organisation__code=WARD_CODE)[:3]]
    learners = cycle(
        Enrolment.objects.filter(post__number__startswith=f"BT-{DALARNA[4:]}-2026").order_by("post__number")
    )
    LateChange.objects.bulk_create(
        LateChange(
            plan=plan, enrolment=next(learners), unit=unit, first_day=told_on + before * WEEK, told_on=told_on,
            notice_weeks=notice, cause=cause, reason=reason, recorded_by=decider,
        )
        for number, unit in enumerate(hit)
        for ago, before, cause, reason in TOLD[number :: 1 if unit.organisation.code == WARD_CODE else len(hit)]
        for told_on in [today() - ago * WEEK]
    )  # fmt: skip
