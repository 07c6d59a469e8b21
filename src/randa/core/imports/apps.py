from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "randa.core.imports"
    label = "core_imports"
