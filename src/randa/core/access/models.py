"""Roles as data: a set of named permissions and a sentence that a manager can approve."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from randa.core.language import in_language


class Role(models.Model):
    """A role of DESIGN §1. Who has it where, and when, is `people.RoleAssignment`."""

    code = models.SlugField(primary_key=True)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sentence_sv = models.CharField(max_length=300)
    sentence_en = models.CharField(max_length=300)
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_sv, self.name_en)

    @property
    def sentence(self) -> str:
        return in_language(self.sentence_sv, self.sentence_en)
