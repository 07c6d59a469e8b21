"""What people are told about placements."""

from django.utils.translation import gettext_lazy as _

from randa.core.notifications.kinds import Channel, Kind, register

OWN_PLACEMENTS = Kind("placements.own", _("Dina placeringar"), Channel.INSTANT, permission="placements.view_own")
SWAPS = Kind("placements.swap", _("Byten av placeringar"), Channel.INSTANT, permission="placements.view_own")
SWAP_DECISIONS = Kind(
    "placements.swap_decision",
    _("Byten som väntar på ditt godkännande"),
    remind_days=2,
    permission="placements.publish",
)
UNIT_PLACEMENTS = Kind("placements.unit", _("Vilka som kommer till din enhet"), permission="capacity.edit")


def register_kinds() -> None:
    """Tell the notifications what there is."""
    for kind in (OWN_PLACEMENTS, UNIT_PLACEMENTS, SWAPS, SWAP_DECISIONS):
        register(kind)
