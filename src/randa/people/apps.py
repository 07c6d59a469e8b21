from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "randa.people"

    def ready(self) -> None:
        from randa.core.notifications import kinds
        from randa.core.search.registry import Subject, register_subject
        from randa.core.ui import navigation
        from randa.organisations import panels  # models are loaded first
        from randa.people import (
            search,
            signals,  # noqa: F401 - its receivers register themselves
        )
        from randa.people.audit_words import register_words
        from randa.people.audit_words_roles import register_words_of_roles
        from randa.people.imports.audit_words import register_words as register_words_of_imports
        from randa.people.kinds import register_kinds
        from randa.people.panel import roles_panel
        from randa.people.sharing_words import KIND

        autodiscover_modules("merging")  # each app decides there what a merge of two accounts does to its rows
        panels.register("90-roles", roles_panel)
        register_kinds()
        kinds.register(KIND)
        register_words()
        register_words_of_roles()
        register_words_of_imports()
        register_subject(Subject("person", _("Personer"), search.people_rows, (search.PERMISSION,), order=10))
        navigation.register(
            navigation.NavItem(
                "people", _("Personer"), "people:list", "users", order=70, permission="people.view", group=_("Underlag")
            )
        )
        from randa.core.ui.navigation import NavItem
        from randa.core.ui.navigation import register as register_entry
        from randa.people import tasks as nightly  # noqa: F401 - registers the jobs with the worker
        from randa.people.imports import tasks  # noqa: F401 - registers the jobs with the worker

        register_entry(NavItem("sharing", _("Delning"), "people:sharing", "handshake", 72, "sharing.manage"))
        register_entry(NavItem("people_import", _("Läs in personer"), "people:import", "upload", 71, "people.import"))
