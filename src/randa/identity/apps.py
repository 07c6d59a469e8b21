from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "randa.identity"

    def ready(self) -> None:
        from randa.core.ui import navigation
        from randa.identity.sessions import signals  # noqa: F401 - models are loaded first

        navigation.register(
            navigation.NavItem(
                "identity_providers",
                _("Inloggningstjänster"),
                "identity:providers",
                "key-round",
                92,
                "identity.manage",
                _("Förvaltning"),
            )
        )
