from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "randa.records"

    def ready(self) -> None:
        from randa.core.search import registry
        from randa.core.ui.navigation import NavItem, register
        from randa.records import search, sources
        from randa.records.audit_words import register_words
        from randa.records.removal_protocol import removal_offer

        register(NavItem("records", _("Handlingar"), "records:register", "archive", 86, search.MANAGE, _("Underlag")))
        register_words()
        sources.register(sources.Source("removal", _("Gallringsprotokoll"), removal_offer))
        registry.register_subject(
            registry.Subject("document", _("Registrerade handlingar"), search.document_rows, (search.MANAGE,), order=60)
        )
