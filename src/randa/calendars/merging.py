"""What a merge of two accounts does to calendars: an address stays with the closed account, and a closed account opens nothing."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import keep, register

register(*keep("calendars.Feed.owner", what=_("kalenderadresser, som slutar gälla")))
