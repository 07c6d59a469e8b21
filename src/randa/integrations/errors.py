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


class KeyReusedError(DomainError):
    """The Idempotency-Key came before, with another call."""

    code = "idempotency_key_reused"
    status = 422

    def __init__(self, key: str) -> None:
        text = _(
            "Idempotency-Key %(key)s har redan använts för ett annat anrop. Använd en ny nyckel för varje ny ändring."
        )
        super().__init__(text % {"key": key})


class IdempotencyKeyShapeError(DomainError):
    """The Idempotency-Key is too long or has characters that cannot be compared."""

    code = "idempotency_key_shape"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Idempotency-Key ska vara 1–200 synliga ASCII-tecken, till exempel ett UUID."))


class UnknownReferenceError(DomainError):
    """A code in the body names nothing."""

    code = "unknown_reference"
    status = 422

    def __init__(self, field: str, value: str) -> None:
        self.field = field
        super().__init__(_("%(field)s: det finns inget med koden %(value)s.") % {"field": field, "value": value[:80]})


class StartsInThePastError(DomainError):
    """A role would begin before today."""

    code = "starts_in_the_past"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("starts_on: välj i dag eller en senare dag."))


class ReasonNeededError(DomainError):
    """A record outside the caller's own duty is opened without saying why."""

    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__(
            _("Personen hör inte till din egen organisation i dag. Skicka med reason: varför uppgifterna behövs.")
        )


class KindsError(DomainError):
    """A webhook for nothing, or for something that does not exist."""

    code = "webhook_kinds"

    def __init__(self) -> None:
        super().__init__(_("Välj minst en sak som systemet ska få veta."))


class TooManyWebhooksError(DomainError):
    """An organisation has as many webhooks as it may have."""

    code = "too_many_webhooks"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Organisationen har redan %(most)d webhookar. Ta bort någon som inte används.") % {"most": most}
        )
