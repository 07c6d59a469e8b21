"""Telling people: once, in their own language, with the change that causes it, and never with a way out of Randa."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from randa.core.notifications import kinds
from randa.core.notifications.models import Notification
from randa.core.notifications.services import notify, notify_all, settle
from randa.core.notifications.services.notices import mark_all, mark_done, mark_read
from tests.factories import UserFactory
from tests.notifications.world import ASKS, NEWS

pytestmark = pytest.mark.django_db


def test_the_same_news_is_told_once_and_other_news_again() -> None:
    person = UserFactory.create()

    for cause in ("plan:1", "plan:1", "plan:2"):
        notify(person, NEWS, "Planen är publicerad", dedupe=cause)

    assert Notification.objects.filter(recipient=person).count() == 2


def test_without_a_cause_every_call_tells() -> None:
    person = UserFactory.create()

    notify(person, NEWS, "Planen är publicerad")
    notify(person, NEWS, "Planen är publicerad")

    assert Notification.objects.count() == 2


def test_what_did_not_happen_is_not_told() -> None:
    person = UserFactory.create()

    with transaction.atomic():
        notify(person, NEWS, "Planen är publicerad")
        transaction.set_rollback(True)

    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "x", "/ok/\n//evil"],
)
def test_a_way_out_of_randa_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="path of our own"):
        notify(UserFactory.create(), NEWS, "Planen", url=address)


def test_the_database_refuses_a_way_out_too() -> None:
    notify(UserFactory.create(), NEWS, "Planen", url="/placering/")

    with pytest.raises(IntegrityError, match="notification_url_is_our_own"):
        Notification.objects.update(url="//evil.example/")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        notify(UserFactory.create(), "test.nothing", "Planen")


def test_each_is_told_in_their_own_language(english: None) -> None:
    swede, briton = UserFactory.create(language="sv"), UserFactory.create(language="en")

    notify_all([swede, briton], NEWS, _("Skickat"))

    assert Notification.objects.get(recipient=swede).title == "Skickat"
    assert Notification.objects.get(recipient=briton).title == "Sent"


def test_who_has_left_is_told_nothing() -> None:
    notify(UserFactory.create(is_active=False), NEWS, "Planen")

    assert not Notification.objects.exists()


def test_telling_many_costs_as_many_queries_as_telling_one(django_assert_num_queries) -> None:
    few, many = [UserFactory.create()], [UserFactory.create() for _ in range(20)]

    for people in (few, many):
        with django_assert_num_queries(3):  # savepoint, insert, release
            notify_all(people, NEWS, "Planen")


def test_what_is_settled_is_done_for_everybody_and_not_mailed() -> None:
    people = [UserFactory.create(), UserFactory.create()]
    notify_all(people, ASKS, "Godkänn begäran", dedupe="request:1")
    notify_all(people, ASKS, "Godkänn begäran", dedupe="request:2")

    assert settle(ASKS, "request:1") == 2
    assert settle(ASKS, "request:1") == 0
    assert Notification.objects.filter(done_at__isnull=False, mail_due_at__isnull=True).count() == 2
    assert Notification.objects.filter(done_at__isnull=True, mail_due_at__isnull=False).count() == 2


def test_without_a_cause_nothing_is_settled() -> None:
    notify(UserFactory.create(), NEWS, "Planen")

    assert settle(NEWS, "") == 0


def test_news_that_has_been_read_is_not_mailed_but_a_question_still_is() -> None:
    person = UserFactory.create()
    notify(person, NEWS, "Planen")
    notify(person, ASKS, "Godkänn begäran")

    for one in Notification.objects.all():
        mark_read(actor=person, notification=one)

    assert Notification.objects.get(kind=NEWS).mail_due_at is None
    assert Notification.objects.get(kind=ASKS).mail_due_at is not None


def test_nobody_marks_what_is_addressed_to_another() -> None:
    notify(UserFactory.create(), NEWS, "Planen")
    notification = Notification.objects.get()
    stranger = UserFactory.create()

    mark_read(actor=stranger, notification=notification)
    mark_done(actor=stranger, notification=notification)
    mark_all(actor=stranger, done=True)

    notification.refresh_from_db()
    assert (notification.read_at, notification.done_at) == (None, None)


def test_done_can_be_taken_back() -> None:
    person = UserFactory.create()
    notify(person, NEWS, "Planen")
    notification = Notification.objects.get()

    mark_done(actor=person, notification=notification)
    mark_done(actor=person, notification=notification, done=False)

    notification.refresh_from_db()
    assert notification.done_at is None
    assert notification.read_at is not None


def test_marking_all_of_one_kind_leaves_the_others() -> None:
    person = UserFactory.create()
    notify(person, NEWS, "Planen")
    notify(person, ASKS, "Godkänn begäran")

    assert mark_all(actor=person, kind=NEWS, done=True) == 1

    assert [one.kind for one in Notification.objects.filter(done_at__isnull=True)] == [ASKS]


def test_a_kind_has_one_meaning_and_a_mandatory_one_is_never_off() -> None:
    with pytest.raises(ValueError, match="registered already"):
        kinds.register(kinds.Kind(NEWS, "Annat"))
    with pytest.raises(ValueError, match="mandatory"):
        kinds.register(kinds.Kind("test.off", "Av", kinds.Channel.OFF, mandatory=True))
