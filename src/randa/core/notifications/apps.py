from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "randa.core.notifications"
    label = "core_notifications"

    def ready(self) -> None:
        from randa.core.notifications import kinds
        from randa.core.ui.navigation import NavItem, register

        kinds.register(kinds.SECURITY)
        kinds.register(kinds.MAIL_RETURNED)
        register(
            NavItem(
                "mail", _("Mejlutskick"), "notifications:mail_status", "mail", 100, "system.manage", _("Förvaltning")
            )
        )
