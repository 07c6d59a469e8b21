from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "randa.core.audit"
    label = "core_audit"

    def ready(self) -> None:
        from randa.core.audit.wording import register_own_words  # the interface is ready only when all apps are

        register_own_words()
