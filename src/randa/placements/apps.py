from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "randa.placements"

    def ready(self) -> None:
        from randa.core.search import registry
        from randa.core.ui.navigation import NavItem, register
        from randa.placements import tasks  # noqa: F401 - registers the planning job with the worker
        from randa.placements.audit_words import register_words
        from randa.placements.search import find_plans

        for item in (
            NavItem("placements", _("Placering"), "placements:plans", "calendar-range", 40, "placements.view"),
            NavItem("mine", _("Mina placeringar"), "placements:mine", "calendar-range", 41, "placements.view_own"),
            NavItem("mandates", _("Ändrade uppdrag"), "placements:mandates", "activity", 45, "placements.view"),
        ):
            register(item)
        registry.register(find_plans)
        register_words()
