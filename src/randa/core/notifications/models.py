"""What people are told, how it left by mail, and what each person has chosen."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.notifications.kinds import Channel, Kind, known

INTERNAL_URL = r"^$|^/([^/\\].*)?$"  # a path of our own; "//host" and "/\host" lead elsewhere


def _token() -> str:
    return get_random_string(24, "abcdefghijklmnopqrstuvwxyz0123456789")  # mail servers may change capitals


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, actor: Any) -> Self:
        """Return what is addressed to `actor`. Nobody reads another person's notifications."""
        return self.filter(recipient=actor)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One thing one person is told. Title and text stand in the language the person had when it happened.

    `mail_due_at` is when it should leave by mail; empty when it should not, or has. An empty `channel` means that nobody has looked
    at the person's choices yet: the worker does, so that the transaction that causes a notification writes one row and no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = GuardedCharField(max_length=200)
    body = GuardedCharField(max_length=600, blank=True)
    url = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    dedupe = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    mail_due_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    mail = models.ForeignKey(
        "OutgoingMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "dedupe"], condition=~Q(dedupe=""), name="notification_is_told_once"
            ),
            models.CheckConstraint(name="notification_url_is_our_own", condition=Q(url__regex=INTERNAL_URL)),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_by_person"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notification_mail_due"),
            models.Index(fields=["kind", "dedupe"], condition=~Q(dedupe=""), name="notification_by_cause"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Kind:
        return known(self.kind)

    @property
    def mail_title(self) -> str:
        """Return the words that may stand in a mail."""
        return str(self.about.label) if self.about.private else self.title


class OutgoingMail(models.Model):
    """One mail to one person, from the queue to its end. The text is made when it leaves and is not kept."""

    class State(models.TextChoices):
        QUEUED = "queued", _("I kö")
        SENT = "sent", _("Skickat")
        FAILED = "failed", _("Misslyckades")
        BOUNCED = "bounced", _("Kom tillbaka")
        DROPPED = "dropped", _("Behövdes inte längre")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    digest_on = models.DateField(null=True)  # the day whose only reminder this is; empty for mail that leaves at once
    token = models.CharField(max_length=24, unique=True, default=_token)  # stands in the return address
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="one_reminder_a_day_and_person",
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="mail_to_send"),
            models.Index(fields=["state", "-created_at"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.address}"


class MailSettings(models.Model):
    """When a person wants mail, in Swedish time. Who has no row has the defaults below."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_settings")
    digest_hour = models.PositiveSmallIntegerField(default=7)
    weekday = models.PositiveSmallIntegerField(default=0)  # of the weekly mail: 0 is Monday
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, default=19)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, default=7)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_hours_are_of_the_day",
                condition=Q(digest_hour__lte=23)
                & Q(weekday__lte=6)
                & (Q(quiet_from__isnull=True) | Q(quiet_from__lte=23))
                & (Q(quiet_until__isnull=True) | Q(quiet_until__lte=23)),
            ),
            models.CheckConstraint(
                name="quiet_hours_have_both_ends",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.digest_hour}"


class Preference(models.Model):
    """How a person wants one kind mailed, where it is not the kind's default."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_a_kind")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.channel}"


class ReturnedAddress(models.Model):
    """An address from which mail has come back. Sending to it stops after some returns, until the person says it works."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="returned_addresses")
    address = models.EmailField()
    returns = models.PositiveSmallIntegerField(default=0)
    reason = GuardedCharField(max_length=300, blank=True)
    last_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="returned_address_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.returns}"


class Snooze(models.Model):
    """A task of Min dag that the person has put off until a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snoozes")
    task = models.CharField(max_length=120)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "task"], name="one_snooze_a_task")]

    def __str__(self) -> str:
        return f"{self.person}: {self.task} {self.until}"
