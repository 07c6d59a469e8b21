from django.apps import AppConfig


class SupervisorsConfig(AppConfig):
    name = "randa.supervisors"

    def ready(self) -> None:
        from randa.people.consequences import register_consequence
        from randa.supervisors.leaving import supervision_that_ends

        register_consequence("10-supervision", supervision_that_ends)
