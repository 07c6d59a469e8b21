"""What the account that lives on is called and reached by, chosen field by field from the two."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from randa.core.merging import Words
from randa.people.merges.journal import Journal
from randa.people.models import User

SURVIVOR, MERGED = "survivor", "merged"
# choice -> its label and the fields that follow it. What no two accounts may share changes places, so that both stay findable.
CHOICES: dict[str, tuple[Words, tuple[str, ...]]] = {
    "name": (_("Namn"), ("given_name", "family_name")),
    "title": (_("Titel"), ("title",)),
    "work_phone": (_("Telefon i tjänsten"), ("work_phone",)),
    "email": (_("E-post för inloggning och aviseringar"), ("email",)),
    "hsa_id": (_("HSA-id"), ("hsa_id",)),
}
SWAPPED = frozenset({"email", "hsa_id"})


def value_of(person: User, choice: str) -> str:
    """Return what an account has, as one text."""
    return " ".join(str(getattr(person, name) or "") for name in CHOICES[choice][1]).strip()


def usual_choice(survivor: User, merged: User, choice: str) -> str:
    """Return the side to begin with: the survivor's, unless that is empty."""
    return MERGED if value_of(merged, choice) and not value_of(survivor, choice) else SURVIVOR


def settle(journal: Journal, survivor: User, merged: User, chosen: Mapping[str, str]) -> None:
    """Give both accounts their values: one lives on, the other is closed and leads to it."""
    lives: dict[str, Any] = {}
    ends: dict[str, Any] = {"merged_into_id": str(survivor.pk), "is_active": False}
    for choice, (_label, names) in CHOICES.items():
        if chosen.get(choice, usual_choice(survivor, merged, choice)) == MERGED:
            lives |= {name: getattr(merged, name) for name in names}
            if choice in SWAPPED:
                ends |= {name: getattr(survivor, name) for name in names}
    journal.values(User, {survivor.pk: lives, merged.pk: ends})


def settle_addresses(journal: Journal, survivor: User, merged: User) -> None:
    """Make the chosen address the main one, and keep the other among the person's addresses. Call after `settle`."""
    main, extra = (User.objects.values_list("email", flat=True).get(pk=one.pk) for one in (survivor, merged))
    rows = list(EmailAddress.objects.filter(user=survivor).order_by("pk"))
    if any(row.email.lower() == main.lower() for row in rows):
        journal.rows(EmailAddress, {row.pk: {"primary": row.email.lower() == main.lower()} for row in rows})
    if not any(row.email.lower() == extra.lower() for row in rows):
        journal.made(EmailAddress.objects.create(user=survivor, email=extra, verified=False, primary=False))
