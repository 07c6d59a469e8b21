"""Swedish text as search terms: folded letters, stems, and the pieces that a compound may be made of."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

MIN_LETTERS = 2
MAX_LETTERS = 60
MIN_PIECE = 4  # shorter pieces of a compound would be anything: "per", "del", "ort"
MIN_SLIP_LETTERS = 6
_WORD = re.compile(r"[^\W_]+")
_SIGNS = "@./:-"
_WHOLE = re.compile(rf"[^\s,;()]*[{_SIGNS}][^\s,;()]*")  # vide@region.example, BT-20-2027-001
_APART = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Return `text`, a word, in small letters without rings, dots and accents: "Örebro" and "orebro" are the same to a searcher."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_APART)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:MAX_LETTERS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the folded Swedish stem: "avdelningarnas" and "avdelning" meet in "avdelning"."""
    return fold(_stemmer().stemWord(word.casefold()))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("swedish")


def words_of(text: str) -> list[str]:
    """Return the words of `text` as written but in small letters, each once, in order; single letters are left out."""
    found = [word for word in _WORD.findall(text.casefold()) if len(word) >= MIN_LETTERS]
    return list(dict.fromkeys(found))


def wholes_of(text: str) -> list[str]:
    """Return folded addresses, codes and numbers of `text` as a whole, beside the words that they are made of."""
    found = [fold(piece.strip(_SIGNS)) for piece in _WHOLE.findall(text)]
    return list(dict.fromkeys(piece for piece in found if any(sign in piece for sign in _SIGNS)))


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Yield the two folded pieces that a compound may be made of, with and without a joining s: psykiatri + mottagning."""
    plain = fold(word)
    for place in range(MIN_PIECE, len(plain) - MIN_PIECE + 1):
        left, right = plain[:place], plain[place:]
        yield left, right
        if left.endswith("s") and len(left) > MIN_PIECE:
            yield left[:-1], right


def slips(word: str) -> list[str]:
    """Return LIKE patterns of a word anywhere in a term with one slip: two letters swapped, one too many, too few or wrong.

    None for a word under six letters: nearly every term would be one slip away from some part of it.
    """
    if len(word) < MIN_SLIP_LETTERS:
        return []
    places = range(len(word))
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    too_many = {word[:at] + word[at + 1 :] for at in places}
    too_few = {f"{word[:at]}_{word[at:]}" for at in places[1:]}
    wrong = {f"{word[:at]}_{word[at + 1 :]}" for at in places[1:-1]}
    return [f"%{pattern}%" for pattern in sorted(swapped | too_many | too_few | wrong)]
