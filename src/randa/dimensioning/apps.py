from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DimensioningConfig(AppConfig):
    name = "randa.dimensioning"

    def ready(self) -> None:
        from randa.core.ui import navigation  # the interface is ready only when all apps are
        from randa.dimensioning.audit_words import register_words
        from randa.dimensioning.registration_claims import register_claims
        from randa.dimensioning.registration_forecast import register_forecast
        from randa.dimensioning.rule_pages import bases_page
        from randa.regulations import elsewhere

        register_claims()
        register_forecast()
        register_words()
        elsewhere.register("10-bases", bases_page)

        group = _("Dimensionering")
        for item in (
            navigation.NavItem(
                "dimensioning", _("Översikt"), "dimensioning:overview", "chart-column", 20, "dimensioning.view", group
            ),
            navigation.NavItem("plan", _("Planen"), "dimensioning:plan", "table-2", 21, "dimensioning.view", group),
        ):
            navigation.register(item)
