"""Names of what limits a unit, and of what leaves no seat."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from randa.core.personal_data import Words
from randa.placements.capacity import Limit

LIMITS: dict[Limit, Words] = {
    "seats": _("Platser"),
    "rooms": _("Rum"),
    "supervisors": pgettext_lazy("plural", "Handledare"),
    "hours": _("Handledningstimmar"),
    "closed": _("Stängt"),
}
