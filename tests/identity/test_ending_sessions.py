"""Sessions elsewhere end when a second factor changes and its person wants it, and when whoever runs Randa says so."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from randa.cli.main import main
from randa.core.audit.models import AuditEvent
from randa.identity.models import SignedIn
from tests.factories import HospitalFactory, OrganisationFactory, RoleAssignmentFactory
from tests.identity.accounts import account, code_of, signed_in, with_code_app

pytestmark = pytest.mark.django_db
BOX = 'name="elsewhere"'


def is_in(browser: Client) -> bool:
    return bool(browser.get("/inloggning/session/").json()["signedIn"])


def new_codes(browser: Client, **more: str) -> None:
    answer = browser.post("/konto/tvafaktor/reservkoder/nya/", more)
    assert answer["Location"] == "/konto/tvafaktor/reservkoder/"


@pytest.mark.parametrize("wanted", [True, False])
def test_whoever_changes_a_second_factor_is_asked_and_can_sign_out_elsewhere(wanted: bool) -> None:
    person = account()
    elsewhere = signed_in(person)
    browser = signed_in(person, with_code_app(person))

    assert BOX in browser.get("/konto/tvafaktor/reservkoder/nya/").content.decode()
    new_codes(browser, **({"elsewhere": "on"} if wanted else {}))

    assert (is_in(browser), is_in(elsewhere)) == (True, not wanted)
    said = "Du är utloggad på 1 ställe till." in browser.get("/konto/tvafaktor/").content.decode()
    assert said is wanted


def test_whoever_is_signed_in_here_alone_is_not_asked() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))

    assert BOX not in browser.get("/konto/tvafaktor/reservkoder/nya/").content.decode()


def test_a_code_app_that_comes_or_goes_can_sign_out_elsewhere() -> None:
    person = account()
    elsewhere, browser = signed_in(person), signed_in(person)
    page = browser.get("/konto/tvafaktor/app/")
    code = code_of(page.context["form"].secret)

    browser.post("/konto/tvafaktor/app/", {"code": code, "elsewhere": "on"})
    assert (is_in(browser), is_in(elsewhere)) == (True, False)

    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    with_code_app(person)
    elsewhere = Client()
    elsewhere.force_login(person)
    browser.post("/konto/tvafaktor/app/ta-bort/", {"elsewhere": "on"})

    assert not Authenticator.objects.exists()
    assert (is_in(browser), is_in(elsewhere)) == (True, False)


def test_a_removed_passkey_can_sign_out_elsewhere() -> None:
    person = account()
    elsewhere = signed_in(person)
    browser = signed_in(person, with_code_app(person))
    assert BOX in browser.get("/konto/passernycklar/ny/").content.decode()
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Datorn"})

    page = browser.get(f"/konto/passernycklar/{key.pk}/ta-bort/").content.decode()
    assert BOX in page
    browser.post(f"/konto/passernycklar/{key.pk}/ta-bort/", {"elsewhere": "on"})

    assert (is_in(browser), is_in(elsewhere)) == (True, False)


def test_a_change_that_is_refused_signs_nobody_out() -> None:
    person = account()
    elsewhere, browser = signed_in(person), signed_in(person)
    browser.get("/konto/tvafaktor/app/")

    browser.post("/konto/tvafaktor/app/", {"code": "000000", "elsewhere": "on"})

    assert is_in(elsewhere)


def test_everybody_is_signed_out(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = account(), account("annan@test.example")
    browsers = [signed_in(one), signed_in(one), signed_in(two), Client()]
    browsers[3].get("/konto/logga-in/")
    browsers[3].session.save()

    assert main(["sessions", "end", "--all", "--reason", "Misstänkt intrång"]) == 0

    assert capsys.readouterr().out == "Signed out: 2 people.\n"
    assert not Session.objects.exists()
    assert not SignedIn.objects.exists()
    rows = AuditEvent.objects.filter(action="sessions.ended")
    assert {(row.subject_id, row.after["sessions_ended"], row.reason, row.actor_id) for row in rows} == {
        (one.pk, 2, "Misstänkt intrång", None),
        (two.pk, 1, "Misstänkt intrång", None),
    }


def test_one_person_is_signed_out_and_others_are_not() -> None:
    one, two = signed_in(account()), signed_in(account("annan@test.example"))

    assert main(["sessions", "end", "--person", "Vide@test.example", "--reason", "Telefonen är borta"]) == 0

    assert (SESSION_KEY in one.session, SESSION_KEY in two.session) == (False, True)


def test_an_organisation_is_signed_out_with_all_below_it_and_nobody_else() -> None:
    region, other = OrganisationFactory.create(code="REG-90"), OrganisationFactory.create(code="REG-91")
    people = [account(f"person{number}@test.example") for number in range(3)]
    for person, organisation in zip(people, (region, HospitalFactory.create(parent=region), other), strict=True):
        RoleAssignmentFactory.create(user=person, organisation=organisation)
    browsers = [signed_in(person) for person in people]

    assert main(["sessions", "end", "--organisation", "REG-90", "--reason", "Regionen bad om det"]) == 0

    assert [SESSION_KEY in browser.session for browser in browsers] == [False, False, True]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--person", "ingen@test.example", "--reason", "x"], "Nobody has the e-mail address ingen@test.example."),
        (["--organisation", "REG-XX", "--reason", "x"], "No organisation has the code REG-XX."),
        (["--all", "--reason", " "], "Say why"),
    ],
)
def test_a_wrong_name_or_no_reason_is_refused_in_words(
    more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = signed_in(account())

    assert main(["sessions", "end", *more]) == 1

    assert said in capsys.readouterr().err
    assert SESSION_KEY in browser.session
