"""What people are told about seats and supervisors."""

from django.utils.translation import gettext_lazy as _

from randa.core.notifications.kinds import Channel, Kind, register

LEAVE = Kind(
    "supply.leave", _("Handledare som är borta"), Channel.INSTANT, private=True, remind_days=3,
    permission="placements.view",
)  # fmt: skip
SUPERVISES = Kind("supply.supervises", _("Någon att handleda"), Channel.DAILY, private=True)
OPENING = Kind("supply.opening", _("Enheter som ombeds ta emot en till"), Channel.DAILY, remind_days=3)


def register_kinds() -> None:
    """Tell the notifications what there is."""
    for kind in (LEAVE, SUPERVISES, OPENING):
        register(kind)
