"""Saying a refusal where the person who filled in a form looks for it."""

from django import forms

from randa.core.errors import DomainError


def put_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentence at the field that it is about, above the form when it is about none of its fields."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
