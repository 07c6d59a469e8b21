from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "randa.organisations"

    def ready(self) -> None:
        from randa.core.search import registry  # models are loaded first
        from randa.core.ui import navigation
        from randa.organisations import panels
        from randa.organisations.audit_words import register_words
        from randa.organisations.finders import find_tables
        from randa.organisations.history import history_panel
        from randa.organisations.search import organisation_rows

        navigation.register(
            navigation.NavItem(
                "organisations", _("Organisationer"), "organisations:list", "building-2", order=80, group=_("Underlag")
            )
        )
        registry.register_subject(registry.Subject("organisation", _("Organisationer"), organisation_rows, order=20))
        registry.register(find_tables)
        register_words()
        panels.register("99-history", history_panel)
