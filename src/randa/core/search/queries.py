"""Searching: each typed word is met by words of the vocabulary, and an entry is found when it has something for all of them."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length

from randa.core.language import in_language
from randa.core.search.models import SearchTerm
from randa.core.search.registry import Hit, alone, subject_of, subjects
from randa.core.search.words import MIN_PIECE, fold, slips, splits, stem, wholes_of, words_of

MAX_WORDS = 6
MAX_TERMS = 150  # of the vocabulary, for one typed word
SCORES = {"exact": 1.0, "prefix": 0.8, "stem": 0.7, "inside": 0.5}
TYPO_SCORE, TYPO_TERMS = 0.4, 8
Terms = dict[str, float]  # term of the vocabulary -> how well it meets the typed word

# Alike as a whole, or one slip away from a part of a compound; both are looked up in the index of trigrams.
_TYPOS = """
    select term, greatest(similarity(term, %(word)s), 0.3) as likeness from core_search_searchterm
    where (term %% %(word)s and abs(length(term) - length(%(word)s)) <= 3) or term like any(%(slips)s)
    order by likeness desc, length(term), term limit %(limit)s
"""
_MET = """
    met{place} as (
        select word.entry_id, max(word.weight * wanted.score) as score
        from unnest(%(terms{place})s::text[], %(scores{place})s::float8[]) as wanted(term, score)
        join core_search_searchword word on word.term = wanted.term group by word.entry_id
    )
"""
_ENTRIES = """
    with {sets},
    found as (
        select entry.id, entry.kind, entry.title, entry.hint_sv, entry.hint_en, entry.url, {score} as score
        from core_search_searchentry entry {joins}
        where (entry.is_open or entry.owner_id = %(actor)s
               or exists (select 1 from unnest(entry.scopes) scope where scope ^@ any(%(scopes)s)))
    ),
    ranked as (
        select *, row_number() over (partition by kind order by score desc, length(title), title, id) as place,
               count(*) over (partition by kind) as of_kind
        from found
    )
    select kind, title, hint_sv, hint_en, url, of_kind from ranked
    where place > %(first)s and place <= %(last)s and (%(kind)s = '' or kind = %(kind)s)
    union all
    select kind, '', '', '', '', of_kind from ranked where place = 1 and %(kind)s <> '' and kind <> %(kind)s
"""


@dataclass(slots=True)
class Group:
    """The hits of one kind: those asked for, and how many there are in all."""

    key: str
    label: str
    total: int
    hits: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found.

    Attributes:
        groups: by kind, in the order of the subjects; kinds that were not asked for have a total and no hits.
        guessed: typed word -> word that was searched for instead, when nothing is spelt as typed.
    """

    groups: list[Group]
    guessed: dict[str, str]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def search(actor: Any, text: str, *, kind: str = "", first: int = 0, limit: int = 6) -> Result:
    """Return what `actor` may find for `text`: per kind the hits after the `first`, at most `limit` of them."""
    wanted, guessed = _terms(text)
    if not wanted or not all(wanted):
        return Result([], guessed)
    groups: dict[str, Group] = {}
    for key, title, hint_sv, hint_en, url, of_kind in _rows(actor, wanted, kind, first, limit):
        subject = subject_of(key)
        if subject is None:
            continue
        group = groups.setdefault(key, Group(key, str(subject.label), of_kind))
        if title:
            group.hits.append(Hit(title, group.label, url, in_language(hint_sv, hint_en)))
    return Result([groups[one.key] for one in subjects() if one.key in groups], guessed)


def _rows(actor: Any, wanted: list[Terms], kind: str, first: int, limit: int) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "actor": actor.pk,
        "scopes": scopes_of(actor),
        "kind": kind,
        "first": first,
        "last": first + limit,
    }
    sets, joins = [], []
    for place, terms in enumerate(wanted):
        values |= {f"terms{place}": list(terms), f"scores{place}": list(terms.values())}
        sets.append(_MET.format(place=place))
        joins.append(f"join met{place} on met{place}.entry_id = entry.id")
    score = " + ".join(f"met{place}.score" for place in range(len(wanted)))
    sql = _ENTRIES.format(sets=", ".join(sets), joins=" ".join(joins), score=score)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def scopes_of(actor: Any) -> list[str]:
    """Return the texts "permission:path" that the actor has today, of the permissions that some subject asks for.

    After them those over single persons, whom an agreement shares alone.
    """
    permissions = sorted({name for one in subjects() for name in one.permissions})
    over_places = [f"{name}:{path}" for name in permissions for path in actor.paths_with(name)]
    return over_places + [alone(name, person) for name in permissions for person in actor.shared_people(name)]


def _terms(text: str) -> tuple[list[Terms], dict[str, str]]:
    """Return the vocabulary's terms for each typed word, and which words were guessed."""
    guessed: dict[str, str] = {}
    found: list[Terms] = []
    for word in _typed(text)[:MAX_WORDS]:
        terms = _spelt_so(word)
        if terms:
            found.append(terms)
        elif pieces := _pieces(word):
            found += pieces
        else:
            likely = _typos(word)
            if likely:
                guessed[word] = max(likely, key=lambda term: likely[term])
            found.append(likely)
    return found, guessed


def _typed(text: str) -> list[str]:
    """Return the words of `text`; an address or code that the index knows stays whole."""
    found: list[str] = []
    for piece in text.split():
        known = [whole for whole in wholes_of(piece) if SearchTerm.objects.filter(term__startswith=whole).exists()]
        found += known or words_of(piece)
    return list(dict.fromkeys(found))


def _spelt_so(word: str) -> Terms:
    """Return terms that are the word, begin with it, share its stem, or hold it as a part of a compound."""
    plain, root = fold(word), stem(word)
    met = Q(term__startswith=plain) | Q(stem=root)
    if len(plain) >= MIN_PIECE:
        met |= Q(term__contains=plain) | Q(term__contains=root) if len(root) >= MIN_PIECE else Q(term__contains=plain)
    rows = SearchTerm.objects.filter(met).order_by(Length("term"), "term").values_list("term", "stem")
    scored = {term: SCORES[_how(term, stem_of, plain, root)] for term, stem_of in rows[: MAX_TERMS * 4]}
    best = sorted(scored, key=lambda term: (-scored[term], len(term), term))[:MAX_TERMS]
    return {term: scored[term] for term in best}


def _how(term: str, stem_of: str, plain: str, root: str) -> str:
    if term == plain:
        return "exact"
    if term.startswith(plain):
        return "prefix"
    return "stem" if stem_of == root else "inside"


def _pieces(word: str) -> list[Terms]:
    """Return the terms of a compound's two pieces when both are known words: psykiatrimottagning finds "mottagning, psykiatri"."""
    tried = list(splits(word))
    names = {piece for pair in tried for piece in pair}
    roots = {piece: stem(piece) for piece in names}
    known = SearchTerm.objects.filter(Q(term__in=names) | Q(stem__in=set(roots.values()))).values_list("term", "stem")
    by_piece: dict[str, Terms] = {}
    for term, stem_of in known:
        for piece, root in roots.items():
            if piece == term or root == stem_of:
                by_piece.setdefault(piece, {})[term] = SCORES["exact"] if piece == term else SCORES["stem"]
    whole = [(left, right) for left, right in tried if left in by_piece and right in by_piece]
    if not whole:
        return []
    left, right = max(whole, key=lambda pair: (min(map(len, pair)), pair))
    return [by_piece[left], by_piece[right]]


def _typos(word: str) -> Terms:
    plain = fold(word)
    if len(plain) < MIN_PIECE:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TYPOS, {"word": plain, "slips": slips(plain), "limit": TYPO_TERMS})
        return {term: TYPO_SCORE * likeness for term, likeness in cursor.fetchall()}
