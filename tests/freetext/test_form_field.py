"""The field: refusing, asking once, and keeping what was typed."""

from django import forms
from django.template import Context, Template

from randa.core.freetext import FreeTextField
from randa.core.freetext.forms import CHECKED

ABOUT_SOMEBODY = "Patienten, 82 år, föll."


class ReasonForm(forms.Form):
    reason = FreeTextField(label="Skäl", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    rows = FreeTextField(label="Rader", required=False, asks=False)


def _page(form: forms.Form) -> str:
    return Template("{% load ui %}{% field form.reason %}").render(Context({"form": form}))


def test_a_text_without_numbers_and_patients_passes() -> None:
    form = ReasonForm({"reason": "  Avdelningen stänger v. 28.  "})

    assert form.is_valid()
    assert form.cleaned_data["reason"] == "Avdelningen stänger v. 28."
    assert CHECKED not in _page(form)


def test_a_refused_text_stays_in_the_form() -> None:
    form = ReasonForm({"reason": "Gäller 811218-9876, hela texten."})

    assert not form.is_valid()
    assert "personnummer" in str(form.errors["reason"])
    assert "Gäller 811218-9876, hela texten." in _page(form)


def test_what_looks_like_a_patient_is_asked_about_once_and_then_taken() -> None:
    asked = ReasonForm({"reason": ABOUT_SOMEBODY})
    answered = ReasonForm({"reason": ABOUT_SOMEBODY, f"reason{CHECKED}": "1"})

    assert not asked.is_valid()
    assert "Jag har kontrollerat att ingen patient kan kännas igen" in _page(asked)
    assert ABOUT_SOMEBODY in _page(asked)
    assert answered.is_valid()


def test_the_answer_does_not_let_a_number_through() -> None:
    form = ReasonForm({"reason": "Patienten 811218-9876", f"reason{CHECKED}": "1"})

    assert not form.is_valid()


def test_pasted_rows_are_not_asked_about_but_numbers_are_refused() -> None:
    fine = ReasonForm({"reason": "Ny rad", "rows": ABOUT_SOMEBODY})
    refused = ReasonForm({"reason": "Ny rad", "rows": "811218-9876"})

    assert fine.is_valid()
    assert not refused.is_valid()


def test_an_empty_form_asks_nothing() -> None:
    assert CHECKED not in _page(ReasonForm())
    assert CHECKED not in _page(ReasonForm(initial={"reason": ABOUT_SOMEBODY}))
