"""Merging two accounts, and making them two again."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pgtrigger
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.services import notify
from randa.core.secrets_at_rest import reveal
from randa.people.merges.errors import CannotMergeError, CannotUndoMergeError
from randa.people.merges.journal import Journal, take_back
from randa.people.merges.permissions import can_merge_person
from randa.people.merges.queries import what_stops_merging
from randa.people.merges.services_carrying import STAND_IN_RULE, carry_over, hold_against_roles
from randa.people.merges.services_choices import settle, settle_addresses
from randa.people.merges.undoing import what_stops_undoing
from randa.people.models import AccountMerge, User


@transaction.atomic
def merge_accounts(
    *, actor: User, survivor: User, merged: User, chosen: Mapping[str, str], reason: str
) -> AccountMerge:
    """Let `merged` live on in `survivor`; `chosen` says for each of CHOICES whose value stays.

    Raises:
        PermissionDenied: `actor` may not merge over one of the two, or is one of them, or would give more than they have.
        CannotMergeError: something must be settled first.
    """
    survivor, merged = _locked(survivor, merged)
    require(can_merge_person, actor, survivor)
    require(can_merge_person, actor, merged)
    with as_system("everything that refers to the account moves, wherever it lies"):
        if reasons := what_stops_merging(survivor, merged):
            raise CannotMergeError(reasons)
        journal, standing = Journal(), _standing(merged)
        carry_over(journal, survivor, merged)
        settle(journal, survivor, merged, chosen)
        settle_addresses(journal, survivor, merged)
        _keep_standing(merged, standing)
        made = AccountMerge(survivor=survivor, merged=merged, reason=reason.strip(), made_by=actor)
        made.steps = json.dumps(journal.steps)  # sealed when assigned
        made.save(force_insert=True)
        survivor.refresh_from_db()
        record(actor, "account.merged", made, after=_names(made), reason=reason.strip(), subject=made.survivor)
        _tell(made, lambda: _("Två konton som är dina är nu ett"))
    return made


@transaction.atomic
def undo_merge(*, actor: User, merge: AccountMerge, reason: str) -> AccountMerge:
    """Make the two accounts what they were. Doing it again changes nothing.

    Raises:
        PermissionDenied: `actor` may not merge over the person.
        CannotUndoMergeError: something has been built on the merge since.
    """
    survivor, merged = _locked(merge.survivor, merge.merged)
    with as_system("the merge and the roles of the person, wherever they are held"):
        merge = AccountMerge.objects.select_for_update().get(pk=merge.pk)
        require(can_merge_person, actor, survivor)
        require(can_merge_person, actor, merged)
        if merge.undone_at is not None:
            return merge
        steps = json.loads(reveal(merge, "steps"))
        if reasons := what_stops_undoing(merge, steps):
            raise CannotUndoMergeError(reasons)
        _take_back(steps)
        merge.undone_by, merge.undone_at, merge.undone_reason = actor, timezone.now(), reason.strip()
        merge.save(update_fields=["undone_by", "undone_at", "undone_reason"])
        survivor.refresh_from_db()
        record(actor, "account.merge_undone", merge, after=_names(merge), reason=reason.strip(), subject=merge.survivor)
        _tell(merge, lambda: _("Ditt konto är två igen"))
    return merge


def _take_back(steps: list[dict[str, Any]]) -> None:
    try:
        with transaction.atomic():
            with pgtrigger.ignore(STAND_IN_RULE):
                take_back(steps)
            touched = Journal()
            touched.steps = steps
            hold_against_roles(touched.keys_of("people.RoleAssignment"))
    except IntegrityError as error:
        text = _(
            "Något som har tillkommit sedan dess går inte ihop med hur det var. Ta bort det först, till exempel en ny roll."
        )
        raise CannotUndoMergeError([text]) from error


def _locked(survivor: User, merged: User) -> tuple[User, User]:
    """Return both accounts, locked in the order of their keys so that two merges never wait for each other."""
    with as_system("two accounts are locked before anybody looks at them"):
        found = {
            one.pk: one
            for one in User.objects.select_for_update(of=("self",))
            .filter(pk__in=[survivor.pk, merged.pk])
            .order_by("pk")
        }
    return found[survivor.pk], found[merged.pk]


def _standing(person: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select standing from people_user where id = %s", [person.pk])
        return str(cursor.fetchone()[0])


def _keep_standing(person: User, standing: str) -> None:
    """Let the closed account be seen by those who saw it: without roles it would be anybody's who looks after accounts."""
    with connection.cursor() as cursor:
        cursor.execute("update people_user set standing = %s where id = %s", [standing, person.pk])


def _names(merge: AccountMerge) -> dict[str, str]:
    return {"survivor": str(merge.survivor), "merged": str(merge.merged), "merged_id": str(merge.merged_id)}


def _tell(merge: AccountMerge, title: Callable[[], str]) -> None:
    notify(
        merge.survivor, SECURITY.key, title,
        lambda: _("Stämmer det inte? Kontakta den som sköter konton hos er."), reverse("people:profile"),
    )  # fmt: skip
