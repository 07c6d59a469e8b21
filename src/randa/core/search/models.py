"""The search index: one entry per thing that can be found, its words, and the vocabulary that misspelt words are held against.

The vocabulary stands in a table of its own because a trigram index cannot be used on a table with row-level security, whose rows
are filtered before an operator that might leak them; equality on the words can (docs/adr/0014-search-index.md).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class SearchEntry(models.Model):
    """One thing that can be found, and who may find it.

    Attributes:
        scopes: texts "permission:path"; whoever has the permission at that organisation or above it finds the entry.
        owner: finds it too.
        is_open: everybody who is signed in finds it.
    """

    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    hint_sv = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300)
    scopes = ArrayField(models.CharField(max_length=260), default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_entry_once", fields=["kind", "object_id"]),
            models.CheckConstraint(
                name="search_address_is_internal", condition=Q(url__startswith="/") & ~Q(url__startswith="//")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class SearchWord(models.Model):
    """A term of an entry; words of the title weigh more than those of the text beside it."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="words")
    term = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(name="search_word_once", fields=["term", "entry"])]

    def __str__(self) -> str:
        return self.term


class SearchTerm(models.Model):
    """A folded word that stands in some entry, with its stem. Says nothing about where."""

    term = models.CharField(max_length=60, primary_key=True)
    stem = models.CharField(max_length=60, db_index=True)

    class Meta:
        indexes = [
            GinIndex(name="search_term_trigrams", fields=["term"], opclasses=["gin_trgm_ops"]),
            models.Index(name="search_term_prefix", fields=["term"], opclasses=["text_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.term


class StaleEntry(models.Model):
    """A thing whose entry must be made anew; written by triggers, so that no way of changing a row is missed."""

    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.kind}: {self.object_id}"
