"""Refusals about supervisors and seats, in words that say what to do next."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError
from randa.core.ui.formats import amount, day_words, period, week_words
from randa.supervisors.models import Supervisor
from randa.supply.seat_words import seats_words


class EndsBeforeItStartsError(InvalidInputError):
    """The period is empty."""

    code = "ends_before_it_starts"

    def __init__(self, starts_on: dt.date) -> None:
        super().__init__(
            _("Perioden börjar %(day)s. Välj den dagen eller en senare som sista dag.") % {"day": day_words(starts_on)}
        )


class OpeningAnsweredError(DomainError):
    """The question to the unit has been answered, or taken back."""

    code = "opening_answered"

    def __init__(self, state: object) -> None:
        super().__init__(
            _("Frågan är redan besvarad eller återtagen: ”%(state)s”. Ställ en ny om det behövs.") % {"state": state}
        )


class AwayAlreadyError(DomainError):
    """The supervisor is away during a part of the period already."""

    code = "away_already"

    def __init__(self, supervisor: Supervisor, starts_on: dt.date, ends_before: dt.date) -> None:
        super().__init__(
            _(
                "%(name)s är redan borta %(period)s. Ta tillbaka den perioden först om den ska bli en annan, "
                "eller välj dagar utanför den."
            )
            % {"name": supervisor, "period": period(starts_on, ends_before)}
        )


class NotQualifiedError(DomainError):
    """The supervisor may not supervise there then."""

    code = "supervisor_not_qualified"

    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(
            _(
                "%(name)s saknar handledarutbildning eller har en specialitet som inte får handleda på %(unit)s då. Välj någon annan."
            )
            % {"name": supervisor, "unit": supervisor.unit}
        )


class SupervisorAwayError(DomainError):
    """The supervisor is away in a week of the period."""

    code = "supervisor_away"

    def __init__(self, supervisor: Supervisor, monday: dt.date) -> None:
        super().__init__(
            _("%(name)s är själv borta %(week)s. Välj någon annan eller en kortare period.")
            % {"name": supervisor, "week": week_words(monday)}
        )


class SupervisorFullError(DomainError):
    """The supervisor has no hours, or no place, left in a week of the period."""

    code = "supervisor_full"

    def __init__(self, supervisor: Supervisor, monday: dt.date) -> None:
        super().__init__(
            _("%(name)s har inga handledningstimmar kvar %(week)s. Välj någon annan eller en kortare period.")
            % {"name": supervisor, "week": week_words(monday)}
        )


class NobodyHasHoursError(DomainError):
    """A place more is opened in weeks in which no supervisor of the unit has time for one more."""

    code = "nobody_has_hours"

    def __init__(self, unit: object, weeks: str) -> None:
        super().__init__(nobody_has_hours(unit, weeks))


def nobody_has_hours(unit: object, weeks: str) -> str:
    """Return why a place more cannot be opened, and what to do."""
    return _(
        "Ingen behörig handledare på %(unit)s har tid för en till %(weeks)s, så platsen skulle inte räknas. "
        "Ge någon fler timmar eller fler att handleda, eller säg nej med det som skäl."
    ) % {"unit": unit, "weeks": weeks}


class NotPlacedThereError(DomainError):
    """The learner has no published placement at the unit then."""

    code = "not_placed_there"

    def __init__(self, unit: object, starts_on: dt.date, ends_before: dt.date) -> None:
        super().__init__(
            _("Den som ska handledas är inte placerad på %(unit)s %(period)s. Välj en period inom placeringen.")
            % {"unit": unit, "period": period(starts_on, ends_before)}
        )


class NotEnoughSeatsError(DomainError):
    """A promise would hold more seats than there are in a week."""

    code = "not_enough_seats"

    def __init__(self, unit: object, monday: dt.date, seats: int, held: Decimal) -> None:
        super().__init__(
            _(
                "%(unit)s har %(seats)s %(week)s, och med det här löftet skulle %(held)s vara upptagna. "
                "Lova färre, en annan period, eller ordna plats och handledare först."
            )
            % {"unit": unit, "seats": seats_words(Decimal(seats)), "week": week_words(monday), "held": amount(held)}
        )


class MinimumAboveSeatsError(DomainError):
    """A unit would want more learners at a time than it has seats for."""

    code = "minimum_above_seats"
    field = "least"

    def __init__(self, least: int, seats: int, when: str) -> None:
        super().__init__(
            _(
                "Enheten kan inte behöva minst %(least)d när den har %(seats)d platser (%(period)s). "
                "Sänk det minsta antalet, eller höj platserna."
            )
            % {"least": least, "seats": seats, "period": when}
        )


class PoolRulesWrongError(InvalidInputError):
    """The rules for the pool contradict each other."""

    code = "pool_rules_wrong"


class PeriodTakenError(DomainError):
    """Another row of the same kind holds in a part of the period."""

    code = "period_taken"

    def __init__(self, taken: str) -> None:
        super().__init__(
            _(
                "Det finns redan en uppgift som gäller %(period)s. Ändra den, eller välj en period som inte går in i den."
            )
            % {"period": taken}
        )


class NotFreeError(DomainError):
    """An offer of more than is free."""

    code = "not_free"

    def __init__(self, unit: object, monday: dt.date, free: Decimal) -> None:
        super().__init__(
            _("%(unit)s har bara %(free)s fria platser %(week)s. Erbjud färre, eller en period utan den veckan.")
            % {"unit": unit, "free": amount(free), "week": week_words(monday)}
        )
