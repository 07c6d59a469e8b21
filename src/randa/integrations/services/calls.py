"""Answering a call that changes something once, however often it comes."""

from django.db import transaction
from django.utils import timezone

from randa.integrations.errors import KeyReusedError
from randa.integrations.models import AnsweredCall
from randa.integrations.models.calls import KEPT
from randa.people.models import User


@transaction.atomic
def begin_call(*, actor: User, key: str, call_hash: str) -> tuple[AnsweredCall, bool]:
    """Return the call and whether it is new. A second one at the same time waits here until the first is over.

    When the first fails, its row goes with it, and the second is new.

    Raises:
        KeyReusedError: another call came with the same key within a day.
    """
    AnsweredCall.objects.filter(actor=actor, key=key, made_at__lt=timezone.now() - KEPT).delete()
    call, is_new = AnsweredCall.objects.get_or_create(actor=actor, key=key, defaults={"call_hash": call_hash})
    if call.call_hash != call_hash:
        raise KeyReusedError(key)
    return call, is_new


@transaction.atomic
def keep_answer(*, call: AnsweredCall, status: int, answer: str) -> None:
    """Keep what was answered, in the transaction of the change itself."""
    call.status, call.answer = status, answer
    call.save(update_fields=["status", "answer"])


@transaction.atomic
def forget_old_calls() -> int:
    """Remove answers older than a day; return how many."""
    return AnsweredCall.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]
