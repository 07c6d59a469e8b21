"""The database itself keeps notifications, mail and choices to their person, past all code of ours."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from randa.core.access.row_security import as_person
from randa.core.notifications.models import (
    MailSettings,
    Notification,
    OutgoingMail,
    Preference,
    ReturnedAddress,
    Snooze,
)
from randa.core.notifications.services import notify, settle
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.notifications.world import ASKS, NEWS

pytestmark = pytest.mark.django_db


def test_one_reads_ones_own_rows_and_nobody_elses() -> None:
    own, other = UserFactory.create(), UserFactory.create()
    for person in (own, other):
        notify(person, NEWS, "Planen")
        OutgoingMail.objects.create(recipient=person, address=person.email)
        MailSettings.objects.create(person=person)
        Preference.objects.create(person=person, kind=NEWS, channel="off")
        ReturnedAddress.objects.create(person=person, address=person.email, last_at=timezone.now())
        Snooze.objects.create(person=person, task="x", until="2027-01-12")

    with as_person(own.pk):
        found = [
            set(model.objects.values_list(field, flat=True))
            for model, field in (
                (Notification, "recipient"),
                (OutgoingMail, "recipient"),
                (MailSettings, "person"),
                (Preference, "person"),
                (ReturnedAddress, "person"),
                (Snooze, "person"),
            )
        ]

    assert found == [{own.pk}] * 6


def test_one_tells_another_person_and_cannot_read_it_back_or_change_it() -> None:
    own, other = UserFactory.create(), UserFactory.create()

    with as_person(own.pk):
        notify(other, NEWS, "Planen", dedupe="plan:1")
        notify(other, NEWS, "Planen", dedupe="plan:1")
        seen, changed = Notification.objects.count(), Notification.objects.update(title="Annat")

    assert (seen, changed) == (0, 0)
    assert Notification.objects.get().recipient == other


def test_what_one_settles_is_settled_for_everybody() -> None:
    own, other = UserFactory.create(), UserFactory.create()
    notify(other, ASKS, "Godkänn", dedupe="request:1")

    with as_person(own.pk):
        assert settle(ASKS, "request:1") == 1


def test_nobody_writes_mail_in_the_workers_name() -> None:
    person = UserFactory.create()

    with as_person(person.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        OutgoingMail.objects.create(recipient=person, address="annan@test.example")


def test_broken_addresses_are_seen_by_whoever_mends_people_they_may_see() -> None:
    region = OrganisationFactory.create()
    here = person_with("people.view", at=region)
    elsewhere = UserFactory.create()
    for person in (here, elsewhere):
        ReturnedAddress.objects.create(person=person, address=person.email, last_at=timezone.now())
    mender = person_with("people.view", "people.edit", at=region)
    reader = person_with("people.view", at=region)

    with as_person(mender.pk):
        assert [one.person_id for one in ReturnedAddress.objects.filter(person=here)] == [here.pk]
    with as_person(reader.pk):
        assert not ReturnedAddress.objects.exists()
