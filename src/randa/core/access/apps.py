from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "randa.core.access"
    label = "core_access"
