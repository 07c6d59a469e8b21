"""What people are told about roles and the ways in."""

from django.utils.translation import gettext_lazy as _

from randa.core.notifications.kinds import Channel, Kind, register

ROLE_GIVEN = Kind("people.role_given", _("Nya roller"))
ROLE_ENDED = Kind("people.role_ended", _("Roller som avslutas eller ändras"))
STAND_IN = Kind("people.stand_in", _("Vikariat"), Channel.INSTANT)
INVITATION_WAITS = Kind(
    "people.invitation_waits", _("Inbjudningar att godkänna"), remind_days=3, permission="roles.grant"
)
ACCOUNT_ASKED = Kind("people.account_asked", _("Begäran om konto"), remind_days=3, permission="people.invite")


def register_kinds() -> None:
    """Tell the notifications what there is."""
    for kind in (ROLE_GIVEN, ROLE_ENDED, STAND_IN, INVITATION_WAITS, ACCOUNT_ASKED):
        register(kind)
