"""Telling people what happened to their roles, and who waits for them."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.core.notifications.services import notify, notify_all
from randa.core.ui.formats import day_words
from randa.organisations.models import Organisation
from randa.people.kinds import ACCOUNT_ASKED, INVITATION_WAITS, ROLE_ENDED, ROLE_GIVEN, STAND_IN
from randa.people.models import Invitation, RegistrationRequest, RoleAssignment, User
from randa.people.queries.holders import people_with

ONE_DAY = dt.timedelta(days=1)


def tell_of_given(actor: User | None, made: RoleAssignment) -> None:
    """Tell the person of a new role; nobody is told what they did themselves."""
    if actor is not None and actor.pk == made.user_id:
        return
    notify(made.user, ROLE_GIVEN.key, lambda: _given(made), made.reason, reverse("people:my_access"), actor=actor)


def _given(made: RoleAssignment) -> str:
    words = {"role": made.role.name, "place": made.organisation, "day": day_words(made.starts_on)}
    return _("Du är %(role)s i %(place)s från %(day)s") % words


def tell_of_end(actor: User | None, ended: RoleAssignment, last_day: dt.date | None, reason: str = "") -> None:
    """Tell the person that a role ends, ends on another day, or (no day) was taken back."""
    if actor is not None and actor.pk == ended.user_id:
        return
    kind = STAND_IN if ended.is_delegated else ROLE_ENDED
    notify(ended.user, kind.key, lambda: _ended(ended, last_day), reason, reverse("people:my_access"), actor=actor)


def _ended(ended: RoleAssignment, last_day: dt.date | None) -> str:
    if last_day is None:
        return _("Rollen %(role)s i %(place)s togs tillbaka") % {"role": ended.title, "place": ended.organisation}
    words = {"role": ended.title, "place": ended.organisation, "day": day_words(last_day)}
    return _("Din roll %(role)s i %(place)s gäller till och med %(day)s") % words


def tell_of_longer(actor: User, changed: RoleAssignment, reason: str) -> None:
    """Tell the person that a role goes on."""
    if actor.pk == changed.user_id:
        return
    if changed.ends_before is not None:
        tell_of_end(actor, changed, changed.ends_before - ONE_DAY, reason)
        return
    words = {"role": changed.role, "place": changed.organisation}
    notify(
        changed.user, ROLE_ENDED.key, lambda: _("Din roll %(role)s i %(place)s gäller tills vidare") % words, reason,
        reverse("people:my_access"), actor=actor,
    )  # fmt: skip


def tell_of_stand_in(actor: User, made: RoleAssignment, first: dt.date, last: dt.date) -> None:
    """Tell a colleague that they stand in, from when and until when."""
    words = {"person": actor, "role": made.role, "place": made.organisation}

    def title() -> str:
        return _("Du vikarierar för %(person)s som %(role)s i %(place)s, %(first)s till %(last)s") % (
            words | {"first": day_words(first), "last": day_words(last)}
        )

    notify(made.user, STAND_IN.key, title, made.reason, reverse("people:my_access"), actor=actor)


def tell_of_invitation_that_waits(invitation: Invitation) -> None:
    """Tell those who could stand behind an invitation."""
    from randa.people.services.invitations import is_backed  # it tells through this module

    able = [
        one for one in who_may("roles.grant", invitation.organisation)
        if one.pk != invitation.invited_by_id and is_backed(one, invitation)
    ]  # fmt: skip
    notify_all(
        able, INVITATION_WAITS.key,
        lambda: _("En inbjudan till %(place)s väntar på ditt godkännande") % {"place": invitation.organisation},
        url=reverse("people:invitation", args=[invitation.pk]), actor=invitation.invited_by,
        dedupe=f"invitation:{invitation.pk}",
    )  # fmt: skip


def tell_of_request(asked: RegistrationRequest) -> None:
    """Tell those who may let people in that somebody has asked for an account."""
    notify_all(
        who_may("people.invite", asked.organisation), ACCOUNT_ASKED.key,
        lambda: _("Någon ber om ett konto i %(place)s") % {"place": asked.organisation},
        url=reverse("people:registration", args=[asked.pk]), dedupe=f"registration:{asked.pk}",
    )  # fmt: skip


def who_may(permission: str, organisation: Organisation) -> list[User]:
    """Return everybody who has a permission over an organisation today: one query."""
    with as_system("those who are told may work where the actor sees nobody"):
        return people_with(permission, organisation.path, today())
