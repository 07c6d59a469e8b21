"""Keeping a form over an interruption, and throwing it away."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.identity.kept.forms import fields_of, page_of
from randa.identity.models import KeptForm
from randa.identity.sealing import seal_data
from randa.people.models import User

PURPOSE = "kept form"
KEPT_FOR = dt.timedelta(hours=12)
MOST_PER_PERSON = 5


@as_system("the writer is signed out; only their own forms are touched")
def keep_form(*, request: HttpRequest, user: User) -> KeptForm | None:
    """Keep the posted form for `user`, who gets it back after signing in; None when there is nothing to keep.

    A person has at most MOST_PER_PERSON at a time: the oldest gives way. Forms past their time are removed on the same occasion.
    """
    fields = fields_of(request)
    if fields is None:
        return None
    now = timezone.now()
    KeptForm.objects.filter(expires_at__lte=now).delete()
    surplus = KeptForm.objects.filter(user=user).order_by("-made_at", "pk").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(surplus[MOST_PER_PERSON - 1 :])).delete()
    return KeptForm.objects.create(
        user=user,
        sent_to=request.get_full_path(),
        written_at=page_of(request),
        sealed=seal_data(fields, PURPOSE),
        expires_at=now + KEPT_FOR,
    )


@as_system("the writer is signed out; only their own forms are touched")
def throw_away_form(*, user: User, pk: UUID) -> None:
    """Remove the person's own kept form. One that is gone already, or somebody else's, changes nothing."""
    KeptForm.objects.filter(user=user, pk=pk).delete()
