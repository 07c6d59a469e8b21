from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "randa.core.search"
    label = "core_search"

    def ready(self) -> None:
        from randa.core.search import tasks  # noqa: F401 - registers the refreshing tasks with the worker
