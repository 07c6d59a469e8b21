from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    name = "randa.regulations"

    def ready(self) -> None:
        from randa.core.notifications import kinds
        from randa.core.ui import navigation  # models are loaded first
        from randa.organisations import panels
        from randa.regulations.audit_words import register_words
        from randa.regulations.panel import rules_panel
        from randa.regulations.telling import NEWS

        navigation.register(
            navigation.NavItem("regulations", _("Regler"), "regulations:list", "scale", order=82, group=_("Underlag"))
        )
        panels.register("20-rules", rules_panel)
        register_words()
        kinds.register(NEWS)
