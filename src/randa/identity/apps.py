from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "randa.identity"

    def ready(self) -> None:
        from randa.identity.sessions import signals  # noqa: F401 - models are loaded first
