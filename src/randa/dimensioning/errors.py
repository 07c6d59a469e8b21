"""Refusals of the plan that a person may read."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.errors import DomainError, InvalidInputError
from randa.dimensioning.plan.changes import Refusal


class PlanRefusedError(DomainError):
    """Some wanted changes cannot be made; none of the batch is saved."""

    code = "plan_refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        count = len(self.refusals)
        super().__init__(
            ngettext(
                "%(count)d ändring gick inte att spara. Inget är ändrat; dina värden finns kvar.",
                "%(count)d ändringar gick inte att spara. Inget är ändrat; dina värden finns kvar.",
                count,
            )
            % {"count": count}
        )


class NothingChangedError(DomainError):
    """What is to be saved is what stands there already."""

    code = "nothing_changed"

    def __init__(self) -> None:
        super().__init__(_("Planen är redan så. Det finns inget att spara."))


class UndoRefusedError(DomainError):
    """A revision cannot be undone because a later one touched the same cells."""

    code = "undo_refused"

    def __init__(self, number: int, later: Sequence[int]) -> None:
        self.number, self.later = number, tuple(later)
        super().__init__(
            _(
                "Revision %(number)d går inte att ångra: revision %(later)s har ändrat samma celler. Ångra den senaste först."
            )
            % {"number": number, "later": ", ".join(map(str, self.later))}
        )


class TooManyRowsError(DomainError):
    """More rows than a plan can have; reading them would only waste the person's time."""

    code = "too_many_rows"
    status = 400

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            _("Det är fler än %(most)d värden. Så många ryms inte i en plan; dela upp tabellen.") % {"most": most}
        )


class BaseWrongError(InvalidInputError):
    """What a ceiling would be counted by cannot be; `field` is what to mend."""

    code = "base_wrong"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)
