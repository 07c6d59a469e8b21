"""How well texts about patients are told from others, measured on sentences written for it."""

import tomllib
from pathlib import Path

from randa.core.freetext import patient_data_warnings
from randa.core.freetext.patients import signals

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def test_sentences_that_single_out_a_patient_warn() -> None:
    missed = [one for one in SENTENCES["about_a_patient"] if not patient_data_warnings(one)]

    assert missed == []


def test_everyday_sentences_about_training_do_not_warn() -> None:
    false = [(one, found) for one in SENTENCES["not_about_a_patient"] if (found := patient_data_warnings(one))]

    assert false == []


def test_every_signal_says_how_sure_it_is() -> None:
    assert [one.key for one in signals() if one.provenance not in {"a", "b", "c"} or not one.source] == []


def test_a_sign_in_one_sentence_and_a_word_in_another_are_not_put_together() -> None:
    assert patient_data_warnings("Du möter patienten med respekt. Läkaren är 47 år.") == []
