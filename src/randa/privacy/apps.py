from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "randa.privacy"

    def ready(self) -> None:
        from randa.privacy import tasks  # noqa: F401 - registers the jobs with the worker
        from randa.privacy.audit_words import register_words

        autodiscover_modules("personal_data")  # each app declares its own kinds of personal data there
        register_words()
