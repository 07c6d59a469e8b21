"""Register numbers: in a row per authority and year, once for each thing, never changed."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from randa.core.audit.models import AuditEvent
from randa.records.errors import AlreadyRegisteredError, LateDayError, PublicWordsMissingError
from randa.records.models import RegisteredDocument
from randa.records.services import Link, change_line, register_document
from tests.factories import OrganisationFactory, UserFactory
from tests.records.world import TODAY, line, registered, registrar

LINK = Link("removal", "7", "Gallring", "/personuppgifter/")


@pytest.mark.django_db
def test_numbers_follow_each_other_in_each_authority_and_year() -> None:
    one, first = registrar()
    other, second = registrar()

    marks = [registered(one, first).mark, registered(one, first).mark, registered(other, second).mark]

    assert marks == ["UTB 2027/1", "UTB 2027/2", "UTB 2027/1"]


@pytest.mark.django_db
def test_a_refused_document_leaves_no_gap() -> None:
    actor, place = registrar()
    registered(actor, place)
    with pytest.raises(PublicWordsMissingError):
        registered(actor, place, concerns_apart=True)
    register_document(actor=actor, organisation=place, line=line(), link=LINK)
    with pytest.raises(AlreadyRegisteredError):
        register_document(actor=actor, organisation=place, line=line(), link=LINK)

    assert registered(actor, place).number == 3


@pytest.mark.django_db(transaction=True)
def test_registrars_at_the_same_time_get_numbers_without_gaps_or_twins() -> None:
    actor, place = registrar()
    begin, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            begin.wait()
            for _round in range(3):
                registered(actor, place)
        except Exception as error:  # noqa: BLE001 - the test reports it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(RegisteredDocument.objects.values_list("number", flat=True)) == list(range(1, 13))


@pytest.mark.django_db
def test_a_thing_is_registered_by_one_authority_only() -> None:
    first, place = registrar()
    second, elsewhere = registrar()
    register_document(actor=first, organisation=place, line=line(), link=LINK)

    with pytest.raises(AlreadyRegisteredError, match=f"UTB 2027/1 hos {place.name}"):
        register_document(actor=second, organisation=elsewhere, line=line(), link=LINK)


@pytest.mark.django_db
def test_nobody_registers_at_another_authority() -> None:
    actor, _place = registrar()

    with pytest.raises(PermissionDenied):
        registered(actor, OrganisationFactory.create())
    with pytest.raises(PermissionDenied):
        registered(UserFactory.create(), OrganisationFactory.create())


@pytest.mark.django_db
def test_a_document_cannot_come_in_tomorrow() -> None:
    actor, place = registrar()

    assert registered(actor, place, on=TODAY).on == TODAY
    with pytest.raises(LateDayError):
        registered(actor, place, on=TODAY + dt.timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"number": 9}, {"mark": "UTB 2027/9"}])
def test_the_database_refuses_to_change_a_number(change: dict[str, object]) -> None:
    document = registered(*registrar())

    with pytest.raises(DatabaseError), transaction.atomic():
        RegisteredDocument.objects.filter(pk=document.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        document.delete()


@pytest.mark.django_db
def test_a_correction_keeps_the_number_and_tells_the_log_what_but_never_the_words_kept_apart() -> None:
    actor, place = registrar()
    document = registered(actor, place, counterpart="Ek Avskild", counterpart_apart=True)

    change_line(
        actor=actor, document=document, reason="Felskrivet",
        line=line(counterpart="Alm Avskild", counterpart_apart=True, concerns="Ny mening"),
    )  # fmt: skip

    document.refresh_from_db()
    assert (document.mark, document.counterpart) == ("UTB 2027/1", "Alm Avskild")
    event = AuditEvent.objects.get(action="document.corrected")
    assert event.after["corrected"] == ["concerns", "counterpart"]
    assert "Avskild" not in f"{list(AuditEvent.objects.values())}"
