from django.apps import AppConfig


class SupervisorsConfig(AppConfig):
    name = "randa.supervisors"
