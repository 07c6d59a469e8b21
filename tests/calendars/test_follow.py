"""What a calendar programme gets: with the secret alone, of what the owner may see now, in the shape of RFC 5545."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from randa.calendars.errors import FeedExistsError, FeedWithdrawnError
from randa.calendars.models import UNUSED, Feed
from randa.calendars.services.feeds import make_feed, renew_feed, withdraw_feed
from randa.calendars.views import follow
from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.logs import JsonFormatter
from randa.core.notifications.models import Notification
from randa.people.models import RoleAssignment, User
from randa.placements.models import Placement, Plan
from tests.calendars.world import address_of, events, fetch, said
from tests.factories import (
    PlanFactory,
    SupervisionFactory,
    SupervisorFactory,
    UserFactory,
    person_with,
)
from tests.supply.world import FIRST, LAST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
VIEW = ("placements.view", "capacity.edit")


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


def test_a_learner_follows_their_own_placements_as_whole_days_with_the_end_left_out(small: SmallUnit) -> None:
    answer = fetch(address_of(small.enrolment.learner))

    (event,) = events(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert said(event, "DTSTART", "DTEND", "STATUS", "SEQUENCE") == (FIRST, LAST, "CONFIRMED", "0")
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(small.unit) in event["SUMMARY"]
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    assert "METHOD" not in answer.content.decode()
    assert not answer.cookies


def test_lines_are_folded_at_75_bytes_and_text_is_escaped(small: SmallUnit) -> None:
    organisation = small.unit.organisation
    organisation.name = "Vårdcentralen Ön; mottagning A, B och C " + "åäö " * 20
    organisation.save()

    answer = fetch(address_of(small.enrolment.learner))

    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert "Ön\\; mottagning A\\, B" in answer.content.decode().replace("\r\n ", "")
    (event,) = events(answer.content)
    assert "Ön; mottagning A, B och C" in event["SUMMARY"]


def test_no_calendar_holds_a_name_unless_it_was_asked_for(small: SmallUnit) -> None:
    learner, post = small.enrolment.learner, small.enrolment.post.number
    supervisor = person_of(small)

    own = fetch(address_of(learner)).content.decode()
    unit = fetch(address_of(small.head, Feed.Kind.UNIT, small.unit)).content.decode()
    supervised = fetch(address_of(supervisor, Feed.Kind.SUPERVISOR)).content.decode()

    for text in (own, unit, supervised):
        assert not any(name in text for one in (learner, supervisor) for name in (one.family_name, one.email))
    assert post in unit
    assert post in supervised


def test_a_unit_with_names_says_who_comes_when(small: SmallUnit) -> None:
    later = placed_at(small.unit, small.placement.plan, starts_on=dt.date(2027, 4, 5), ends_before=dt.date(2027, 5, 3))

    found = events(fetch(address_of(small.head, Feed.Kind.UNIT, small.unit, with_names=True)).content)

    assert [one["DTSTART"].dt for one in found] == [FIRST, dt.date(2027, 4, 5)]
    for event, row in zip(found, (small.placement, later), strict=True):
        assert row.enrolment.learner.get_full_name() in event["SUMMARY"]


def test_who_no_longer_comes_leaves_the_units_calendar(small: SmallUnit) -> None:
    address = address_of(small.head, Feed.Kind.UNIT, small.unit)
    assert len(events(fetch(address).content)) == 1

    Placement.objects.filter(pk=small.placement.pk).update(is_published=False)

    assert events(fetch(address).content) == []


def test_a_restricted_learner_goes_into_no_calendar_but_their_own(small: SmallUnit) -> None:
    User.objects.filter(pk=small.enrolment.learner_id).update(restricted_at=timezone.now())

    assert events(fetch(address_of(small.head, Feed.Kind.UNIT, small.unit)).content) == []
    assert len(events(fetch(address_of(small.enrolment.learner)).content)) == 1


def person_of(small: SmallUnit) -> User:
    """Return the unit's first supervisor, with the role that supervisors have."""
    return with_view(small.supervisor.user, small)


def with_view(person: User, small: SmallUnit) -> User:
    RoleAssignment.objects.filter(user=person_with("placements.view", at=small.unit.organisation)).update(user=person)
    return person


def test_a_supervisor_follows_their_own_learner_and_those_who_have_nobody_yet(small: SmallUnit) -> None:
    plan = small.placement.plan
    nobodys = placed_at(small.unit, plan, starts_on=dt.date(2027, 4, 5), ends_before=dt.date(2027, 5, 3))
    colleagues = placed_at(small.unit, plan)
    SupervisionFactory.create(enrolment=colleagues.enrolment, supervisor=small.colleague)

    found = events(fetch(address_of(person_of(small), Feed.Kind.SUPERVISOR)).content)

    texts = [str(one["SUMMARY"]) for one in found]
    assert [small.enrolment.post.number in text for text in texts] == [True, False]
    assert texts[0].startswith("Handleder: ")
    assert nobodys.enrolment.post.number in texts[1]
    assert "Ingen handledare" in found[1]["DESCRIPTION"]


def test_a_supervision_that_is_shortened_keeps_its_event_with_another_number(small: SmallUnit) -> None:
    address = address_of(person_of(small), Feed.Kind.SUPERVISOR)
    (before,) = events(fetch(address).content)
    small.supervision.ends_before = dt.date(2027, 3, 1)
    small.supervision.save()

    (after,) = events(fetch(address).content)

    assert after["UID"] == before["UID"]
    assert said(after, "SEQUENCE", "DTEND") == ("1", dt.date(2027, 3, 1))


def test_the_placement_and_its_supervision_are_two_events(small: SmallUnit) -> None:
    (own,) = events(fetch(address_of(small.enrolment.learner)).content)
    (supervised,) = events(fetch(address_of(person_of(small), Feed.Kind.SUPERVISOR)).content)
    (of_unit,) = events(fetch(address_of(small.head, Feed.Kind.UNIT, small.unit)).content)

    assert own["UID"] == of_unit["UID"] != supervised["UID"]


def test_what_has_not_changed_is_not_sent_again(small: SmallUnit) -> None:
    address = address_of(small.enrolment.learner)
    first = fetch(address)

    again = fetch(address, if_none_match=first["ETag"])
    Placement.objects.filter(pk=small.placement.pk).update(ends_before=dt.date(2027, 3, 22))
    changed = fetch(address, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert first["Cache-Control"].startswith("private")


def test_a_wrong_address_is_404_and_one_that_is_over_410(small: SmallUnit) -> None:
    learner = small.enrolment.learner
    feed, token = make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)
    _feed, renewed = renew_feed(actor=learner, feed=feed)
    open_now = fetch(f"/kalender/folj/{renewed}.ics").status_code
    withdraw_feed(actor=learner, feed=feed)

    assert fetch("/kalender/folj/rnd_fel.ics").status_code == 404
    assert fetch(f"/kalender/folj/{token}.ics").status_code == 404
    assert open_now == 200
    assert fetch(f"/kalender/folj/{renewed}.ics").status_code == 410


def test_an_address_opens_no_more_than_its_owner_may_today(small: SmallUnit) -> None:
    address = address_of(small.head, Feed.Kind.UNIT, small.unit)
    RoleAssignment.objects.filter(user=small.head).delete()

    assert fetch(address).status_code == 410


@pytest.mark.parametrize("gone", [{"is_active": False}])
def test_an_address_of_a_closed_account_is_over(small: SmallUnit, gone: dict[str, object]) -> None:
    address = address_of(small.enrolment.learner)
    User.objects.filter(pk=small.enrolment.learner_id).update(**gone)

    assert fetch(address).status_code == 410


def test_an_address_that_nobody_has_asked_for_half_a_year_is_over(small: SmallUnit) -> None:
    addresses = {}
    for days in (-1, 1):
        owner = person_with(*VIEW, at=small.unit.organisation)
        addresses[days] = address_of(owner, Feed.Kind.UNIT, small.unit)
        Feed.objects.filter(owner=owner).update(made_at=timezone.now() - UNUSED + dt.timedelta(days=days))

    assert [fetch(addresses[days]).status_code for days in (-1, 1)] == [410, 200]


def test_a_session_that_comes_along_opens_nothing_more(small: SmallUnit, client: Client) -> None:
    client.force_login(person_with(*VIEW, at=small.unit.region))

    assert client.get("/kalender/folj/rnd_fel.ics").status_code == 404
    answer = client.get(address_of(small.enrolment.learner))
    assert len(events(answer.content)) == 1


def test_the_calendar_is_in_its_owners_language(small: SmallUnit) -> None:
    learner = small.enrolment.learner
    learner.language = "en"
    learner.save()

    assert "My placements" in fetch(address_of(learner), accept_language="sv").content.decode()


def test_an_address_is_asked_for_so_often_and_no_more(
    small: SmallUnit, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(follow, "PER_MINUTE", 1)
    settings.RANDA_API_REFUSED_PER_MINUTE = 1  # type: ignore[attr-defined]
    address = address_of(small.enrolment.learner)

    assert [fetch(address).status_code for _time in range(2)] == [200, 429]
    wrong = [fetch("/kalender/folj/rnd_fel.ics") for _time in range(2)]
    assert [one.status_code for one in wrong] == [404, 429]
    assert 1 <= int(wrong[1]["Retry-After"]) <= 60


def test_when_it_was_last_fetched_is_noted(small: SmallUnit) -> None:
    address = address_of(small.enrolment.learner)
    assert Feed.objects.get().last_used_at is None

    fetch(address)

    assert Feed.objects.get().last_used_at is not None


def test_a_secret_is_kept_only_as_a_hash() -> None:
    learner = make_unit().enrolment.learner
    _feed, token = make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)

    with connection.cursor() as cursor:
        cursor.execute("select calendars_feed::text from calendars_feed")
        (row,) = cursor.fetchone()
    assert token not in row


def test_no_log_holds_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    fetch("/kalender/folj/rnd_hemligheten.ics")

    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert any("/kalender/folj/….ics" in line for line in lines)
    assert not any("hemligheten" in line for line in lines)


def test_a_calendar_has_one_address_at_a_time(small: SmallUnit) -> None:
    learner = small.enrolment.learner
    feed, _token = make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)
    with pytest.raises(FeedExistsError):
        make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)

    withdraw_feed(actor=learner, feed=feed)
    make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)

    with pytest.raises(FeedWithdrawnError):
        renew_feed(actor=learner, feed=feed)


def test_the_log_and_the_owner_hear_of_it(small: SmallUnit) -> None:
    learner = small.enrolment.learner
    feed, _token = make_feed(actor=learner, kind=Feed.Kind.OWN, unit=None, with_names=False)
    renew_feed(actor=learner, feed=feed)
    withdraw_feed(actor=learner, feed=feed)
    withdraw_feed(actor=learner, feed=feed)

    actions = AuditEvent.objects.filter(object_type="calendars.feed").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["calendar.made", "calendar.renewed", "calendar.withdrawn"]
    assert Notification.objects.filter(recipient=learner, title__contains="kalenderadress").count() == 2


def test_the_database_itself_keeps_addresses_and_events_to_their_owners(small: SmallUnit) -> None:
    learner = small.enrolment.learner
    address_of(small.head, Feed.Kind.UNIT, small.unit)
    fetch(address_of(learner))

    def seen(person: User, table: str) -> int:
        with as_person(person.pk), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from calendars_{table}")  # noqa: S608 - two names of our own
            return int(cursor.fetchone()[0])

    assert [seen(learner, table) for table in ("feed", "entry")] == [1, 2]  # the block, and who supervises
    assert [seen(small.head, table) for table in ("feed", "entry")] == [1, 0]
    assert [seen(UserFactory.create(), table) for table in ("feed", "entry")] == [0, 0]


@pytest.mark.parametrize("kind", [Feed.Kind.UNIT, Feed.Kind.SUPERVISOR])
def test_a_calendar_costs_the_same_for_three_learners_as_for_one(
    small: SmallUnit, kind: str, django_assert_max_num_queries
) -> None:
    owner = with_view(small.supervisor.user, small) if kind == Feed.Kind.SUPERVISOR else small.head
    address = address_of(owner, kind, small.unit if kind == Feed.Kind.UNIT else None)
    costs = []
    for rows in (1, 3):
        fetch(address)  # what is new is written once
        with django_assert_max_num_queries(60) as captured:
            assert len(events(fetch(address).content)) == rows
        costs.append(len(captured))
        placed_at(small.unit, small.placement.plan)
        placed_at(small.unit, PlanFactory.create(state=Plan.State.PUBLISHED))
        SupervisorFactory.create(user=owner)

    assert costs[0] == costs[1]
