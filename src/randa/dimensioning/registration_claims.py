"""Where the claim checker shows up outside its own pages."""

from django.utils.translation import gettext_lazy as _

from randa.core.ui import navigation
from randa.dimensioning.claim_panel import beside_table, figures_panel
from randa.organisations import panels, recomputing


def register_claims() -> None:
    """Register the menu entry, the panel of an organisation and the figures beside printed tables."""
    navigation.register(
        navigation.NavItem(
            "claims", _("Granska siffror"), "dimensioning:claims", "calculator", order=84, group=_("Underlag")
        )
    )
    panels.register("10-figures", figures_panel)
    recomputing.register(beside_table)
