"""Swedish text becomes terms that meet: with or without dots, in any form of the word, whole or in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.core.search.words import fold, splits, stem, wholes_of, words_of


@pytest.mark.parametrize(("typed", "written"), [("orebro", "Örebro"), ("ASTROM", "Åström"), ("soren", "Sørén")])
def test_letters_meet_with_and_without_their_signs(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [("avdelning", "avdelningarnas"), ("klinik", "klinikerna"), ("placering", "placeringar"), ("läkare", "läkarna")],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_are_taken_once_in_order_without_single_letters() -> None:
    assert words_of("Vuxenpsykiatri, avd. B 2 – Vuxenpsykiatri 12") == ["vuxenpsykiatri", "avd", "12"]


def test_codes_and_addresses_stay_whole_beside_their_words() -> None:
    assert wholes_of("BT-20-2027-001 (vide.ek@region.example), Falun.") == ["bt-20-2027-001", "vide.ek@region.example"]


def test_a_compound_is_tried_in_two_pieces_with_and_without_a_joining_s() -> None:
    assert ("psykiatri", "mottagning") in set(splits("Psykiatrimottagning"))
    assert ("avdelning", "chef") in set(splits("avdelningschef"))
    assert list(splits("akut")) == []


@given(st.text(max_size=200) | st.text("ßæﷺå", max_size=80))
def test_any_text_is_taken_apart_and_no_term_is_longer_than_its_column(text: str) -> None:
    for word in words_of(text):
        assert len(fold(word)) > 0
    for term in [*wholes_of(text), *map(stem, words_of(text))]:
        assert len(term) <= 60
