from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompensationConfig(AppConfig):
    name = "randa.compensation"

    def ready(self) -> None:
        from randa.compensation.audit_words import register_words
        from randa.core.ui.navigation import NavItem, register

        register(NavItem("compensation", _("Ersättning"), "compensation:index", "calculator", 47, "compensation.view"))
        register_words()
