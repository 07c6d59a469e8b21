"""Refusals about keys and webhooks."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.ui.formats import day_words


class KeyPeriodError(DomainError):
    """A key would be over at once, or last longer than a year."""

    code = "key_period"

    def __init__(self, latest: dt.date) -> None:
        text = _("Välj en sista dag från och med i dag till och med %(latest)s. En nyckel gäller högst ett år.")
        super().__init__(text % {"latest": day_words(latest)})


class ScopesError(DomainError):
    """A key for nothing, or for something that does not exist."""

    code = "key_scopes"

    def __init__(self) -> None:
        super().__init__(_("Välj minst en sak som nyckeln ska få användas till."))


class TooManyKeysError(DomainError):
    """Somebody has as many keys as one may have."""

    code = "too_many_keys"

    def __init__(self, most: int) -> None:
        text = _("Det finns redan %(most)d nycklar som gäller. Återkalla någon som inte används och försök igen.")
        super().__init__(text % {"most": most})
