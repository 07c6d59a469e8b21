"""Refusals of placement, in words a planner may read."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.errors import DomainError


class NobodyToPlaceError(DomainError):
    code = "nobody_to_place"

    def __init__(self, start_year: int) -> None:
        super().__init__(
            _(
                "Ingen BT-läkare med start %(year)d finns i de valda regionerna. Välj ett annat år eller registrera tjänster först."
            )
            % {"year": start_year}
        )


class PlanBreaksRulesError(DomainError):
    code = "plan_breaks_rules"

    def __init__(self, violations: Sequence[str]) -> None:
        self.violations = tuple(violations)
        super().__init__(
            ngettext(
                "Planen bryter mot %(count)d regel och sparades inte: %(first)s",
                "Planen bryter mot %(count)d regler och sparades inte. Den första: %(first)s",
                len(violations),
            )
            % {"count": len(violations), "first": violations[0]}
        )


class SeatsOverdrawnError(DomainError):
    code = "seats_overdrawn"

    def __init__(self, places: Sequence[str]) -> None:
        self.places = tuple(places)
        super().__init__(
            _(
                "Platserna räcker inte längre: %(places)s. Gör en ny körning med dagens platser och publicera den i stället."
            )
            % {"places": "; ".join(places[:5])}
        )


class LearnerPlacedElsewhereError(DomainError):
    code = "learner_placed_elsewhere"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _("Dessa har redan en publicerad placering i en annan plan: %(names)s. Ersätt den planen först.")
            % {"names": ", ".join(names[:5])}
        )


class RestrictedLearnersError(DomainError):
    """A draft counts on learners whose data have been restricted since it was made. Who they are is not said."""

    code = "restricted_learners"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "Planen räknar med %(count)d läkare vars uppgifter inte får användas längre. Gör en ny körning och publicera den.",
                "Planen räknar med %(count)d läkare vars uppgifter inte får användas längre. Gör en ny körning och publicera den.",
                count,
            )
            % {"count": count}
        )


class ContradictoryProgrammeError(DomainError):
    """What is registered about programmes, seats or absences cannot be planned for: the engine refuses it."""

    code = "contradictory_programme"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            _(
                "Uppgifterna om program, platser eller frånvaro går inte ihop, så det finns inget att planera efter. "
                "Be den som sköter programmen rätta dem. Det första felet: %(first)s"
            )
            % {"first": faults[0]}
        )
