"""Refusals about training."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class AbsenceEndsBeforeItStartsError(InvalidInputError):
    """The end is not after the start."""

    code = "absence_ends_before_it_starts"

    def __init__(self, starts_on: dt.date) -> None:
        self.starts_on = starts_on
        super().__init__(
            _("Frånvaron börjar %(day)s. Välj den dagen eller en senare som sista dag.") % {"day": starts_on}
        )


class AbsentAlreadyError(DomainError):
    """The learner is away during a part of the period already."""

    code = "absent_already"

    def __init__(self, starts_on: dt.date) -> None:
        self.starts_on = starts_on
        super().__init__(
            _("Det finns redan frånvaro som börjar %(day)s i den perioden. Ändra perioden.") % {"day": starts_on}
        )


class ReasonToLookMissingError(InvalidInputError):
    """A protected reason is not shown to anybody else without saying why."""

    code = "reason_to_look_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv varför du behöver se skälet. Det sparas, och personen kan läsa det."))
