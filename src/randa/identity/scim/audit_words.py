"""What the audit log says about an employer's directory: its keys, its people, and the roles that its groups give."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import wording

SENTENCES = {
    "scim_token.made": _("En nyckel för katalogkopplingen skapades: %(object)s"),
    "scim_token.revoked": _("Nyckeln %(object)s för katalogkopplingen återkallades"),
    "group_role.made": _("En kataloggrupp kopplades till en roll: %(object)s"),
    "group_role.removed": _("En kataloggrupp kopplades bort från en roll: %(object)s"),
    "directory_person.linked": _("Arbetsgivarens katalog kopplades till kontot för %(subject)s"),
    "directory_person.changed": _("Arbetsgivarens katalog ändrade uppgifter om %(subject)s"),
    "directory_person.removed": _("Arbetsgivarens katalog anmälde att %(subject)s har slutat"),
    "directory_group.changed": _("Arbetsgivarens katalog ändrade en grupp: %(object)s"),
    "directory_group.removed": _("Arbetsgivarens katalog tog bort en grupp: %(object)s"),
}


def register_words() -> None:
    """Tell the log its sentences."""
    for action, sentence in SENTENCES.items():
        wording.register(action, sentence)
    wording.register_type("identity.scimtoken", _("Nyckel för katalogkoppling"))
    wording.register_type("identity.grouprole", _("Grupp som ger en roll"))
    wording.register_type("identity.directoryperson", _("Person i arbetsgivarens katalog"))
    wording.register_type("identity.directorygroup", _("Grupp i arbetsgivarens katalog"))
