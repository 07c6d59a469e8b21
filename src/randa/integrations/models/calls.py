"""Calls that change something and are answered once."""

import datetime as dt

from django.db import models

from randa.people.models import User

KEPT = dt.timedelta(hours=24)


class AnsweredCall(models.Model):
    """The answer to a call with an Idempotency-Key, so that the same call is not carried out twice."""

    actor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    call_hash = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="call_is_answered_once")]

    def __str__(self) -> str:
        return self.key
