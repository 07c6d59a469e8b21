from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "randa.core.notifications"
    label = "core_notifications"
