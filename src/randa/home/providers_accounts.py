"""What waits around accounts, roles and sign-in. Each provider is one or two queries at any size."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.notifications.models import ReturnedAddress
from randa.core.ui.formats import day_words
from randa.home.links import address
from randa.home.waiting import Consequence, Task, Urgency, register
from randa.identity.models import IdentityProvider
from randa.people.models import User
from randa.people.models.invitations import Invitation, RegistrationRequest

ENDS_SOON = dt.timedelta(days=30)
CERTIFICATE_SOON = dt.timedelta(days=14)


def register_all() -> None:
    """Register the providers below."""
    for provider in (
        roles_that_end,
        invitations_to_approve,
        requests_to_answer,
        certificates_that_end,
        own_returned_mail,
    ):
        register(provider)


def roles_that_end(person: User, today: dt.date) -> Iterator[Task]:
    """Roles of one's own, also as a stand-in, that end within thirty days. Costs nothing: the roles of today are read already."""
    for one in person.current_roles():
        if one.ends_before is None or one.ends_before > today + ENDS_SOON:
            continue
        last = one.ends_before - dt.timedelta(days=1)
        yield Task(
            Urgency.WAITING,
            _("Din roll %(role)s slutar %(day)s") % {"role": one.title, "day": day_words(last)},
            _("%(place)s. Ska du fortsätta behöver rollen förlängas av den som sköter roller.")
            % {"place": one.organisation},
            _("Se dina roller"),
            address("people:profile"),
            icon="user",
            on=one.ends_before,
            key=f"role.ends:{one.pk}:{one.ends_before}",
        )


def invitations_to_approve(person: User, _today: dt.date) -> Iterator[Task]:
    """Invitations that somebody has to stand behind before they are sent."""
    if not person.has("people.invite"):
        return
    waiting = Invitation.objects.visible_to(person).filter(state=Invitation.State.AWAITING).exclude(invited_by=person)
    found = waiting.aggregate(n=Count("pk"), first=Min("created_at"))
    if found["n"]:
        yield Task(
            Urgency.WAITING,
            ngettext("En inbjudan väntar på godkännande", "%(n)d inbjudningar väntar på godkännande", found["n"]) % found,
            _("Den äldsta har väntat sedan %(day)s. Ingen får något mejl förrän inbjudan är godkänd.")
            % {"day": day_words(timezone.localtime(found["first"]).date())},
            _("Granska"),
            address("people:invitations") or address("people:list"),
            icon="user-plus",
            consequence=Consequence.BLOCKS,
            key="people.invitations",
        )  # fmt: skip


def requests_to_answer(person: User, _today: dt.date) -> Iterator[Task]:
    """People who have asked for an account and wait for an answer."""
    if not person.has("people.invite"):
        return
    waiting = RegistrationRequest.objects.visible_to(person).filter(state=RegistrationRequest.State.WAITING)
    found = waiting.aggregate(n=Count("pk"), first=Min("created_at"))
    if found["n"]:
        yield Task(
            Urgency.WAITING,
            ngettext("En person väntar på konto", "%(n)d personer väntar på konto", found["n"]) % found,
            _("Den första frågade %(day)s, och kan inte logga in förrän du har svarat.")
            % {"day": day_words(timezone.localtime(found["first"]).date())},
            _("Svara"),
            address("people:registrations") or address("people:list"),
            icon="user-check",
            consequence=Consequence.BLOCKS,
            key="people.registrations",
        )  # fmt: skip


def certificates_that_end(person: User, today: dt.date) -> Iterator[Task]:
    """Identity providers in use whose certificate ends: after that nobody signs in with them."""
    if not person.has("identity.manage"):
        return
    ending = IdentityProvider.objects.visible_to(person).filter(
        enabled=True, certificate_expires_on__lte=today + 2 * ENDS_SOON
    )
    for one in ending.order_by("certificate_expires_on", "pk")[:3]:
        ends = one.certificate_expires_on
        if ends is None:
            continue
        words = (
            _("Certifikatet för %(name)s gick ut %(day)s")
            if ends < today
            else _("Certifikatet för %(name)s går ut %(day)s")
        )
        yield Task(
            Urgency.NOW if ends <= today + CERTIFICATE_SOON else Urgency.WAITING,
            words % {"name": one, "day": day_words(ends)},
            _("Därefter kan ingen logga in med den. Hämta nya metadata."),
            _("Öppna inloggningstjänsten"),
            address("identity:provider", one.pk) or address("identity:providers"),
            icon="key-round",
            on=ends,
            consequence=Consequence.BLOCKS,
        )  # fmt: skip


def own_returned_mail(person: User, _today: dt.date) -> Iterator[Task]:
    """One's own address from which mail comes back."""
    for one in ReturnedAddress.objects.filter(person=person, address=person.email.lower())[:1]:
        yield Task(
            Urgency.NOW if one.stopped_at else Urgency.WAITING,
            _("Mejl till dig kommer tillbaka"),
            _("%(address)s tar inte emot mejl från Randa.") % {"address": one.address},
            _("Se vad du kan göra"),
            address("notifications:choices"),
            icon="mail",
            key=f"mail.returned:{one.pk}:{one.returns}",
        )
