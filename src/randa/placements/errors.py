"""Refusals of placement, in words a planner may read."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.errors import DomainError, InvalidInputError
from randa.core.periods import weeks_span

if TYPE_CHECKING:
    from randa.placements.editing.conflicts import Conflict


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


class DraftBreaksRulesError(DomainError):
    """A draft is not ready to be published. Each learner with a fault is a line of `faults`."""

    code = "draft_breaks_rules"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            ngettext(
                "Planen går inte att publicera än: %(count)d läkare har block som bryter mot programmet. %(first)s",
                "Planen går inte att publicera än: %(count)d läkare har block som bryter mot programmet. Till exempel %(first)s",
                len(self.faults),
            )
            % {"count": len(self.faults), "first": self.faults[0]}
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


class PlanReplacedError(DomainError):
    """A plan that a later one has replaced does not count again: its seats may be somebody else's by now."""

    code = "plan_replaced"

    def __init__(self) -> None:
        super().__init__(_("Planen är ersatt av en senare. Kopiera den till ett nytt utkast om den ska gälla igen."))


class NotADraftError(DomainError):
    """Only a draft is changed by hand: what is published stands until another version replaces it."""

    code = "not_a_draft"

    def __init__(self) -> None:
        super().__init__(
            _("Bara ett utkast går att ändra. Välj Kopiera till nytt utkast, ändra där och publicera när det är klart.")
        )


class OutsideWeeksError(DomainError):
    code = "outside_weeks"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Läkaren har inga tjänstgöringsveckor där, eller så blir inget kvar av blocket. Välj andra veckor.")
        )


class NothingToJoinError(DomainError):
    code = "nothing_to_join"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Det finns inget att slå ihop. Välj minst två block i samma område hos samma läkare, intill varandra.")
        )


class PartsApartError(DomainError):
    """Two blocks that are to be one do not follow each other in the learner's working weeks."""

    code = "parts_apart"
    status = 400

    def __init__(self, first_ends_before: dt.date, second_starts_on: dt.date, between: int) -> None:
        if between > 0:
            text = ngettext(
                "Mellan blocken ligger %(count)d tjänstgöringsvecka (%(weeks)s). Flytta ihop dem först, och slå ihop dem sedan.",
                "Mellan blocken ligger %(count)d tjänstgöringsveckor (%(weeks)s). Flytta ihop dem först, och slå ihop dem sedan.",
                between,
            ) % {"count": between, "weeks": weeks_span(first_ends_before, second_starts_on)}
        else:
            text = _(
                "Blocken har veckor gemensamt (%(weeks)s). Flytta eller korta det ena först, och slå ihop dem sedan."
            ) % {"weeks": weeks_span(second_starts_on, first_ends_before)}
        super().__init__(text)


class PartsAtOtherUnitsError(DomainError):
    """Blocks that are to be one are at different units, and nobody has said which one holds."""

    code = "parts_at_other_units"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Blocken är på olika enheter. Slå ihop en läkares block i taget, och välj vilken enhet som ska gälla.")
        )


class UnitOfAnotherAreaError(DomainError):
    code = "unit_of_another_area"
    field = "unit"
    status = 400

    def __init__(self, unit: str, area: str) -> None:
        super().__init__(
            _("%(unit)s hör till %(area)s. Välj en enhet i blockets område, eller lämna blocket utan plats.")
            % {"unit": unit, "area": area}
        )


class CommentTooLongError(InvalidInputError):
    code = "comment_too_long"
    field = "comment"

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            _("Kommentaren är %(length)d tecken, och högst %(most)d får plats. Korta den; inget är sparat än.")
            % {"length": length, "most": most}
        )


class LockedBlockError(DomainError):
    code = "locked_block"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d valt block är låst. Lås upp det först.",
                "%(count)d valda block är låsta. Lås upp dem först.",
                count,
            )
            % {"count": count}
        )


class NothingEditedError(DomainError):
    code = "nothing_edited"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Inget ändrades: det var redan så."))


class NothingToUndoError(DomainError):
    code = "nothing_to_undo"

    def __init__(self) -> None:
        super().__init__(
            _("Det finns inget att ångra. De 50 senaste ändringarna som du själv har gjort går att ångra.")
        )


class NothingToRedoError(DomainError):
    code = "nothing_to_redo"

    def __init__(self) -> None:
        super().__init__(_("Det finns inget att göra om."))


class EditedSinceError(DomainError):
    """Somebody has changed the same blocks after the edit that is to be undone or redone: theirs is not thrown away."""

    code = "edited_since"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _(
                "%(names)s har ändrat samma block efteråt, så det går inte att ångra eller göra om. Ändra blocket i stället."
            )
            % {"names": ", ".join(names) or _("Någon annan")}
        )


class UnknownBlockError(InvalidInputError):
    code = "unknown_block"

    def __init__(self) -> None:
        super().__init__(_("Blocket finns inte i planen. Läs in sidan igen och försök på nytt."))


class EditConflictError(DomainError):
    """Somebody else changed a block after the person had read it. Nothing is written; `conflicts` has both versions."""

    code = "edit_conflict"

    def __init__(self, conflicts: "Sequence[Conflict]") -> None:
        self.conflicts = tuple(conflicts)
        names = list(dict.fromkeys(one.who for one in conflicts))
        super().__init__(
            ngettext(
                "%(names)s har ändrat samma block sedan du såg det. Välj vilken version som ska gälla.",
                "%(names)s har ändrat %(count)d av blocken sedan du såg dem. Välj vilken version som ska gälla.",
                len(self.conflicts),
            )
            % {"names": ", ".join(names), "count": len(self.conflicts)}
        )


class LateChangeError(DomainError):
    """What was promised would change inside the notice period, and nobody has said why."""

    code = "late_change_without_reason"
    field = "reason"

    def __init__(self, learners: int, weeks: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d läkare får en ändrad placering med kortare varsel än %(weeks)d veckor. Skriv varför.",
                "%(count)d läkare får ändrade placeringar med kortare varsel än %(weeks)d veckor. Skriv varför.",
                learners,
            )
            % {"count": learners, "weeks": weeks}
        )


class UnitsNotAgreedError(DomainError):
    """Units that were asked have not said yes, and nobody has said that the plan counts in spite of it."""

    code = "units_not_agreed"
    field = "despite"

    def __init__(self, units: int, *, was_read: bool) -> None:
        text = (
            _("Enheternas svar har ändrats sedan du öppnade sidan. Läs dem igen och markera om planen ska gälla ändå.")
            if was_read
            else ngettext(
                "%(count)d enhet har inte sagt ja. Läs svaren och markera att planen ska gälla ändå, eller vänta.",
                "%(count)d enheter har inte sagt ja. Läs svaren och markera att planen ska gälla ändå, eller vänta.",
                units,
            )
            % {"count": units}
        )
        super().__init__(text)


class ContradictoryLocksError(DomainError):
    """Locked blocks that no plan can hold. Each is a line of `faults`, with whose, which weeks, why and what to do."""

    code = "contradictory_locks"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            ngettext(
                "Ett låst block går inte att behålla, så planeringen startade inte. %(first)s",
                "%(count)d låsta block går inte att behålla, så planeringen startade inte. %(first)s",
                len(self.faults),
            )
            % {"count": len(self.faults), "first": " ".join(self.faults[:3])}
        )


class LocksOfOthersError(DomainError):
    """The draft whose locks are to be kept is about other learners than the run."""

    code = "locks_of_others"
    field = "locks_from"

    def __init__(self, plan: str) -> None:
        super().__init__(
            _("%(plan)s gäller andra regioner eller en annan start. Välj dess regioner och år, eller ett annat utkast.")
            % {"plan": plan}
        )


class NobodyToRearrangeError(DomainError):
    code = "nobody_to_rearrange"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ingen av de valda går att planera om. Välj läkare vars påbörjade, låsta och delade block går att lägga andra runt."
            )
        )


class SeatsTakenMeanwhileError(DomainError):
    """Somebody took the places that an answer counts on after it was worked out. Nothing is written."""

    code = "seats_taken_meanwhile"

    def __init__(self, places: Sequence[str]) -> None:
        self.places = tuple(places)
        super().__init__(
            _("Platserna togs medan Randa räknade: %(places)s Inget är ändrat. Planera om en gång till.")
            % {"places": " ".join(self.places[:3])}
        )


class StayRefusedError(DomainError):
    """Somebody is laid at a unit where they may not be. Each is a line of `faults`, with what to do."""

    code = "stay_refused"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            ngettext(
                "Planen går inte att publicera än: %(count)d placering är inte tillåten. %(first)s",
                "Planen går inte att publicera än: %(count)d placeringar är inte tillåtna. Till exempel %(first)s",
                len(self.faults),
            )
            % {"count": len(self.faults), "first": self.faults[0]}
        )
