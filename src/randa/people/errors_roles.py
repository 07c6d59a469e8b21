"""Refusals about giving and lending roles, inviting, and leaving."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.ui.formats import day_words

ONE_DAY = dt.timedelta(days=1)


class GrantOutlastsOwnError(DomainError):
    """A role would last longer than the right of whoever gives it."""

    code = "grant_outlasts_own"
    field = "last_day"

    def __init__(self, until: dt.date) -> None:
        self.until = until
        text = _("Du har själv det som rollen ger till och med %(day)s. Välj en sista dag som inte är senare.")
        super().__init__(text % {"day": day_words(until - ONE_DAY)})


class LentOutsideRoleError(DomainError):
    """A stand-in would begin before or last longer than the role that is lent, or the role is over."""

    code = "lent_outside_role"

    @classmethod
    def too_early(cls, first: dt.date) -> "LentOutsideRoleError":
        words = _("Du kan låta någon vikariera tidigast från %(first)s. Välj den dagen eller en senare.")
        return cls._about("starts_on", words % {"first": day_words(first)})

    @classmethod
    def too_late(cls, ends_before: dt.date) -> "LentOutsideRoleError":
        words = _("Du har rollen själv till och med %(last)s. Välj den dagen eller en tidigare.")
        return cls._about("last_day", words % {"last": day_words(ends_before - ONE_DAY)})

    @classmethod
    def over(cls, ends_before: dt.date) -> "LentOutsideRoleError":
        words = _("Din roll upphörde %(last)s, så ingen kan vikariera i den. Be den som sköter roller hos er om hjälp.")
        return cls._about("", words % {"last": day_words(ends_before - ONE_DAY)})

    @classmethod
    def _about(cls, field: str, words: str) -> "LentOutsideRoleError":
        made = cls(words)
        made.field = field
        return made


class LentTooMuchError(DomainError):
    """What is lent is not a part of the role, or nothing at all."""

    code = "lent_too_much"
    field = "permissions"

    def __init__(self) -> None:
        super().__init__(_("Välj minst en av de behörigheter som rollen har."))


class NoSuchColleagueError(DomainError):
    """Nobody with a role in the same organisation has the address."""

    code = "no_such_colleague"
    field = "email"

    def __init__(self, email: str) -> None:
        self.email = email
        text = _(
            "Ingen annan med en roll i er organisation har adressen %(email)s. Kontrollera den, eller välj någon annan."
        )
        super().__init__(text % {"email": email})


class StandInForOneselfError(DomainError):
    """Somebody names their own address."""

    code = "stand_in_for_oneself"
    field = "email"

    def __init__(self) -> None:
        super().__init__(_("Det är din egen adress. Skriv adressen till den kollega som ska vikariera för dig."))


class StandInTwiceError(DomainError):
    """The same person stands in for the same role during a part of the period."""

    code = "stand_in_twice"
    field = "starts_on"

    def __init__(self, person: object, starts_on: dt.date, ends_before: dt.date) -> None:
        text = _(
            "%(person)s vikarierar redan för dig från %(first)s till och med %(last)s. "
            "Välj dagar före eller efter, eller avsluta det vikariatet först."
        )
        days = {"first": day_words(starts_on), "last": day_words(ends_before - ONE_DAY)}
        super().__init__(text % {"person": person, **days})


class RoleEndsEarlierError(DomainError):
    """Ending a role never makes it longer: that is giving it."""

    code = "role_ends_earlier"
    field = "last_day"

    def __init__(self, ends_before: dt.date) -> None:
        text = _("Rollen upphör redan %(last)s. Här kan du bara välja den dagen eller en tidigare.")
        super().__init__(text % {"last": day_words(ends_before - ONE_DAY)})
