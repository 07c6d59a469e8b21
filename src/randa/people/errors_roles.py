"""Refusals about giving and lending roles, inviting, and leaving."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.ui.formats import day_words

ONE_DAY = dt.timedelta(days=1)


class GrantOutlastsOwnError(DomainError):
    """A role would last longer than the right of whoever gives it."""

    code = "grant_outlasts_own"

    def __init__(self, until: dt.date) -> None:
        self.until = until
        text = _("Du har själv det som rollen ger till och med %(day)s. Välj en sista dag som inte är senare.")
        super().__init__(text % {"day": day_words(until - ONE_DAY)})


class LentOutsideRoleError(DomainError):
    """A stand-in would begin before or last longer than the role that is lent."""

    code = "lent_outside_role"

    def __init__(self, starts_on: dt.date, ends_before: dt.date | None) -> None:
        if ends_before is None:
            text = _("Du kan låta någon vikariera tidigast från %(first)s.") % {"first": day_words(starts_on)}
        else:
            text = _("Du har rollen själv från %(first)s till och med %(last)s. Vikariatet måste ligga inom de dagarna.") % {
                "first": day_words(starts_on), "last": day_words(ends_before - ONE_DAY),
            }  # fmt: skip
        super().__init__(text)


class LentTooMuchError(DomainError):
    """What is lent is not a part of the role, or nothing at all."""

    code = "lent_too_much"

    def __init__(self) -> None:
        super().__init__(_("Välj minst en av de behörigheter som rollen har."))


class NoSuchColleagueError(DomainError):
    """Nobody with a role in the same organisation has the address."""

    code = "no_such_colleague"

    def __init__(self, email: str) -> None:
        self.email = email
        text = _(
            "Ingen annan med en roll i er organisation har adressen %(email)s. Kontrollera den, eller välj någon annan."
        )
        super().__init__(text % {"email": email})


class StandInTwiceError(DomainError):
    """The same person stands in for the same role during a part of the period."""

    code = "stand_in_twice"

    def __init__(self, person: object) -> None:
        text = _("%(person)s vikarierar redan för dig under en del av tiden. Välj andra dagar.")
        super().__init__(text % {"person": person})
