"""What units have been asked to open: on the unit's page, on Min dag, and as a way out for a block without a place."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.periods import weeks_span
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.placements.capacity import WEEK, WeekCapacity, unit_capacity
from randa.placements.ways_out import Doors, Link, OpenBlock
from randa.supervisors.queries import supervision_rows
from randa.supply.models import SeatOpening
from randa.supply.permissions import can_ask_for_seats
from randa.supply.queries.promised import promised_at
from randa.supply.queries.replacements import Colleague, able_among, held_by, mondays_of
from randa.training.kinds import LEARNER_KINDS
from randa.training.models import Unit

SHOWN = 6
SOON = dt.timedelta(weeks=6)
State = SeatOpening.State


def openings_at(unit: Unit, today: dt.date) -> QuerySet[SeatOpening]:
    """Return what the unit is asked for that is not over, what waits for an answer first: one query."""
    rows = SeatOpening.objects.filter(unit=unit, ends_before__gt=today).exclude(state=State.WITHDRAWN)
    return rows.select_related("kind", "asked_by", "unit__organisation", "supervisor__user").order_by(
        "state", "starts_on", "pk"
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and who of the unit could stand for the place, most hours left first. `short`: the weeks in which nobody has time."""

    opening: SeatOpening
    able: Sequence[Colleague] = ()
    short: str = ""


def questions_at(unit: Unit, today: dt.date, *, may_answer: bool) -> list[Question]:
    """Return the same with who could stand for those that the person may answer: a constant number of queries."""
    with as_system("whoever sees a unit's questions reads who asked, also when they have left"):
        rows = list(openings_at(unit, today))
    asked = [one for one in rows if one.state == State.ASKED]
    if not may_answer or not asked:
        return [Question(one) for one in rows]
    first, after = min(one.starts_on for one in asked), max(one.ends_before for one in asked)
    mondays = mondays_of(first, after)
    weeks = dict(zip(mondays, unit_capacity([unit.pk], mondays)[unit.pk], strict=True))
    supervision, held, promised = supervision_rows([unit.pk]), held_by(unit, first, after), promised_at(unit)
    found = []
    for one in rows:
        if one.state != State.ASKED:
            found.append(Question(one))
            continue
        short = short_weeks(one, [weeks[monday] for monday in mondays_of(one.starts_on, one.ends_before)])
        able = [] if short else able_among(supervision, unit, one.starts_on, one.ends_before, held, promised)
        found.append(Question(one, able, short or weeks_span(one.starts_on, one.ends_before)))
    return found


def short_weeks(opening: SeatOpening, weeks: Sequence[WeekCapacity]) -> str:
    """Return the first weeks of the question in which supervisors set the limit already: one seat more would be none. Empty: in none."""
    mondays = mondays_of(opening.starts_on, opening.ends_before)
    for is_short, group in groupby(
        zip(mondays, weeks, strict=True), key=lambda one: one[1].supervised <= one[1].usable
    ):
        if is_short:
            run = [monday for monday, _week in group]
            return weeks_span(run[0], run[-1] + WEEK)
    return ""


def openings_to_answer(person: User, today: dt.date) -> Iterator[Task]:
    """The questions to the units that the person keeps: one query."""
    paths = person.paths_with("capacity.edit")
    if not paths:
        return
    kept = Q(pk__in=[])
    for path in paths:
        kept |= Q(unit__organisation__path__startswith=path)
    rows = SeatOpening.objects.filter(kept, state=State.ASKED, starts_on__gt=today).exclude(asked_by=person)
    for one in rows.select_related("unit__organisation", "kind").order_by("starts_on", "pk")[:SHOWN]:
        words = {"unit": one.unit, "weeks": weeks_span(one.starts_on, one.ends_before), "kind": one.kind}
        yield Task(
            Urgency.NOW if one.starts_on <= today + SOON else Urgency.WAITING,
            _("%(unit)s ombeds ta emot en till %(weeks)s") % words,
            _("%(kind)s. Någon saknar plats i planen de veckorna.") % words,
            _("Svara"),
            one.get_absolute_url(),
            icon="inbox",
            on=one.starts_on,
            consequence=Consequence.BLOCKS,
            key=f"supply.opening:{one.pk}",
        )


def opening_doors(actor: User, blocks: Sequence[OpenBlock]) -> Mapping[UUID, Doors]:
    """Return where the person asks one of their own units to take one more, and what has been asked: two queries at most."""
    codes = {code for one in blocks for code in one.units}
    rows = Unit.objects.filter(organisation__code__in=codes).select_related("organisation") if codes else ()
    units = {one.organisation.code: one for one in rows if can_ask_for_seats(actor, one)}
    if not units:
        return {}
    asked = list(
        SeatOpening.objects.filter(unit__in=units.values())
        .exclude(state=State.WITHDRAWN)
        .select_related("unit__organisation")
    )
    return {one.placement.pk: _doors(one, units, asked) for one in blocks}


def _doors(block: OpenBlock, units: Mapping[str, Unit], asked: Sequence[SeatOpening]) -> Doors:
    placement = block.placement
    own = [code for code in block.units if code in units]
    words = _("Be enheten om en plats till")
    return Doors(
        of_unit={code: Link(words, _url(block, code)) for code in own},
        asked=[
            _so_far(one)
            for one in asked
            if one.unit.organisation.code in own
            and one.starts_on < placement.ends_before
            and one.ends_before > placement.starts_on
        ],
    )


def _url(block: OpenBlock, code: str) -> str:
    placement = block.placement
    values = {
        "fran": placement.starts_on.isoformat(), "till": placement.ends_before.isoformat(),
        "vilka": LEARNER_KINDS.get(placement.enrolment.post.programme.kind, ""),
    }  # fmt: skip
    return f"{reverse('supply:openings', args=[code])}?{urlencode(values)}#fraga"


def _so_far(one: SeatOpening) -> Link:
    words = {"day": day_words(one.asked_on), "state": one.get_state_display(), "unit": one.unit}
    return Link(_("%(unit)s tillfrågad %(day)s: %(state)s") % words, one.get_absolute_url())
