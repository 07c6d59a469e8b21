"""Refusals about seats of other organisations."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.errors import DomainError, InvalidInputError


class NobodyAskedError(InvalidInputError):
    """A request without a recipient, or to oneself."""

    code = "nobody_asked"

    def __init__(self) -> None:
        super().__init__(_("Välj minst en annan organisation eller enhet att fråga."))


class MoreLearnersThanSeatsError(InvalidInputError):
    """More learners are named than seats are asked for."""

    code = "more_learners_than_seats"

    def __init__(self, learners: int, seats: int) -> None:
        super().__init__(
            _("Du har angett %(learners)d personer men bara %(seats)d platser. Be om fler platser, eller ta bort namn.")
            % {"learners": learners, "seats": seats}
        )


class NotOnTheTableError(DomainError):
    """What was to be done is no longer possible: the thread has moved on."""

    code = "not_on_the_table"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Det går inte längre: förfrågan är nu ”%(state)s”. Läs vad som har hänt innan du går vidare.")
            % {"state": state}
        )


class ChangedMeanwhileError(DomainError):
    """Somebody has put another bid on the table since the page was opened."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_("Budet har ändrats sedan du öppnade sidan. Läs det som gäller nu, och bestäm dig sedan."))


class UnitElsewhereError(InvalidInputError):
    """The unit does not belong to the organisation that was asked, or takes another area."""

    code = "unit_elsewhere"

    def __init__(self) -> None:
        super().__init__(
            _("Välj en enhet som hör till den organisation som fick frågan, inom det område frågan gäller.")
        )


class MoreThanAskedError(DomainError):
    """An offer of more seats than are still missing cannot be confirmed."""

    code = "more_than_asked"

    def __init__(self, missing: int) -> None:
        self.missing = missing
        super().__init__(
            ngettext(
                "Ni saknar bara %(n)d plats. Skicka ett motbud på det antalet, så behåller enheten resten.",
                "Ni saknar bara %(n)d platser. Skicka ett motbud på det antalet, så behåller enheten resten.",
                missing,
            )
            % {"n": missing}
        )


class SeatsTakenError(DomainError):
    """There is room for fewer than asked for: says who has the seats, since when, and what is free instead.

    `free` and `wanted` are people; `sharing` says how they share a seat, when they do.
    """

    code = "seats_taken"

    def __init__(
        self, unit: object, free: int, wanted: int, weeks: str, *, holders: Sequence[str], instead: Sequence[str], sharing: str = "",
    ) -> None:  # fmt: skip
        self.free, self.holders, self.instead = free, tuple(holders), tuple(instead)
        words = [
            ngettext(
                "%(unit)s har %(free)d plats fri %(weeks)s, och %(wanted)d behövs.",
                "%(unit)s har %(free)d platser fria %(weeks)s, och %(wanted)d behövs.",
                free,
            )
            % {"unit": unit, "free": free, "weeks": weeks, "wanted": wanted}
        ]
        if sharing:
            words.append(_("%(sharing)s, och det är medräknat.") % {"sharing": sharing})
        if holders:
            words.append(_("Senast: %(holders)s.") % {"holders": "; ".join(holders)})
        words.append(
            _("Ledigt i stället: %(instead)s.") % {"instead": "; ".join(instead)}
            if instead
            else _(
                "Ingen annan enhet här har plats de närmaste veckorna. Be om färre platser, eller fråga en annan organisation."
            )
        )
        super().__init__(" ".join(words))


class PlacedMeanwhileError(DomainError):
    """A named learner is placed elsewhere during those weeks."""

    code = "placed_meanwhile"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _(
                "Redan placerad de veckorna: %(names)s. Ändra den placeringen eller välj andra veckor. Inget är bekräftat."
            )
            % {"names": ", ".join(names)}
        )


class PeriodPassedError(InvalidInputError):
    """The weeks, or the day by which to answer, lie behind us."""

    code = "period_passed"

    def __init__(self, day: dt.date) -> None:
        super().__init__(_("%(day)s har redan varit. Välj en senare dag.") % {"day": day})


class StudentListHasFaultsError(InvalidInputError):
    """The list, or what it is held against, has changed since it was checked: nothing is stored."""

    code = "student_list_has_faults"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d rad behöver rättas, så ingen student är inläst. Kontrollera listan på nytt.",
                "%(count)d rader behöver rättas, så ingen student är inläst. Kontrollera listan på nytt.",
                count,
            )
            % {"count": count}
        )


class GroupExistsError(InvalidInputError):
    """The university has the course occasion already."""

    code = "group_exists"
    field = "course"

    def __init__(self, course: str, term: str) -> None:
        super().__init__(
            _(
                "%(course)s, %(term)s finns redan med samma första vecka. Öppna det kurstillfället och läs in listan där."
            )
            % {"course": course, "term": term}
        )


class AllocationChangedError(DomainError):
    """Seats, wishes or decisions are not as they were when the allocation was shown."""

    code = "allocation_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Platser, önskemål eller beslut har ändrats sedan du öppnade sidan. Inget är fördelat. Läs det nya förslaget."
            )
        )


class CannotSwapError(DomainError):
    """Two students cannot change seats with each other."""

    code = "cannot_swap"


class WishesClosedError(DomainError):
    """The last day for wishes has passed, or the university takes none."""

    code = "wishes_closed"

    def __init__(self) -> None:
        super().__init__(
            _("Tiden för önskemål är ute. Det du har lämnat gäller. Hör av dig till lärosätet om något har hänt.")
        )


class WrongWishError(InvalidInputError):
    """A unit is wished twice, has no confirmed seats, or there are too many wishes."""

    code = "wrong_wish"

    def __init__(self, most: int) -> None:
        super().__init__(_("Välj olika enheter bland dem som har platser, högst %(most)d stycken.") % {"most": most})


class NoHousingAskedError(DomainError):
    """The student does not need anywhere to live."""

    code = "no_housing_asked"

    def __init__(self) -> None:
        super().__init__(
            _("Studenten behöver ingen bostad enligt studentlistan. Läs in listan på nytt om det har ändrats.")
        )


class HousingReasonError(InvalidInputError):
    """Nothing is said of why there was nowhere to live."""

    code = "housing_reason"
    field = "note"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför det inte gick, och gärna vad studenten kan göra. Studenten läser det."))


class ReasonDecidedError(DomainError):
    """The special reason is decided already."""

    code = "reason_decided"

    def __init__(self) -> None:
        super().__init__(_("Det särskilda skälet är redan beslutat. Läs beslutet innan du går vidare."))
