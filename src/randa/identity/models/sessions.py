"""Where somebody is signed in."""

from django.db import models

from randa.people.models import User


class SignedIn(models.Model):
    """A browser where a person is signed in, as the person needs to see it to recognise it. Gone when the session ends."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(
        max_length=80
    )  # "Firefox, Windows": made from what the browser says of itself, which is not kept
    address = models.GenericIPAddressField(null=True, blank=True)
    how = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-seen_at"], name="signed_in_by_user")]

    def __str__(self) -> str:
        return self.device


class LastSignIn(models.Model):
    """When and how a person last signed in, and the time before that. Stays when the session has ended, unlike `SignedIn`."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="last_sign_in")
    at = models.DateTimeField()
    how = models.CharField(max_length=40, blank=True)
    device = models.CharField(max_length=80, blank=True)
    before_at = models.DateTimeField(null=True)
    before_how = models.CharField(max_length=40, blank=True)
    before_device = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class KnownDevice(models.Model):
    """A browser that a person has signed in with before, by the fingerprint of a random cookie; tells a new one from an old."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    fingerprint = models.CharField(max_length=64)
    device = models.CharField(max_length=80)
    last_used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "fingerprint"], name="device_is_known_once")]

    def __str__(self) -> str:
        return self.device
