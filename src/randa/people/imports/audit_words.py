"""What the audit log says about reading in people from a file, and about accounts that systems open, change and close."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import wording

SENTENCES = {
    "people.imported": _("Personer och roller lästes in från filen %(object)s"),
    "people.import_undone": _("Inläsningen av filen %(object)s ångrades"),
    "account.opened": _("Kontot för %(subject)s öppnades igen genom katalogen"),
    "account.changed": _("Uppgifterna om %(subject)s ändrades"),
}


def register_words() -> None:
    """Tell the log its sentences."""
    for action, sentence in SENTENCES.items():
        wording.register(action, sentence)
    label = "core_imports.importrun"
    wording.register_type(label, _("Inläsning av fil"))
    for key, words in (
        ("people", _("Nya konton")),
        ("changed", _("Ändrade konton")),
        ("roles", _("Nya roller")),
        ("letters", _("Brev")),
    ):
        wording.register_field(key, words, of=label)
