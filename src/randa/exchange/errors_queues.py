"""Refusals about queues for scarce placements."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class QueueClosedError(DomainError):
    """The queue is closed: nobody is put in it, and no seat is left to it."""

    code = "queue_closed"

    def __init__(self, closed_on: dt.date | None) -> None:
        super().__init__(
            _("Kön stängdes %(day)s. Välj en annan kö, eller öppna en ny.")
            % {"day": closed_on.isoformat() if closed_on else ""}
        )


class QueueExistsError(DomainError):
    """The healthcare region has an open queue of that name."""

    code = "queue_exists"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Det finns redan en öppen kö som heter %(name)s. Använd den, eller välj ett annat namn.") % {"name": name}
        )


class QueueOutsideError(InvalidInputError):
    """An organisation or a unit lies outside the queue's healthcare region, or takes another area."""

    code = "queue_outside"

    def __init__(self) -> None:
        super().__init__(_("Välj något som hör till köns sjukvårdsregion och område."))


class InQueueAlreadyError(DomainError):
    """The learner waits in the queue already."""

    code = "in_queue_already"
    field = "post"

    def __init__(self) -> None:
        super().__init__(_("Personen står redan i kön. Ändra perioden på personens sida i stället."))


class PlannedAtHomeError(InvalidInputError):
    """The queue is for a unit of the learner's own organisation: such seats are planned, not asked for."""

    code = "planned_at_home"
    field = "post"

    def __init__(self) -> None:
        super().__init__(_("Enheten hör till er själva. Planera platsen i er egen plan."))


class StartsPassedError(InvalidInputError):
    """The last week to begin comes before the first, or has been; or the stay does not fit before the end of training."""

    code = "starts_passed"
    field = "last_start"


class OfferWaitsError(DomainError):
    """There is an offer to answer before anything else is done with the place in the queue."""

    code = "offer_waits"

    def __init__(self) -> None:
        super().__init__(_("Det finns ett erbjudande att svara på. Bekräfta det eller säg nej först."))


class NotWaitingError(DomainError):
    """The place in the queue is over."""

    code = "not_waiting"

    def __init__(self, state: object) -> None:
        super().__init__(_("Det går inte längre: läget är nu ”%(state)s”.") % {"state": state})


class OrderRulePassedError(InvalidInputError):
    """A rule is to hold from a day that is not to come: offers of that day may have been made under another."""

    code = "order_rule_passed"
    field = "valid_from"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("Erbjudanden kan redan ha gjorts %(day)s eller senare. Välj en dag från och med i morgon.")
            % {"day": day.isoformat()}
        )


class OrderRuleOverlapsError(DomainError):
    """A version that holds from the same day or later has been decided."""

    code = "order_rule_overlaps"
    field = "valid_from"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("En ordning som gäller från %(day)s är redan beslutad. Välj en senare dag, eller ta tillbaka den först.")
            % {"day": day.isoformat()}
        )


class OrderRuleNotOpenError(DomainError):
    """The version has been decided, taken back or come into force: what was meant is no longer possible."""

    code = "order_rule_not_open"

    def __init__(self, state: object) -> None:
        super().__init__(
            _("Ordningen är ”%(state)s” och ändras inte längre. Föreslå en ny från en senare dag.") % {"state": state}
        )


class NobodyForSeatError(DomainError):
    """Nobody in the queue can take the seat."""

    code = "nobody_for_seat"

    def __init__(self) -> None:
        super().__init__(
            _("Ingen i kön kan ta platsen de veckorna. Välj andra veckor, eller bjud ut platsen i platsbanken.")
        )
