from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "randa.core.search"
    label = "core_search"
