from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "randa.people"

    def ready(self) -> None:
        from randa.organisations import panels  # models are loaded first
        from randa.people.audit_words import register_words
        from randa.people.panel import roles_panel

        panels.register("90-roles", roles_panel)
        register_words()
