from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "randa.identity"

    def ready(self) -> None:
        from randa.core.access.fresh import register_guard
        from randa.core.notifications.kinds import register as register_kind
        from randa.core.ui import navigation
        from randa.identity import factor_news  # noqa: F401 - models are loaded first
        from randa.identity.audit_words import register_words
        from randa.identity.fresh import ask_again, is_fresh
        from randa.identity.linking import signals as linking_signals  # noqa: F401 - models are loaded first
        from randa.identity.providers.services_nightly import KIND as PROVIDER_KIND
        from randa.identity.reset.views import sign_in_tab
        from randa.identity.scim.audit_words import register_words as register_words_of_directories
        from randa.identity.sessions import signals  # noqa: F401 - models are loaded first
        from randa.people.person_tabs import register_tab

        register_kind(PROVIDER_KIND)
        register_guard(lambda request: None if is_fresh(request) else ask_again(request))
        register_words()
        register_words_of_directories()
        register_tab("sign_in", sign_in_tab)
        navigation.register(
            navigation.NavItem(
                "identity_providers",
                _("Inloggningstjänster"),
                "identity:providers",
                "key-round",
                97,
                "identity.manage",
                _("Förvaltning"),
            )
        )
        navigation.register(
            navigation.NavItem(
                "directory", _("Kataloger"), "identity:directory", "users", 98, "identity.manage", _("Förvaltning")
            )
        )
