from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "randa.records"
