from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "randa.placements"

    def ready(self) -> None:
        from randa.core.search import registry
        from randa.core.ui.navigation import NavItem, register
        from randa.placements import tasks  # noqa: F401 - registers the planning job with the worker
        from randa.placements.search import find_plans

        register(NavItem("placements", _("Placering"), "placements:plans", "calendar-range", order=40))
        register(
            NavItem(
                "mandates",
                _("Ändrade uppdrag"),
                "placements:mandates",
                "activity",
                order=45,
                permission="placements.view",
            )
        )
        registry.register(find_plans)
