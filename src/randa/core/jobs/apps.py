from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "randa.core.jobs"
    label = "core_jobs"
