from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "randa.integrations"

    def ready(self) -> None:
        from randa.core.notifications import kinds
        from randa.core.ui import navigation
        from randa.integrations import tasks  # noqa: F401 - registers with the worker
        from randa.integrations.audit_words import register_words
        from randa.integrations.services.delivery import WEBHOOK_PAUSED
        from randa.integrations.services.use import KEY_ENDS

        kinds.register(KEY_ENDS)
        kinds.register(WEBHOOK_PAUSED)
        register_words()
        navigation.register(
            navigation.NavItem(
                "integrations", _("Kopplade system"), "integrations:organisation_keys", "key-round", 99, "api.manage",
                _("Förvaltning"),
            )
        )  # fmt: skip
