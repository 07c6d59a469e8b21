"""Sessions end in time, are shown to their person, and change their key when somebody proves who they are."""

import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from randa.core.access.row_security import as_person
from randa.core.notifications.models import Notification
from randa.identity.models import KeptForm, KnownDevice, LastSignIn, SignedIn
from randa.identity.sessions.queries import last_sign_in
from randa.people.models import User
from tests.conftest import SignedInClient
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with
from tests.identity.accounts import HERE, PASSWORD, account, code_of, give_password, signed_in, with_code_app

pytestmark = pytest.mark.django_db
MINUTE = 60
FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def age(browser: Client, **seconds: float) -> None:
    """Let the session be as old as given: `seen=31 * MINUTE`."""
    session = browser.session
    for name, amount in seconds.items():
        session[f"identity.{name}"] = time.time() - amount
    session.save()


@pytest.fixture
def browser() -> Client:
    person = account()
    return signed_in(person, with_code_app(person))


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_a_session_ends_when_nobody_uses_it(browser: Client, minutes: int, stays: bool) -> None:
    age(browser, seen=minutes * MINUTE)

    answer = browser.get("/organisationer/")

    assert (answer.status_code == 200) is stays
    assert (SESSION_KEY in browser.session) is stays


def test_a_session_ends_after_a_day_however_much_it_is_used(browser: Client) -> None:
    age(browser, started=12 * 60 * MINUTE + 1, seen=0)

    answer = browser.get("/organisationer/")

    assert answer["Location"] == "/konto/logga-in/?next=%2Forganisationer%2F&avslutad=whole"
    assert "En inloggning gäller högst en arbetsdag" in browser.get(answer["Location"]).content.decode()


def test_using_a_page_keeps_the_session_and_a_script_that_asks_by_itself_does_not(browser: Client) -> None:
    age(browser, seen=20 * MINUTE)

    browser.get("/inloggning/session/", HTTP_X_PASSIVE="1")
    assert browser.get("/inloggning/session/", HTTP_X_PASSIVE="1").json()["left"] < 11 * MINUTE
    browser.get("/organisationer/")

    assert browser.get("/inloggning/session/", HTTP_X_PASSIVE="1").json()["left"] > 29 * MINUTE


def test_staying_signed_in_takes_one_click(browser: Client) -> None:
    age(browser, seen=29 * MINUTE)

    assert browser.post("/inloggning/session/", HTTP_X_PASSIVE="1").json()["left"] > 29 * MINUTE


def test_a_dormant_account_is_out_at_its_next_request(browser: Client) -> None:
    User.objects.update(is_active=False)

    assert browser.get("/organisationer/")["Location"].startswith("/konto/logga-in/")


@override_settings(RANDA_DEMO=False)
def test_a_demo_session_is_worth_nothing_outside_the_demo_world() -> None:
    browser = Client()
    browser.force_login(UserFactory.create())
    session = browser.session
    session["demo_session"] = True
    session.save()

    assert browser.get("/")["Location"] == "/konto/tvafaktor/app/"


def test_a_session_key_planted_before_signing_in_is_worth_nothing_after() -> None:
    person = account()
    secret = with_code_app(person)
    browser = Client()
    browser.get("/konto/logga-in/")
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessionid"] = session.session_key
    planted = session.session_key

    asked = give_password(browser, person)
    browser.post(asked["Location"], {"code": code_of(secret)})

    assert browser.session.session_key != planted
    assert SESSION_KEY in browser.session
    assert not Session.objects.filter(pk=planted).exists()


def test_confirming_who_one_is_changes_the_session_key(browser: Client) -> None:
    before = browser.session.session_key

    browser.post("/konto/bekrafta/?next=/", {"password": PASSWORD})

    assert browser.session.session_key != before
    assert SignedIn.objects.get().session_key == browser.session.session_key
    assert not Session.objects.filter(pk=before).exists()


def test_a_new_password_ends_the_sessions_elsewhere() -> None:
    person = account()
    one, two = signed_in(person), signed_in(person)
    new = "en helt annan mening om ekar"

    two.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert SESSION_KEY in two.session
    assert one.get("/inloggning/session/").json()["signedIn"] is False
    assert two.get("/inloggning/session/").json()["signedIn"] is True
    assert SignedIn.objects.count() == 1


def test_one_sees_where_one_is_signed_in_and_can_end_it() -> None:
    person = account()
    elsewhere = Client(**FIREFOX)
    give_password(elsewhere, person)
    secret = with_code_app(person)
    browser = signed_in(person, secret)
    stranger = SignedIn.objects.create(user=UserFactory.create(), session_key="x", device="Annan webbläsare")

    page = browser.get("/inloggning/sessioner/").content.decode()
    assert "Firefox, Windows" in page
    assert "lösenord, kodapp" in page
    assert "Annan webbläsare" not in page
    browser.post(f"/inloggning/sessioner/{stranger.pk}/avsluta/")
    browser.post(f"/inloggning/sessioner/{SignedIn.objects.get(device='Firefox, Windows').pk}/avsluta/")

    assert SignedIn.objects.filter(pk=stranger.pk).exists()
    assert elsewhere.get("/inloggning/session/").json()["signedIn"] is False
    assert browser.get("/inloggning/session/").json()["signedIn"] is True


def test_the_page_about_security_tells_of_the_sign_in_before() -> None:
    person = account()
    elsewhere = Client(**FIREFOX)
    give_password(elsewhere, person)
    assert "Senaste inloggning" not in elsewhere.get("/konto/tvafaktor/").content.decode()
    browser = signed_in(person)

    page = browser.get("/konto/tvafaktor/").content.decode()

    assert "Senaste inloggning före den här" in page
    assert "Firefox, Windows" in page


def test_the_last_sign_in_is_kept_when_its_session_has_ended_and_the_one_before_with_it() -> None:
    person = account()
    elsewhere = Client(**FIREFOX)
    give_password(elsewhere, person)
    elsewhere.post("/konto/logga-ut/")
    assert not SignedIn.objects.exists()

    browser = signed_in(person, with_code_app(person))

    kept = LastSignIn.objects.get(user=person)
    assert (kept.how, kept.before_how, kept.before_device) == ("password+totp", "password", "Firefox, Windows")
    assert kept.before_at is not None
    assert kept.before_at < kept.at
    moment = timezone.localtime(kept.before_at).strftime("%Y-%m-%d %H:%M")
    page = browser.get("/konto/tvafaktor/").content.decode()
    assert f"Senaste inloggning före den här: {moment}, Firefox, Windows. Med lösenord." in page


def test_whoever_corrects_the_person_sees_when_and_how_and_nobody_else_does() -> None:
    region, person = OrganisationFactory.create(), account()
    RoleAssignmentFactory.create(user=person, organisation=region)
    signed_in(person, with_code_app(person))
    editor = person_with("people.view", "people.edit", at=region)
    colleague = person_with("people.view", at=region)

    def sees(by: User) -> bool:
        with as_person(by.pk):
            return last_sign_in(person) is not None

    assert [sees(one) for one in (person, editor, colleague)] == [True, True, False]
    browser = SignedInClient()
    browser.force_login(editor)
    assert "lösenord, kodapp" in browser.get(reverse("reset_factor", args=[person.pk])).content.decode()


def test_signing_out_everywhere_signs_out_everywhere() -> None:
    person = account()
    one, two = signed_in(person), signed_in(person)

    one.post("/inloggning/sessioner/avsluta-alla/")

    assert [browser.get("/inloggning/session/").json()["signedIn"] for browser in (one, two)] == [False, False]
    assert not SignedIn.objects.exists()


def test_signing_out_leaves_no_row_and_no_name_in_the_browser(browser: Client) -> None:
    assert browser.cookies["randa_writer"].value

    browser.post("/konto/logga-ut/")

    assert not SignedIn.objects.exists()
    assert browser.cookies["randa_writer"].value == ""


def test_cookies_are_closed_to_scripts_and_other_sites(browser: Client) -> None:
    for name in ("sessionid", "randa_writer", "randa_device"):
        cookie = browser.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert browser.cookies["sessionid"]["max-age"] == ""  # ends with the browser


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_with_https_every_cookie_is_for_https_only() -> None:
    person = account()
    browser = signed_in(person)

    assert [name for name, cookie in browser.cookies.items() if not cookie["secure"]] == []


def test_the_first_browser_is_no_news_and_the_next_one_is(django_capture_on_commit_callbacks: object) -> None:
    person = account()
    first = signed_in(person)
    assert not Notification.objects.exists()
    first.post("/konto/logga-ut/")
    give_password(first, person)
    assert not Notification.objects.exists()

    signed_in(person)

    assert "ny för Randa" in Notification.objects.get(recipient=person).title
    assert KnownDevice.objects.count() == 2


class TestTextThatWasBeingWritten:
    """A session ends while somebody writes."""

    ADDRESS = "/placering/ny/"
    FIELDS = {"name": "En plan med ett långt och viktigt namn"}

    def test_comes_back_after_signing_in_again(self) -> None:
        person = account()
        browser = signed_in(person, with_code_app(person))
        age(browser, seen=31 * MINUTE)

        asked = browser.post(self.ADDRESS, self.FIELDS, **HERE, HTTP_REFERER=f"http://testserver{self.ADDRESS}")
        kept = KeptForm.objects.get()
        assert asked["Location"] == f"/konto/logga-in/?next=%2Finloggning%2Fkvar%2F{kept.pk}%2F&avslutad=idle"
        browser.force_login(person)
        page = browser.get(f"/inloggning/kvar/{kept.pk}/")

        assert page["Location"] == f"{self.ADDRESS}?kvar={kept.pk}"

    def test_is_kept_also_when_the_session_itself_is_gone(self) -> None:
        person = account()
        browser = signed_in(person, with_code_app(person))
        Session.objects.all().delete()

        browser.post(self.ADDRESS, self.FIELDS, **HERE)

        assert KeptForm.objects.get().user == person

    def test_is_not_given_to_somebody_else_who_signs_in_instead(self) -> None:
        person, other = account(), account("annan@test.example")
        browser = signed_in(person, with_code_app(person))
        age(browser, seen=31 * MINUTE)

        asked = browser.post(self.ADDRESS, self.FIELDS, **HERE)
        browser.force_login(other)
        session = browser.session
        session["demo_session"] = True
        session.save()

        assert browser.get(asked["Location"].split("next=")[1].split("&")[0].replace("%2F", "/")).status_code == 404

    def test_is_not_kept_for_one_who_has_signed_out_or_was_never_here(self) -> None:
        person = account()
        browser = signed_in(person, with_code_app(person))
        browser.post("/konto/logga-ut/")

        asked = browser.post(self.ADDRESS, self.FIELDS, **HERE)
        Client().post(self.ADDRESS, self.FIELDS, **HERE)

        assert not KeptForm.objects.exists()
        assert asked["Location"] == "/konto/logga-in/?next=%2F&avslutad=gone"
        assert "kunde det du skickade inte sparas" in browser.get(asked["Location"]).content.decode()

    def test_stays_on_the_page_when_a_script_meets_the_end(self) -> None:
        person = account()
        browser = signed_in(person, with_code_app(person))
        age(browser, seen=31 * MINUTE)

        answer = browser.get("/organisationer/", HTTP_HX_REQUEST="true")

        assert answer.status_code == 401
        assert "randa:signed-out" in answer["HX-Trigger"]
        assert "HX-Redirect" not in answer

    def test_survives_a_sign_in_in_another_tab(self) -> None:
        person = account()
        with_code_app(person)
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(person)

        refused = browser.post(self.ADDRESS, self.FIELDS | {"csrfmiddlewaretoken": "x" * 64}, **HERE)

        assert refused["Location"] == f"/inloggning/kvar/{KeptForm.objects.get().pk}/"

    def test_that_another_site_sends_is_never_kept(self) -> None:
        person = account()
        with_code_app(person)
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(person)

        refused = browser.post(self.ADDRESS, self.FIELDS, HTTP_ORIGIN="https://ond.example")

        assert refused.status_code == 403
        assert not KeptForm.objects.exists()

    def test_is_offered_to_whoever_signs_in_by_the_front_door(self) -> None:
        person = account()
        secret = with_code_app(person)
        browser = signed_in(person, secret)
        Session.objects.all().delete()
        browser.post(self.ADDRESS, self.FIELDS, **HERE)

        asked = give_password(browser, person)
        person.authenticator_set.all().delete()
        assert asked["Location"] == "/konto/tvafaktor/logga-in/"
        again = signed_in(person)

        assert again.get("/konto/logga-in/")["Location"] == f"/inloggning/kvar/{KeptForm.objects.get().pk}/"


def test_the_database_itself_shows_nobody_the_sessions_and_texts_of_others(browser: Client) -> None:
    person = User.objects.get()
    SignedIn.objects.create(user=UserFactory.create(), session_key="x", device="Annan")
    KeptForm.objects.create(user=UserFactory.create(), sent_to="/", sealed="", expires_at="2099-01-01T00:00Z")

    with as_person(person.pk):
        seen = (SignedIn.objects.count(), KeptForm.objects.count(), KnownDevice.objects.count())

    assert seen == (1, 0, 1)
