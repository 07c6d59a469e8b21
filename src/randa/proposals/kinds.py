"""What people are told about proposals."""

from django.utils.translation import gettext_lazy as _

from randa.core.notifications.kinds import Channel, Kind, register

ASKED = Kind(
    "proposals.asked",
    _("Förslag som väntar på enhetens svar"),
    Channel.INSTANT,
    remind_days=3,
    permission="capacity.edit",
)
NEWS = Kind("proposals.news", _("Vad som har hänt med förslag till enheten"), Channel.DAILY, permission="capacity.edit")
ANSWERS = Kind(
    "proposals.answers", _("Vad enheterna svarar på dina förslag"), Channel.DAILY, permission="placements.plan"
)


def register_kinds() -> None:
    """Tell the notifications what there is."""
    for kind in (ASKED, NEWS, ANSWERS):
        register(kind)
