"""Who and what a name in the log may mean. Words of names stand in a table of their own, kept by the database (migration 0005).

PostgreSQL uses no index for a part of a text on a table with row-level security (ADR 0014); it does for words in order.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.audit.models import NameWord
from randa.core.errors import InvalidInputError
from randa.core.search.words import words_of

MOST_FOUND = 100  # a name that fits more than this says too little
_LAST = "\U0010ffff"
_WHY = "the log remembers people and things that are gone; which of their events are shown is another question"


class VagueNameError(InvalidInputError):
    """So many bear such a name that a page about them would leave some out without saying so."""

    code = "vague_name"

    def __init__(self, text: str) -> None:
        said = {"text": text, "most": MOST_FOUND}
        super().__init__(_("”%(text)s” passar på fler än %(most)d. Skriv hela namnet, eller e-postadressen.") % said)


def people_named(text: str) -> list[Any]:
    """Return the keys of people whom `text` names: the whole address, their names, or the beginnings of these.

    Raises:
        VagueNameError: more than a hundred people are called so.
    """
    with as_system(_WHY):
        if "@" in text:
            return list(get_user_model().objects.filter(email=text.strip().lower()).values_list("pk", flat=True))
        found = _bearers(text, settings.AUTH_USER_MODEL.lower())
    return [object_id for _type, object_id in found]


def objects_named(text: str) -> list[tuple[str, str]]:
    """Return kind and key of the things in whose names the words of `text` begin words.

    Raises:
        VagueNameError: more than a hundred things are called so.
    """
    with as_system(_WHY):
        return _bearers(text)


def _bearers(text: str, object_type: str = "") -> list[tuple[str, str]]:
    """Return who bears all words as they are written; when nobody does, who bears words that begin so."""
    words = words_of(text)
    if not words:
        return []
    rows = NameWord.objects.filter(object_type=object_type) if object_type else NameWord.objects.all()
    for is_whole in (True, False):
        conditions = [_word(word, is_whole=is_whole) for word in sorted(words, key=len, reverse=True)]
        found = _with_all(rows, conditions)
        if len(found) > MOST_FOUND:
            raise VagueNameError(text)
        if found:
            return found
    return []


def _with_all(rows: QuerySet[NameWord], conditions: list[Q]) -> list[tuple[str, str]]:
    same = NameWord.objects.filter(object_type=OuterRef("object_type"), object_id=OuterRef("object_id"))
    found = rows.filter(conditions[0], *(Exists(same.filter(one)) for one in conditions[1:]))
    return list(found.order_by().values_list("object_type", "object_id").distinct()[: MOST_FOUND + 1])


def _word(word: str, *, is_whole: bool) -> Q:
    return Q(word=word) if is_whole else Q(word__gte=word, word__lt=word + _LAST)
