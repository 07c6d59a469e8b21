"""Refusals about people who leave."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.ui.formats import day_words

ONE_DAY = dt.timedelta(days=1)


class NothingToEndError(DomainError):
    """No role of the person lasts that long: there is none, or the last one ends on `ends_before` or earlier."""

    code = "nothing_to_end"
    field = "last_day"

    def __init__(self, person: object, organisation: object, ends_before: dt.date | None = None) -> None:
        words = {"person": person, "place": organisation}
        if ends_before is None:
            super().__init__(_("%(person)s har ingen roll kvar i %(place)s.") % words)
            return
        text = _(
            "%(person)s slutar redan i %(place)s, sista dag %(day)s. Välj en tidigare dag. "
            "Ska det bli senare, ändra sista dag på rollerna på personens sida."
        )
        super().__init__(text % (words | {"day": day_words(ends_before - ONE_DAY)}))


class OwnRightStaysError(DomainError):
    """Somebody would end their own right to give roles."""

    code = "own_right_stays"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Din egen rätt att ge roller kan du inte avsluta själv. Be någon annan som ger roller hos er att göra det."
            )
        )


class LeavingOverError(DomainError):
    """The day has come, or it is undone already."""

    code = "leaving_over"

    def __init__(self) -> None:
        super().__init__(_("Det går inte längre att ångra. Ge rollen på nytt i stället."))


class LeavingChangedError(DomainError):
    """Every role has been changed since, so that nothing can come back as it was."""

    code = "leaving_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Rollerna har ändrats sedan dess, så det går inte att ångra. "
                "Ångra den senaste ändringen först, eller ändra sista dag på rollerna."
            )
        )
