"""Refusals about people who leave."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class NothingToEndError(DomainError):
    """No role of the person lasts that long."""

    code = "nothing_to_end"

    def __init__(self, person: object) -> None:
        super().__init__(_("%(person)s har ingen roll där som varar längre än den dagen.") % {"person": person})


class LeavingOverError(DomainError):
    """The day has come, or it is undone already."""

    code = "leaving_over"

    def __init__(self) -> None:
        super().__init__(_("Det går inte längre att ångra. Ge rollen på nytt i stället."))
