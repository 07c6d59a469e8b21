"""What the audit log says about details, lent roles, invitations, requests for accounts and people who leave."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from randa.core.audit import places, wording
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember
from randa.people.audit_words import person_names
from randa.people.models import SharingAgreement
from randa.people.sharing_words import WORDS

SENTENCES = {
    "person.corrected": _("Uppgifterna om %(subject)s rättades"),
    "person.own_details": _("%(subject)s ändrade sina egna uppgifter"),
    "role.extended": _("Perioden för rollen %(after_role)s i %(after_organisation)s ändrades för %(subject)s"),
    "role.lent": _("%(subject)s blev vikarie för %(after_stands_for)s som %(after_role)s i %(after_organisation)s"),
    "role.withdrawn": _("Rollen %(before_role)s i %(before_organisation)s togs tillbaka för %(subject)s"),
    "role.restored": _("Rollen %(after_role)s i %(after_organisation)s återställdes för %(subject)s"),
    "role.edited": _("Rollen %(object)s ändrades"),
    "invitation.made": _("%(after_email)s bjöds in"),
    "invitation.sent": _("Inbjudan till %(after_email)s skickades"),
    "invitation.approved": _("Inbjudan till %(after_email)s godkändes"),
    "invitation.revoked": _("Inbjudan till %(after_email)s togs tillbaka"),
    "invitation.refused": _("Inbjudan till %(after_email)s avböjdes"),
    "invitation.accepted": _("%(subject)s tog emot inbjudan"),
    "invitation.stopped": _("Inbjudan till %(after_email)s väntar på godkännande igen"),
    "registration.asked": _("%(after_email)s bad om ett konto"),
    "registration.approved": _("Begäran om konto från %(after_email)s godkändes"),
    "registration.refused": _("Begäran om konto från %(after_email)s nekades"),
    "account_settings.changed": _("Reglerna för konton i %(object)s ändrades"),
    "person.leaves": _("%(subject)s slutar i %(after_organisation)s"),
    "roles.changed_together": _("Flera roller ändrades på en gång i %(after_organisation)s"),
    "roles.undone": _("Ändringen av roller i %(after_organisation)s ångrades"),
    "sharing.proposed": _("Delning föreslogs: %(object)s"),
    "sharing.accepted": _("Delning godkändes: %(object)s"),
    "sharing.refused": _("Delning avböjdes: %(object)s"),
    "sharing.ended": _("Delning avslutades: %(object)s"),
    "account.reopened": _("Kontot för %(subject)s öppnades igen"),
    "account.merged": _("Kontot för %(after_merged)s slogs ihop med kontot för %(subject)s"),
    "account.merge_undone": _("Sammanslagningen av kontona för %(subject)s ångrades"),
    "account.closed": _("Kontot för %(subject)s avslutades"),
}


def register_words_of_roles() -> None:
    """Tell the log its sentences, and where each thing lies."""
    for action, sentence in SENTENCES.items():
        wording.register(action, sentence)
    wording.register_field("given_name", _("Förnamn"))
    wording.register_field("family_name", _("Efternamn"))
    wording.register_field("title", _("Titel"))
    wording.register_field("work_phone", _("Telefon i tjänsten"))
    wording.register_field("hsa_id", _("HSA-id"))
    wording.register_field("permissions", _("Behörigheter"), show=_permissions)
    _register_sharing()
    remember("people.roleassignment", "people.view")
    remember("people.organisationaccountsettings", "people.view")
    wording.register_field("stands_for", _("Vikarierar för"), names=person_names)
    wording.register_field("self_registration", _("Får begära konto själva"))
    wording.register_field("close_without_role", _("Konton utan roll avslutas"))
    wording.register_field("survivor", _("Konto som lever vidare"))
    wording.register_field("merged", _("Konto som upphörde"))
    wording.register_field("merged_id", _("Nyckel till kontot som upphörde"))
    wording.register_type("people.accountmerge", _("Sammanslagning av konton"))
    for label, name in (
        ("people.invitation", _("Inbjudan")),
        ("people.registrationrequest", _("Begäran om konto")),
        ("people.rolebatch", pgettext_lazy("audit", "Ändring av flera roller")),
        ("people.organisationaccountsettings", _("Regler för konton")),
    ):
        places.register_place(label, _of_organisation)
        wording.register_type(label, name)


def _register_sharing() -> None:
    label = "people.sharingagreement"
    wording.register_type(label, _("Delning"))
    places.register_place(label, lambda agreement: [agreement.giver.path, agreement.receiver.path])
    wording.register_field("giver", _("Delar"), names=organisation_names)
    wording.register_field("receiver", _("Får se"), names=organisation_names)
    wording.register_field("permissions", _("Det som får ses"), show=_scopes, of=label)
    wording.register_field("state", _("Läge"), show=wording.chosen(SharingAgreement.State), of=label)
    remember(label, "sharing.manage")


def _permissions(names: Any) -> str:
    return ", ".join(names) if isinstance(names, list) else str(names)


def _scopes(names: Any) -> str:
    return "; ".join(str(WORDS.get(name, name)) for name in names)


def _of_organisation(obj: Any) -> list[str]:
    return [obj.organisation.path]
