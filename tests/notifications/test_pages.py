"""The bell, the list and the choices: own things only, one click each, without JavaScript, at a constant cost."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from randa.core.notifications.models import (
    MailSettings,
    Notification,
    OutgoingMail,
    Preference,
    ReturnedAddress,
    Snooze,
)
from randa.core.notifications.queries import choices_of, unread_count
from randa.core.notifications.services import notify
from randa.people.models import User
from tests.factories import OrganisationFactory, UserFactory, person_with
from tests.notifications.world import ALARM, NEWS, OFFER

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    person = UserFactory.create()
    client.force_login(person)
    return person


def told(person: User, title: str = "Planen är publicerad", kind: str = NEWS, url: str = "/stilguide/") -> Notification:
    notify(person, kind, title, "En rad till", url)
    return Notification.objects.get(recipient=person, title=title)


def page(client: Client, address: str = "/aviseringar/") -> str:
    return client.get(address).content.decode()


def test_the_bell_counts_what_is_unread_and_opening_it_takes_one_to_the_matter(client: Client, person: User) -> None:
    notification = told(person)
    assert "1 oläst avisering" in page(client)

    response = client.get(f"/aviseringar/{notification.pk}/oppna/")

    assert response.headers["Location"] == "/stilguide/"
    assert "0 olästa aviseringar" in page(client)


def test_a_head_request_of_a_link_checker_marks_nothing_as_read(client: Client, person: User) -> None:
    notification = told(person)

    client.head(f"/aviseringar/{notification.pk}/oppna/")

    assert unread_count(person) == 1


def test_the_bell_alone_is_what_the_page_asks_for_every_minute(client: Client, person: User) -> None:
    told(person)

    part = page(client, "/aviseringar/antal/")

    assert part.startswith('<a class="frame-tool" id="bell"')
    assert 'hx-get="/aviseringar/antal/"' in part
    assert "1 oläst avisering" in part


def test_a_link_in_a_mail_is_kept_through_sign_in(person: User) -> None:
    notification = told(person)
    address = f"/aviseringar/{notification.pk}/oppna/"

    response = Client().get(address)

    assert response.headers["Location"] == "/konto/logga-in/?next=" + quote(address, safe="")


def test_filters_show_unread_done_and_one_kind(client: Client, person: User) -> None:
    told(person, "Läst")
    client.get(f"/aviseringar/{Notification.objects.get().pk}/oppna/")
    told(person, "En plats", OFFER)
    client.post(f"/aviseringar/{told(person, 'Avklarat').pk}/klar/")

    def titles(query: str) -> set[str]:
        text = client.get(f"/aviseringar/{query}").content.decode()
        return {title for title in ("Läst", "En plats", "Avklarat") if f'Öppna: {title}"' in text}

    assert titles("") == {"Läst", "En plats"}
    assert titles("?visa=unread") == {"En plats"}
    assert titles("?visa=done") == {"Avklarat"}
    assert titles(f"?sort={NEWS}") == {"Läst"}
    assert titles("?visa=nonsens&sort=nonsens&sida=nonsens") == {"Läst", "En plats"}


def test_done_has_a_way_back(client: Client, person: User) -> None:
    notification = told(person)

    client.post(f"/aviseringar/{notification.pk}/klar/")
    assert f"/aviseringar/{notification.pk}/klar/?undo=1" in page(client)
    client.post(f"/aviseringar/{notification.pk}/klar/?undo=1")

    notification.refresh_from_db()
    assert notification.done_at is None


def test_all_of_what_is_shown_is_marked_and_one_is_back_where_one_was(client: Client, person: User) -> None:
    told(person)
    told(person, "En plats", OFFER)

    response = client.post("/aviseringar/alla/", {"as": "done", "kind": OFFER, "next": "/aviseringar/?sort=x"})

    assert response.headers["Location"] == "/aviseringar/?sort=x"
    assert Notification.objects.get(done_at__isnull=False).kind == OFFER


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_form_leads_out_of_randa(client: Client, person: User, address: str) -> None:
    assert client.post("/aviseringar/alla/", {"next": address}).headers["Location"] == "/aviseringar/"


def test_markup_in_a_title_is_text(client: Client, person: User) -> None:
    told(person, "<script>alert(1)</script>")

    assert "<script>alert" not in page(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_as_many_queries_for_three_as_for_one(
    client: Client, person: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        notify(person, NEWS, f"Plan {number}", actor=UserFactory.create())

    with django_assert_num_queries(8):  # session, person, roles; both counts, kinds, number of rows, rows; bell
        client.get("/aviseringar/")


CHOSEN = {"digest_hour": "9", "weekday": "4", "has_quiet": "on", "quiet_from": "20", "quiet_until": "6"}


def choices_form(person: User, **changed: str) -> dict[str, str]:
    return CHOSEN | {f"kind:{key}": channel for key, channel in choices_of(person).items()} | changed


def test_choices_are_kept_and_only_what_differs_from_the_default_is_a_row(client: Client, person: User) -> None:
    response = client.post("/aviseringar/val/", choices_form(person, **{f"kind:{NEWS}": "weekly"}))

    assert response.status_code == 302
    wishes = MailSettings.objects.get()
    assert (wishes.person, wishes.digest_hour, wishes.weekday, wishes.quiet_from, wishes.quiet_until) == (
        person, 9, 4, 20, 6,
    )  # fmt: skip
    assert [(one.kind, one.channel) for one in Preference.objects.all()] == [(NEWS, "weekly")]


def test_quiet_hours_can_be_none(client: Client, person: User) -> None:
    data = choices_form(person)
    del data["has_quiet"]

    client.post("/aviseringar/val/", data)

    assert MailSettings.objects.get().quiet_from is None


def test_a_mandatory_kind_is_not_switched_off_by_any_form(client: Client, person: User) -> None:
    response = client.post("/aviseringar/val/", choices_form(person, **{f"kind:{ALARM}": "off"}))

    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_quiet_hours_that_begin_when_they_end_are_asked_about(client: Client, person: User) -> None:
    response = client.post("/aviseringar/val/", choices_form(person, quiet_until="20"))

    assert "Välj olika klockslag." in response.content.decode()


def test_a_returned_address_is_shown_with_the_servers_words_and_taken_into_use_again(
    client: Client, person: User
) -> None:
    ReturnedAddress.objects.create(person=person, address=person.email, reason="550 No such", last_at=timezone.now())
    assert "550 No such" in page(client, "/aviseringar/val/")

    client.post("/aviseringar/val/adress/", {"address": person.email})

    assert not ReturnedAddress.objects.exists()


def test_a_task_is_put_off_until_tomorrow_and_taken_up_again(client: Client, person: User) -> None:
    client.post("/aviseringar/senare/", {"task": "plan:1"})
    assert str(Snooze.objects.get().until) == "2027-01-12"

    client.post("/aviseringar/senare/?undo=1&task=plan:1")

    assert not Snooze.objects.exists()


def test_whoever_runs_randa_sees_the_mail_in_trouble(client: Client) -> None:
    person = UserFactory.create()
    OutgoingMail.objects.create(recipient=person, address=person.email, state="failed", last_error="554 refused")
    client.force_login(person_with("system.manage", at=OrganisationFactory.create()))

    text = page(client, "/aviseringar/utskick/")

    assert "554 refused" in text
    assert person.email in text


def test_one_chooses_only_about_what_one_can_be_told(client: Client) -> None:
    keeper = person_with("identity.manage", at=OrganisationFactory.create())
    seen = {}
    for name, somebody in (("keeper", keeper), ("anybody", UserFactory.create())):
        client.force_login(somebody)
        seen[name] = "Inloggningstjänster som behöver skötsel" in page(client, "/aviseringar/val/")

    assert seen == {"keeper": True, "anybody": False}
