from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "randa.privacy"

    def ready(self) -> None:
        from randa.core.ui.navigation import NavItem, register  # models are loaded first
        from randa.privacy import tasks  # noqa: F401 - registers the jobs with the worker
        from randa.privacy.audit_words import register_words

        autodiscover_modules("personal_data")  # each app declares its own kinds of personal data there
        register_words()
        group = _("Personuppgifter")
        for item in (
            NavItem("privacy-own", _("Mina uppgifter"), "privacy:own", "user-check", 90, None, group),
            NavItem(
                "privacy-requests", _("Begäranden"), "privacy:requests", "list-checks", 92, "privacy.manage", group
            ),
            NavItem(
                "privacy-register",
                _("Registerförteckning"),
                "privacy:register_index",
                "book-open",
                93,
                "privacy.manage",
                group,
            ),
            NavItem(
                "privacy-retention", _("Gallring"), "privacy:retention_index", "trash-2", 94, "retention.approve", group
            ),
        ):
            register(item)
