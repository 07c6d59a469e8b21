"""Refusals about merging accounts."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class CannotMergeError(DomainError):
    """Something must be settled first; `reasons` says what, one sentence each."""

    code = "cannot_merge"

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class CannotUndoMergeError(DomainError):
    """Something has been built on the merge since; `reasons` says what, one sentence each."""

    code = "cannot_undo_merge"

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class AccountMergedError(DomainError):
    """The account lives on in another one."""

    code = "account_merged"

    def __init__(self, person: object) -> None:
        text = _("Kontot för %(person)s är sammanslaget med ett annat. Använd det kontot i stället.")
        super().__init__(text % {"person": person})
