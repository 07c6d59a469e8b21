"""The rows of the cache that all processes share."""

from django.db import models


class Remembered(models.Model):
    """One value of the shared cache: how often somebody has tried, which code is used up. Keys hold no names."""

    key = models.CharField(primary_key=True, max_length=250)
    value = models.JSONField()
    expires_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key
