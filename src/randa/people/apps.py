from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "randa.people"

    def ready(self) -> None:
        from randa.people.registration import register_all  # models are loaded first

        register_all()
