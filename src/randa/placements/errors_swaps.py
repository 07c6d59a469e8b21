"""Refusals of swaps between learners, in words that a learner and a planner may read."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class BlockNotSwappableError(DomainError):
    """A block that has begun, is locked, or is agreed with another organisation is not the learners' to change."""

    code = "block_not_swappable"

    def __init__(self) -> None:
        super().__init__(
            _("Den här placeringen går inte att byta: den har börjat, är låst eller ligger hos en annan organisation.")
        )


class SwapPartnerError(DomainError):
    code = "swap_partner_unknown"
    field = "partner"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ingen läkare med den adressen har en placering i samma område att byta mot. Kontrollera adressen, eller fråga alla."
            )
        )


class SameBlockError(DomainError):
    code = "swap_changes_nothing"
    field = "partner"

    def __init__(self) -> None:
        super().__init__(_("Ni har samma enhet och samma veckor. Det finns inget att byta."))


class SwapAskedAlreadyError(DomainError):
    code = "swap_asked_already"

    def __init__(self) -> None:
        super().__init__(_("Du har redan ett förslag om byte för den här placeringen. Dra tillbaka det först."))


class SwapBreaksRulesError(DomainError):
    """The swap would break a programme or overdraw a unit. `faults` is for planners: it names people."""

    code = "swap_breaks_rules"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            _("Bytet går inte att göra: veckorna krockar med era andra placeringar, eller så räcker inte platserna.")
        )


class SwapStaleError(DomainError):
    code = "swap_plan_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Planen har ändrats sedan bytet föreslogs, och placeringarna är inte desamma. Bytet måste föreslås på nytt."
            )
        )


class SwapDoneError(DomainError):
    code = "swap_not_waiting"

    def __init__(self) -> None:
        super().__init__(_("Bytet väntar inte på det svaret längre: det är avgjort, tillbakadraget eller för gammalt."))


class SwapRefusalReasonError(DomainError):
    code = "swap_refused_without_reason"
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför bytet inte godkänns. Båda läkarna får läsa skälet."))
