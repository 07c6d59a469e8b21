"""No form and no column for people's own words is left without the guard."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.db import models

import randa
from randa.core.freetext import FreeTextField, IdentityNumberInTextError
from randa.core.freetext.fields import Guarded, GuardedCharField
from randa.core.secrets_at_rest import EncryptedTextField
from randa.training.models import Programme
from tests.factories import ProgrammeFactory, UserFactory

OWN_WORDS = re.compile(
    r"reason|comment|message|description|note|notes|because|answer|about|demand|measures|processors|body|concerns|skal"
    r"|^text$|title$|decision$|source$|decided_by$",
)
# Columns and fields with such a name, or a large box, that hold no sentence of a person.
NO_WORDS_OF_PEOPLE = {
    "identity.LoginAttempt.reason": "a key of a list",
    "core_search.SearchEntry.title": "made of columns that are guarded",
    "organisations.PublishedTable.title": "reference data",
    "people.Invitation.bounce_reason": "a mail server's answer",
    "integrations.Delivery.answer": "what another system answered",
    "integrations.Delivery.body": "made of ids and codes",
    "integrations.Delivery.message_id": "a number of the log",
    "integrations.AnsweredCall.answer": "made of columns that are guarded",
    "metadata_xml": "a federation's XML",
    "metadata_signed_by": "a certificate",
    "content": "the text of a document to be released, which is not kept",
}


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(randa.__path__, "randa."):
        name = module.name
        if not module.ispkg and (re.search(r"form|samples", name.rpartition(".")[2]) or ".views" in name):
            yield name


def _forms() -> set[type[forms.BaseForm]]:
    for name in _modules():
        importlib.import_module(name)
    found, wait = set(), [forms.BaseForm]
    while wait:
        for one in wait.pop().__subclasses__():
            wait.append(one)
            if one.__module__.startswith("randa."):
                found.add(one)
    return found


def test_every_form_guards_what_people_write_in_their_own_words() -> None:
    checked, bare = 0, []
    for form in _forms():
        for name, field in getattr(form, "base_fields", {}).items():
            is_text = type(field) is forms.CharField or isinstance(field, FreeTextField)
            has_words = isinstance(field.widget, forms.Textarea) or OWN_WORDS.search(name)
            if not is_text or not has_words or name in NO_WORDS_OF_PEOPLE:
                continue
            checked += 1
            if not isinstance(field, FreeTextField):
                bare.append(f"{form.__module__}.{form.__name__}.{name}")

    assert checked > 20
    assert bare == []


def test_every_column_of_free_text_is_guarded() -> None:
    checked, bare = 0, []
    for model in apps.get_models():
        if not model.__module__.startswith("randa."):
            continue
        for field in model._meta.get_fields():
            label = f"{model._meta.label}.{getattr(field, 'name', '')}"
            if not isinstance(field, models.CharField | models.TextField) or isinstance(field, EncryptedTextField):
                continue
            if field.choices or label in NO_WORDS_OF_PEOPLE or not OWN_WORDS.search(field.name):
                continue
            checked += 1
            if not isinstance(field, Guarded):
                bare.append(label)

    assert checked > 30
    assert bare == []


@pytest.mark.django_db
def test_no_way_of_writing_a_row_lets_a_number_in() -> None:
    programme = ProgrammeFactory.create()
    programme.note = "Gäller 811218-9876"

    with pytest.raises(IdentityNumberInTextError):
        programme.save()
    with pytest.raises(IdentityNumberInTextError):
        Programme.objects.filter(pk=programme.pk).update(note="811218-9876")
    with pytest.raises(IdentityNumberInTextError):
        Programme.objects.bulk_update([programme], ["note"])
    with pytest.raises(IdentityNumberInTextError):
        Programme.objects.bulk_create([ProgrammeFactory.build(region=programme.region, note="8112189876")])


@pytest.mark.django_db
def test_a_number_that_lies_in_the_database_is_read_covered(django_db_blocker: object) -> None:
    from django.db import connection

    programme = ProgrammeFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("update training_programme set note = %s where id = %s", ["Se 811218-9876", programme.pk])

    assert Programme.objects.get(pk=programme.pk).note == "Se ••••••-••••"
    assert list(Programme.objects.filter(pk=programme.pk).values_list("note", flat=True)) == ["Se ••••••-••••"]


@pytest.mark.django_db
def test_the_reason_of_any_change_is_guarded_in_the_log() -> None:
    from randa.core.audit.services import record

    person = UserFactory.create()

    with pytest.raises(IdentityNumberInTextError):
        record(person, "account.changed", person, reason="Fel på 811218-9876")


def test_a_guarded_column_changes_no_table() -> None:
    _name, path, _args, kwargs = GuardedCharField(max_length=30).deconstruct()

    assert (path, kwargs) == ("django.db.models.CharField", {"max_length": 30})
