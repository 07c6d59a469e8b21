from django.apps import AppConfig


class DimensioningConfig(AppConfig):
    name = "randa.dimensioning"
