from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "randa.regulations"
