"""Markings warn, copies hide for real, refusals say why."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from randa.core.audit.models import AuditEvent
from randa.records.errors import AlreadyMarkedError, PassageNotFoundError
from randa.records.masking import Mask, mask
from randa.records.models import RegisteredDocument
from randa.records.papers import refusal_paper
from randa.records.sections import appeal_words, sections
from randa.records.services import Cover, lift_marking, mark_secret, refuse_release, release_copy
from tests.factories import UserFactory
from tests.records.world import SECRET, TODAY, registered, registrar, text_file

SECTION = "OSL 39 kap. 2 §"


def _pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_every_occurrence_is_masked_over_line_breaks_and_in_capitals() -> None:
    masked = mask("Ek Modig kom.\nSedan gick EK\n  MODIG hem.", [Mask("Ek Modig", SECTION)])

    assert masked.text == f"[maskat enligt {SECTION}] kom.\nSedan gick [maskat enligt {SECTION}] hem."
    assert masked.counts == {SECTION: 2}


def test_passages_in_and_over_each_other_leave_nothing_between() -> None:
    masked = mask(
        "abc def ghi jkl", [Mask("def ghi", SECTION), Mask("ghi jkl", "OSL 39 kap. 3 §"), Mask("ghi", SECTION)]
    )

    assert masked.text == f"abc [maskat enligt {SECTION}]"


def test_the_length_of_what_is_masked_is_not_told() -> None:
    assert (
        mask("Alm är sjuk.", [Mask("Alm", SECTION)]).text
        == mask("Kastanjeblad är sjuk.", [Mask("Kastanjeblad", SECTION)]).text
    )


def test_a_passage_that_is_not_there_stops_the_copy() -> None:
    with pytest.raises(PassageNotFoundError, match="Passage 2"):
        mask("Alm är här.", [Mask("Alm", SECTION), Mask("Almm", SECTION)])


@pytest.mark.django_db
def test_what_is_masked_is_nowhere_in_the_bytes_of_the_copy() -> None:
    actor, place = registrar()
    text = f"Brevet gäller {SECRET}\nhos en anställd."
    document = registered(
        actor, place, concerns=f"Om {SECRET}", counterpart=f"Fru {SECRET}", content=text_file(text, f"{SECRET}.txt")
    )

    copy = release_copy(
        actor=actor, document=document, text=text, masks=[Mask(SECRET, SECTION)],
        cover=Cover(concerns=True, counterpart=True, section=SECTION),
    )  # fmt: skip

    file = copy.files.get()
    shown = _pdf_text(bytes(file.content))
    assert SECRET not in shown
    assert SECRET not in f"{file.name} {copy.concerns} {copy.counterpart}"
    assert SECRET.encode() not in bytes(file.content)
    assert "Brevet gäller [maskat enligt" in " ".join(shown.split())
    assert SECRET not in str(PdfReader(io.BytesIO(bytes(file.content))).metadata)
    assert SECRET not in str(list(AuditEvent.objects.values()))


@pytest.mark.django_db
def test_a_copy_is_a_document_of_its_own_and_the_original_is_untouched() -> None:
    actor, place = registrar()
    document = registered(actor, place, content=text_file("Allt öppet"))

    copy = release_copy(actor=actor, document=document, text="Allt öppet", masks=[], cover=Cover())

    assert (copy.mark, copy.direction, copy.released_from) == ("UTB 2027/2", RegisteredDocument.Direction.OUT, document)
    assert bytes(document.files.get().content) == b"Allt \xc3\xb6ppet"


@pytest.mark.django_db
def test_a_marking_has_section_day_and_authority_and_can_be_lifted_but_not_forgotten() -> None:
    actor, place = registrar()
    document = registered(actor, place)

    marking = mark_secret(actor=actor, document=document, section=SECTION)
    with pytest.raises(AlreadyMarkedError):
        mark_secret(actor=actor, document=document, section=SECTION)
    lift_marking(actor=actor, marking=marking)
    lift_marking(actor=actor, marking=marking)
    mark_secret(actor=actor, document=document, section=SECTION)

    assert (marking.section, marking.on, marking.authority) == (SECTION, TODAY, place.name)
    assert document.markings.count() == 2
    assert AuditEvent.objects.filter(action="document.unmarked").count() == 1


@pytest.mark.django_db
def test_a_marking_hides_nothing_by_itself_and_stops_no_copy() -> None:
    actor, place = registrar()
    document = registered(actor, place)
    mark_secret(actor=actor, document=document, section=SECTION)

    copy = release_copy(actor=actor, document=document, text="", masks=[], cover=Cover())

    assert "Skrivelse om utbildningsplatser" in _pdf_text(bytes(copy.files.get().content))


@pytest.mark.django_db
def test_a_refusal_says_why_and_how_to_appeal() -> None:
    actor, place = registrar()
    document = registered(actor, place)

    refusal = refuse_release(
        actor=actor,
        document=document,
        requested_on=TODAY,
        section=SECTION,
        reason="Risk för men.",
        appeal="Skriv till oss.",
    )
    paper = _pdf_text(refusal_paper(refusal))

    assert all(words in paper for words in ("UTB 2027/1", SECTION, "Risk för men.", "Skriv till oss.", place.name))


@pytest.mark.django_db
def test_only_the_registrar_marks_releases_and_refuses() -> None:
    document = registered(*registrar())
    stranger = UserFactory.create()

    with pytest.raises(PermissionDenied):
        mark_secret(actor=stranger, document=document, section=SECTION)
    with pytest.raises(PermissionDenied):
        release_copy(actor=stranger, document=document, text="", masks=[], cover=Cover())
    with pytest.raises(PermissionDenied):
        refuse_release(actor=stranger, document=document, requested_on=TODAY, section=SECTION, reason="x", appeal="y")


def test_what_is_not_verified_says_so_where_it_is_chosen() -> None:
    unsure = [one for one in sections() if one.provenance == "c"]

    assert unsure
    assert all("overifierad uppgift" in one.label for one in unsure)
    assert appeal_words()[1] == "c"
