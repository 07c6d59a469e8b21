"""One mail lists everything that is due, by each person's choices: a reminder a day at most, and none when it is done."""

import datetime as dt
import threading

import pytest
from django.core import mail as outbox
from django.db import connection

from randa.core.notifications.kinds import Channel
from randa.core.notifications.models import MailSettings, Notification, OutgoingMail, ReturnedAddress
from randa.core.notifications.services import notify
from randa.core.notifications.services import post as post_module
from randa.core.notifications.services import sending as sending_module
from randa.core.notifications.services.choices import choose
from randa.core.notifications.services.notices import mark_done, mark_read
from randa.core.notifications.services.post import gather_due
from randa.core.notifications.services.sending import deliver_due
from randa.people.models import User
from tests.factories import UserFactory
from tests.notifications.world import ALARM, ASKS, NEWS, OFFER, QUIET, SECRET

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2027, 1, 11, 11, 0, tzinfo=dt.UTC)  # noon in Sweden
DAY = dt.timedelta(days=1)
TUESDAY_MORNING = dt.datetime(2027, 1, 12, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def person() -> User:
    return UserFactory.create(email="vide@test.example", given_name="Vide")


def tell(person: User, kind: str, title: str, at: dt.datetime = MONDAY, **more: str) -> Notification:
    """Tell somebody at a given moment, and let the worker look at it then."""
    before = set(Notification.objects.values_list("pk", flat=True))
    notify(person, kind, title, **more)
    made = Notification.objects.exclude(pk__in=before).get()
    Notification.objects.filter(pk=made.pk).update(created_at=at, mail_due_at=at)
    made.refresh_from_db()
    return made


def subjects() -> list[str]:
    return [one.subject for one in outbox.outbox]


def test_news_waits_for_the_morning_and_one_mail_lists_it_all(person: User) -> None:
    tell(person, NEWS, "Planen är publicerad")
    tell(person, ASKS, "Godkänn begäran", MONDAY + dt.timedelta(hours=3))

    deliver_due(MONDAY + dt.timedelta(hours=3))
    assert subjects() == []
    deliver_due(TUESDAY_MORNING)

    (mail,) = outbox.outbox
    assert mail.subject == "Randa: 2 saker att titta på"
    assert mail.to == ["vide@test.example"]
    for text in (mail.body, mail.alternatives[0][0]):
        assert "Planen är publicerad" in text
        assert "Godkänn begäran" in text


def test_an_offer_leaves_at_once_in_the_day_and_a_burst_is_one_mail(person: User) -> None:
    tell(person, OFFER, "En plats i Provlän")
    tell(person, OFFER, "En plats i Lillköping")

    deliver_due(MONDAY)

    assert subjects() == ["Randa: 2 saker att titta på"]
    assert OutgoingMail.objects.get().digest_on is None


def test_in_quiet_hours_an_offer_waits_and_an_alarm_does_not(person: User) -> None:
    evening = MONDAY + dt.timedelta(hours=9)
    tell(person, OFFER, "En plats", evening)
    tell(person, ALARM, "Ny inloggning", evening)

    deliver_due(evening)
    assert subjects() == ["Randa: Ny inloggning"]
    deliver_due(TUESDAY_MORNING)

    assert subjects() == ["Randa: Ny inloggning", "Randa: En plats"]


def test_a_second_reminder_of_the_day_waits_until_tomorrow_whatever_module_it_is_about(person: User) -> None:
    tell(person, NEWS, "Först")
    deliver_due(MONDAY)
    deliver_due(TUESDAY_MORNING)
    tell(person, NEWS, "Sedan", TUESDAY_MORNING + dt.timedelta(hours=1))
    Notification.objects.filter(title="Sedan").update(channel=Channel.DAILY)  # as if due again the same day

    deliver_due(TUESDAY_MORNING + dt.timedelta(hours=2))
    assert subjects() == ["Randa: Först"]
    deliver_due(TUESDAY_MORNING + DAY)

    assert subjects() == ["Randa: Först", "Randa: Sedan"]


def test_an_offer_leaves_also_on_a_day_that_has_had_its_reminder(person: User) -> None:
    tell(person, NEWS, "Först")
    deliver_due(MONDAY)
    deliver_due(TUESDAY_MORNING)
    tell(person, OFFER, "En plats", TUESDAY_MORNING + dt.timedelta(hours=1))

    deliver_due(TUESDAY_MORNING + dt.timedelta(hours=1))

    assert subjects() == ["Randa: Först", "Randa: En plats"]


def test_what_is_read_or_done_before_the_mail_leaves_is_not_in_it(person: User) -> None:
    read, done, left = (tell(person, NEWS, title) for title in ("Läst", "Klar", "Kvar"))
    deliver_due(MONDAY)
    mark_read(actor=person, notification=read)
    mark_done(actor=person, notification=done)

    deliver_due(TUESDAY_MORNING)

    assert subjects() == ["Randa: Kvar"]
    assert left.title == "Kvar"


def test_what_is_done_between_gathering_and_sending_is_not_sent(person: User) -> None:
    offer = tell(person, OFFER, "En plats")
    gather_due(MONDAY)
    mark_done(actor=person, notification=offer)

    deliver_due(MONDAY)

    assert subjects() == []
    assert OutgoingMail.objects.get().state == OutgoingMail.State.DROPPED


def test_a_question_nobody_answers_is_asked_again_after_its_days_three_times_at_most(person: User) -> None:
    question = tell(person, ASKS, "Godkänn begäran")
    mark_read(actor=person, notification=question)

    for day in range(40):
        deliver_due(MONDAY + day * DAY)
        deliver_due(TUESDAY_MORNING + day * DAY)

    days = list(OutgoingMail.objects.order_by("digest_on").values_list("digest_on", flat=True))
    assert days == [dt.date(2027, 1, 12) + dt.timedelta(days=7 * n) for n in range(4)]


def test_a_question_that_is_answered_is_not_asked_again(person: User) -> None:
    question = tell(person, ASKS, "Godkänn begäran")
    deliver_due(MONDAY)
    deliver_due(TUESDAY_MORNING)
    mark_done(actor=person, notification=question)

    deliver_due(TUESDAY_MORNING + 7 * DAY)

    assert len(outbox.outbox) == 1


def test_a_private_kind_says_only_what_it_is_about(person: User) -> None:
    tell(person, SECRET, "Vide behöver öva mer på akuten", body="Bedömningen säger …", url="/placering/")
    deliver_due(MONDAY)
    deliver_due(TUESDAY_MORNING)

    (mail,) = outbox.outbox
    whole = str(mail.message())
    assert mail.subject == "Randa: Bedömningar"
    assert "akuten" not in mail.body
    assert "akuten" not in mail.alternatives[0][0]
    assert "/placering/" not in whole


def test_the_text_of_a_notification_stays_in_the_application(person: User) -> None:
    tell(person, OFFER, "En plats", body="Hos överläkare Påhittad")

    deliver_due(MONDAY)

    assert "Påhittad" not in outbox.outbox[0].body + outbox.outbox[0].alternatives[0][0]


def test_a_kind_that_is_off_never_leaves(person: User) -> None:
    notification = tell(person, QUIET, "Bara här")

    deliver_due(MONDAY)
    deliver_due(TUESDAY_MORNING)

    notification.refresh_from_db()
    assert (subjects(), notification.mail_due_at) == ([], None)


def test_a_choice_holds_from_now_also_for_what_already_waits(person: User) -> None:
    tell(person, NEWS, "Planen")
    deliver_due(MONDAY)
    choose(actor=person, channels={NEWS: Channel.INSTANT}, digest_hour=7, weekday=0, quiet=None)
    Notification.objects.update(mail_due_at=MONDAY)

    deliver_due(MONDAY)

    assert subjects() == ["Randa: Planen"]


def test_the_weekly_mail_waits_for_its_day(person: User) -> None:
    choose(actor=person, channels={NEWS: Channel.WEEKLY}, digest_hour=8, weekday=3, quiet=(19, 7))
    tell(person, NEWS, "Planen")

    for hour in range(24 * 4):
        deliver_due(MONDAY + dt.timedelta(hours=hour))

    assert OutgoingMail.objects.get().sent_at == dt.datetime(2027, 1, 14, 7, 0, tzinfo=dt.UTC)


def test_mail_is_written_in_the_persons_language(english: None) -> None:
    person = UserFactory.create(language="en", given_name="Robin")
    tell(person, OFFER, "A place")

    deliver_due(MONDAY)

    (mail,) = outbox.outbox
    assert "Hello Robin" in mail.body
    assert '<html lang="en">' in mail.alternatives[0][0]


def test_a_title_with_markup_and_lines_stays_text(person: User) -> None:
    tell(person, OFFER, "<b>Plats</b>\nBcc: alla@test.example")

    deliver_due(MONDAY)

    (mail,) = outbox.outbox
    assert mail.subject == "Randa: <b>Plats</b> Bcc: alla@test.example"
    assert "&lt;b&gt;Plats" in mail.alternatives[0][0]
    assert mail.recipients() == ["vide@test.example"]


def test_who_has_left_gets_no_mail(person: User) -> None:
    tell(person, OFFER, "En plats")
    User.objects.filter(pk=person.pk).update(is_active=False)

    deliver_due(MONDAY)

    assert subjects() == []
    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


def test_an_address_that_is_stopped_gets_no_mail(person: User) -> None:
    ReturnedAddress.objects.create(person=person, address="vide@test.example", last_at=MONDAY, stopped_at=MONDAY)
    tell(person, OFFER, "En plats")

    deliver_due(MONDAY)

    assert subjects() == []


def test_a_fault_with_one_person_does_not_keep_the_others_mail(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = UserFactory.create(email="robin@test.example")
    for one in (person, other):
        tell(one, OFFER, "En plats")
    real = post_module._can_get_mail

    def fails_for_one(asked: User) -> bool:
        if asked == person:
            raise ZeroDivisionError
        return real(asked)

    monkeypatch.setattr(post_module, "_can_get_mail", fails_for_one)

    deliver_due(MONDAY)

    assert [one.to for one in outbox.outbox] == [["robin@test.example"]]


def test_a_mail_that_cannot_be_written_is_counted_and_the_others_leave(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = UserFactory.create(email="robin@test.example")
    for one in (person, other):
        tell(one, OFFER, "En plats")
    real = sending_module.message_for

    def fails_for_one(mail: OutgoingMail, rows: list[Notification]) -> object:
        if mail.recipient == person:
            raise ZeroDivisionError
        return real(mail, rows)

    monkeypatch.setattr(sending_module, "message_for", fails_for_one)

    deliver_due(MONDAY)

    assert [one.to for one in outbox.outbox] == [["robin@test.example"]]
    broken = OutgoingMail.objects.get(recipient=person)
    assert (broken.attempts, broken.state) == (1, OutgoingMail.State.QUEUED)
    assert "ZeroDivisionError" in broken.last_error


def test_gathering_costs_as_many_queries_for_three_rows_as_for_one(django_assert_num_queries) -> None:
    for rows in (1, 3):
        person = UserFactory.create()
        for number in range(rows):
            tell(person, OFFER, f"Plats {number}")
        with django_assert_num_queries(12):
            gather_due(MONDAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [NEWS, OFFER])
def test_two_workers_at_once_send_each_mail_once(kind: str) -> None:
    people = [UserFactory.create() for _ in range(6)]
    for person in people:
        MailSettings.objects.create(person=person, digest_hour=12)
        for number in range(3):
            tell(person, kind, f"Plats {number}")
    Notification.objects.update(channel=Channel.INSTANT if kind == OFFER else Channel.DAILY)
    barrier = threading.Barrier(3)

    def work() -> None:
        try:
            barrier.wait(10)
            for _ in range(3):
                deliver_due(MONDAY)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert sorted(one.to[0] for one in outbox.outbox) == sorted(person.email for person in people)
    assert all(one.subject == "Randa: 3 saker att titta på" for one in outbox.outbox)
