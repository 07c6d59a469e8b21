"""Refusals about calendars that are followed."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class FeedExistsError(DomainError):
    """The calendar has an address already."""

    code = "feed_exists"
    field = "calendar"

    def __init__(self) -> None:
        super().__init__(
            _("Du har redan en adress till den här kalendern. Förnya den om du inte har kvar adressen, eller ta bort den först.")
        )  # fmt: skip


class FeedWithdrawnError(DomainError):
    """An address that was taken away is not renewed."""

    code = "feed_withdrawn"

    def __init__(self) -> None:
        super().__init__(_("Adressen är borttagen. Skapa en ny."))
