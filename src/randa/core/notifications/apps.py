from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "randa.core.notifications"
    label = "core_notifications"

    def ready(self) -> None:
        from randa.core.notifications import kinds

        kinds.register(kinds.SECURITY)
        kinds.register(kinds.MAIL_RETURNED)
