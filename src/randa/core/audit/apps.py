from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "randa.core.audit"
    label = "core_audit"

    def ready(self) -> None:
        from randa.core.audit.wording import register_own_words  # the interface is ready only when all apps are
        from randa.core.ui import navigation

        register_own_words()
        navigation.register(
            navigation.NavItem("audit", _("Logg"), "audit:index", "scroll-text", 95, "audit.view", _("Personuppgifter"))
        )
        navigation.register(
            navigation.NavItem(
                "seen_by", _("Vem har sett mina uppgifter"), "audit:mine", "eye", order=91, group=_("Personuppgifter")
            )
        )
