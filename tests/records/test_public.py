"""The register that anybody may ask to read holds no secret, however one searches."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from randa.core.access.row_security import as_person
from randa.core.search.models import SearchEntry, SearchTerm
from randa.core.search.queries import search
from randa.core.search.services import refresh_all_stale
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.records.models import DocumentFile, Refusal, Register, RegisteredDocument, SecrecyMarking
from randa.records.papers import register_paper
from randa.records.queries import year_of
from randa.records.services import change_line, mark_secret
from tests.conftest import SignedInClient
from tests.factories import UserFactory
from tests.records.world import SECRET, line, registered, registrar, text_file


def _kept_apart(actor: User, place: Organisation) -> RegisteredDocument:
    document = registered(
        actor, place, concerns=f"Om {SECRET}", concerns_apart=True, concerns_public="Personalärende",
        counterpart=f"Fru {SECRET}", counterpart_apart=True, content=text_file(f"Mer om {SECRET}", f"{SECRET}.txt"),
    )  # fmt: skip
    mark_secret(actor=actor, document=document, section="OSL 39 kap. 2 §", note=f"gäller {SECRET}")
    return document


@pytest.mark.django_db
def test_no_secret_word_stands_in_the_register_or_its_exports(client: SignedInClient) -> None:
    actor, place = registrar()
    document = _kept_apart(actor, place)
    client.force_login(actor)

    pages = [client.get(f"/handlingar/{query}").content for query in ("", "?export=csv", "?export=xlsx")]
    paper = PdfReader(io.BytesIO(register_paper(place, year_of(place, 2027), 2027)))

    assert b"Personal" in pages[0]
    assert all(SECRET.encode() not in page for page in pages)
    assert SECRET not in "".join(page.extract_text() for page in paper.pages)
    assert document.mark in "".join(page.extract_text() for page in paper.pages)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [SECRET, SECRET[:5], SECRET.lower(), f"Fru {SECRET}", f"Om {SECRET}"])
def test_no_secret_word_finds_its_document_in_the_register(client: SignedInClient, typed: str) -> None:
    actor, place = registrar()
    document = _kept_apart(actor, place)
    client.force_login(actor)

    answer = client.get("/handlingar/", {"q": typed}).content.decode()
    found = client.get("/handlingar/", {"q": "Personal"}).content.decode()

    assert document.mark not in answer
    assert document.mark in found


@pytest.mark.django_db
def test_no_secret_word_is_in_the_index_of_the_whole_search() -> None:
    actor, place = registrar()
    _kept_apart(actor, place)
    refresh_all_stale()

    assert search(actor, SECRET, limit=5).groups == []
    assert [hit.label for group in search(actor, "personalärende", limit=5).groups for hit in group.hits] == [
        "UTB 2027/1 Personalärende"
    ]
    assert not SearchTerm.objects.filter(term__icontains=SECRET[:6]).exists()
    assert SECRET not in str(list(SearchEntry.objects.values()))


@pytest.mark.django_db
def test_words_that_become_secret_leave_the_index() -> None:
    actor, place = registrar()
    document = registered(actor, place, concerns=f"Om {SECRET}")
    refresh_all_stale()
    assert search(actor, SECRET, limit=5).groups != []

    change_line(
        actor=actor, document=document, reason="Sekretess",
        line=line(concerns=f"Om {SECRET}", concerns_apart=True, concerns_public="Ett ärende"),
    )  # fmt: skip
    refresh_all_stale()

    assert search(actor, SECRET, limit=5).groups == []
    assert not SearchTerm.objects.filter(term__icontains=SECRET[:6]).exists()


@pytest.mark.django_db
def test_another_authoritys_documents_are_not_found() -> None:
    actor, place = registrar()
    registered(actor, place, concerns="Utbildningsavtal")
    other, _elsewhere = registrar()
    refresh_all_stale()

    assert search(other, "utbildningsavtal", limit=5).groups == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Register, RegisteredDocument, DocumentFile, SecrecyMarking, Refusal])
def test_the_database_keeps_a_register_from_everybody_else(model: type) -> None:
    actor, place = registrar()
    document = _kept_apart(actor, place)
    from randa.records.services import refuse_release
    from tests.records.world import TODAY

    refuse_release(actor=actor, document=document, requested_on=TODAY, section="x", reason="y", appeal="z")
    other, _elsewhere = registrar()

    with as_person(actor.pk):
        assert model.objects.count() == 1
    for stranger in (other, UserFactory.create()):
        with as_person(stranger.pk):
            assert model.objects.count() == 0


@pytest.mark.django_db
def test_the_list_asks_as_many_questions_for_three_documents_as_for_one(client: SignedInClient) -> None:
    actor, place = registrar()
    client.force_login(actor)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            registered(actor, place, content=text_file())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/handlingar/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
