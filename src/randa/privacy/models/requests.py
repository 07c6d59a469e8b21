"""What a person asks about their own data: a case with a deadline."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.people.models import RoleAssignment, User


def people_under(paths: list[str]) -> Q:
    """Return the condition on `User` that a person has, or had, a role under one of `paths`."""
    held = RoleAssignment.objects.none()
    for path in paths:
        held = held | RoleAssignment.objects.filter(organisation__path__startswith=path)
    return Q(pk__in=held.values("user"))


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own requests, and those of people under the organisations where one manages privacy."""
        paths = actor.paths_with("privacy.manage")
        people = User.objects.filter(people_under(paths)) if paths else User.objects.none()
        return self.filter(Q(person=actor) | Q(person__in=people))

    def open(self) -> Self:
        return self.filter(state=PrivacyRequest.State.OPEN)


class PrivacyRequest(models.Model):
    """A request under articles 15-21, from the day it came in to the answer."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Utdrag ur mina uppgifter")
        CORRECTION = "correction", _("Rättelse")
        RESTRICTION = "restriction", _("Begränsning")
        OBJECTION = "objection", _("Invändning")
        ERASURE = "erasure", _("Radering")

    class State(models.TextChoices):
        OPEN = "open", _("väntar på svar")
        GRANTED = "granted", _("bifallen")
        PARTLY = "partly", _("delvis bifallen")
        REFUSED = "refused", _("avslagen")
        WITHDRAWN = "withdrawn", _("återtagen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="privacy_requests")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # the person, or an officer for them
    about = GuardedCharField(max_length=120, blank=True)  # which data, in the words of the register
    text = GuardedTextField(max_length=2000)
    received_on = models.DateField()
    due_on = models.DateField()
    extended_because = GuardedCharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer = GuardedTextField(max_length=2000, blank=True)

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_of_a_kind",
                fields=["person", "kind"],
                condition=Q(state="open", kind__in=["access", "restriction", "erasure"]),
            ),
            models.CheckConstraint(
                name="request_with_an_answer_says_who_and_when",
                condition=Q(state__in=["open", "withdrawn"])
                | Q(answered_by__isnull=False, answered_on__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def days_left(self, today: dt.date) -> int:
        """Return how many days remain until the answer is due; negative when it is late."""
        return (self.due_on - today).days
