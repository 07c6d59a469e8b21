"""Keeping the index in step with what it describes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from randa.core.search.models import SearchEntry, SearchTerm, SearchWord, StaleEntry
from randa.core.search.registry import IndexRow, Subject, subject_of, subjects
from randa.core.search.words import fold, stem, wholes_of, words_of

BATCH = 1000
TITLE_WEIGHT, TEXT_WEIGHT = 1.0, 0.5
_ONE_AT_A_TIME = "select pg_try_advisory_xact_lock(hashtext('randa.search.refresh'))"


@transaction.atomic
def refresh_stale(limit: int = BATCH) -> int:
    """Make the entries of up to `limit` changed things anew; return how many marks were taken away, 0 when another does it."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        if not cursor.fetchone()[0]:
            return 0
    marks = list(StaleEntry.objects.order_by("pk")[:limit])
    changed: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        changed[mark.kind].add(mark.object_id)
    for kind, ids in changed.items():
        subject = subject_of(kind)
        if subject:
            _replace(subject, sorted(ids))
    StaleEntry.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(marks)


def refresh_all_stale() -> int:
    """Work off every mark, batch by batch; return how many there were."""
    total = 0
    while done := refresh_stale():
        total += done
    return total


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew, also hints that no trigger watches; return the number of entries. Takes minutes for a nation."""
    SearchEntry.objects.all().delete()
    SearchTerm.objects.all().delete()
    StaleEntry.objects.all().delete()
    return sum(_add(subject, batch) for subject in subjects() for batch in _batches(subject.rows(None)))


def _replace(subject: Subject, ids: Sequence[str]) -> None:
    old = SearchEntry.objects.filter(kind=subject.key, object_id__in=ids)
    terms = set(SearchWord.objects.filter(entry__in=old).values_list("term", flat=True))
    old.delete()
    _add(subject, list(subject.rows(ids)))
    # A name that nobody has any longer must not stay behind in the vocabulary.
    left = set(SearchWord.objects.filter(term__in=terms).values_list("term", flat=True))
    SearchTerm.objects.filter(term__in=terms - left).delete()


def _add(subject: Subject, rows: Sequence[IndexRow]) -> int:
    entries = SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                kind=subject.key, object_id=row.object_id, title=row.title[:200], hint_sv=row.hint_sv[:200], hint_en=row.hint_en[:200],
                url=row.url, scopes=list(row.scopes), owner_id=row.owner, is_open=row.is_open,
            )
            for row in rows
        ]
    )  # fmt: skip
    stems: dict[str, str] = {}
    words = []
    for entry, row in zip(entries, rows, strict=True):
        weights = _weights(row, stems)
        words += [SearchWord(entry=entry, term=term, weight=weight) for term, weight in weights.items()]
    SearchTerm.objects.bulk_create(
        [SearchTerm(term=term, stem=root) for term, root in sorted(stems.items())], ignore_conflicts=True
    )
    SearchWord.objects.bulk_create(words, batch_size=5000)
    return len(entries)


def _weights(row: IndexRow, stems: dict[str, str]) -> dict[str, float]:
    """Return term -> weight of one row, and put the stem of each term into `stems`."""
    weights: dict[str, float] = {}
    for text, weight in ((row.title, TITLE_WEIGHT), (f"{row.hint_sv} {row.hint_en} {row.text}", TEXT_WEIGHT)):
        for word in words_of(text):
            term = fold(word)
            stems[term] = stem(word)
            weights.setdefault(term, weight)
        for term in wholes_of(text):
            stems[term] = term
            weights.setdefault(term, weight)
    return weights


def _batches(rows: Iterable[IndexRow]) -> Iterator[list[IndexRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
