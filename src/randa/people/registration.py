"""What people tell the rest of Randa when it starts: menu entries, sentences of the log, notifications, search."""

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from randa.core.notifications import kinds
from randa.core.search.registry import Subject, register_subject
from randa.core.ui.navigation import NavItem, register
from randa.organisations import panels
from randa.people import (
    search,
    signals,  # noqa: F401 - its receivers register themselves
    tasks,  # noqa: F401 - registers the nightly jobs with the worker
)
from randa.people.audit_words import register_words
from randa.people.audit_words_roles import register_words_of_roles
from randa.people.imports import tasks as import_tasks  # noqa: F401 - registers the jobs with the worker
from randa.people.imports.audit_words import register_words as register_words_of_imports
from randa.people.kinds import register_kinds
from randa.people.panel import roles_panel
from randa.people.sharing_words import KIND

GROUP = _("Personer och roller")
ENTRIES = (
    NavItem("people", _("Personer"), "people:list", "users", 70, "people.view", GROUP),
    NavItem("people_import", _("Läs in personer"), "people:import", "upload", 71, "people.import", GROUP),
    NavItem("sharing", _("Delning"), "people:sharing", "handshake", 72, "sharing.manage", GROUP),
)


def register_all() -> None:
    """Tell everything; called once, when all models are loaded."""
    autodiscover_modules("merging")  # each app decides there what a merge of two accounts does to its rows
    panels.register("90-roles", roles_panel)
    register_kinds()
    kinds.register(KIND)
    register_words()
    register_words_of_roles()
    register_words_of_imports()
    register_subject(Subject("person", _("Personer"), search.people_rows, (search.PERMISSION,), order=10))
    for entry in ENTRIES:
        register(entry)
