from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "randa.home"

    def ready(self) -> None:
        from randa.core.search import registry  # apps must be loaded before these modules read models
        from randa.core.ui.navigation import NavItem, register
        from randa.home import finders, providers, providers_accounts, providers_privacy, tour_stops

        register(NavItem("home", _("Min dag"), "home:start", "house", order=1))
        registry.register(finders.pages)
        providers.register_all()
        providers_accounts.register_all()
        providers_privacy.register_all()
        tour_stops.register_all()
