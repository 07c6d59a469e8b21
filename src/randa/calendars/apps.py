from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "randa.calendars"

    def ready(self) -> None:
        from randa.calendars.audit_words import register_words

        register_words()
