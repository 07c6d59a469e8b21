"""The first administrator, made from a terminal when there is nobody who could give the role."""

import datetime as dt
import io
import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from randa.cli.main import main
from randa.core.access.models import Role
from randa.core.access.services import load_roles
from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.errors import AdministratorExistsError, EmailTakenError, InvalidAccountError, WeakPasswordError
from randa.people.models import RoleAssignment, User
from randa.people.services.first_administrator import create_first_administrator
from tests.factories import HospitalFactory, OrganisationFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
SENTENCE = "en lång mening om björkar"


@pytest.fixture(autouse=True)
def _roles() -> None:
    load_roles()


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(code="REG-20", name="Region Björk")


def make(region: Organisation, **more: object) -> User:
    given = {"email": "vide@test.example", "given_name": "Vide", "family_name": "Ek", "password": SENTENCE}
    return create_first_administrator(**(given | {"organisations": [region], "today": TODAY} | more))


def administrator_at(region: Organisation, **more: object) -> RoleAssignment:
    return RoleAssignmentFactory.create(role=Role.objects.get(code="administrator"), organisation=region, **more)


def command(*more: str, email: str = "vide@test.example", codes: tuple[str, ...] = ("REG-20",)) -> int:
    where = [word for code in codes for word in ("--organisation", code)]
    who = ["--email", email, "--given-name", "Vide", "--family-name", "Ek"]
    return main(["account", "create", *who, *where, "--password-stdin", *more])


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SENTENCE}\n"))


def test_the_first_administrator_may_give_roles_at_each_organisation_from_today(region: Organisation) -> None:
    other = OrganisationFactory.create()

    person = make(region, organisations=[region, other], email=" Vide@Test.Example ")

    assert (person.email, person.check_password(SENTENCE)) == ("vide@test.example", True)
    assert [person.has("roles.grant", one) for one in (region, HospitalFactory.create(parent=other))] == [True, True]
    assert {(one.role_id, one.starts_on, one.ends_before) for one in person.role_assignments.all()} == {
        ("administrator", TODAY, None)
    }


def test_the_log_says_that_nobody_signed_in_made_it(region: Organisation) -> None:
    person = make(region)

    events = AuditEvent.objects.order_by("pk")
    assert [(event.actor, event.action, event.after.get("organisation")) for event in events] == [
        (None, "account.created", None),
        (None, "role.granted", "REG-20"),
    ]
    assert SENTENCE not in str(list(events.values()))
    assert events[0].object_id == str(person.pk)


def test_the_first_administrator_signs_in_with_the_password_and_must_connect_an_app(region: Organisation) -> None:
    make(region)
    browser = Client()

    browser.post("/konto/logga-in/", {"login": "vide@test.example", "password": SENTENCE})

    assert browser.get("/")["Location"] == "/konto/tvafaktor/app/"


@pytest.mark.parametrize(
    ("fault", "field"),
    [({"email": "vide"}, "email"), ({"given_name": " "}, "given_name"), ({"family_name": "k" * 81}, "family_name")],
)
def test_a_bad_address_and_a_bad_name_are_refused(region: Organisation, fault: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidAccountError) as refusal:
        make(region, **fault)

    assert [problem.split(":")[0] for problem in refusal.value.problems] == [field]
    assert User.objects.count() == 0


def test_an_address_that_has_an_account_is_refused(region: Organisation) -> None:
    UserFactory.create(email="vide@test.example")

    with pytest.raises(EmailTakenError, match=r"vide@test\.example"):
        make(region, email="VIDE@test.example")


@pytest.mark.parametrize("password", ["kort", "password1234", "vide@test.example"])
def test_a_weak_password_is_refused(region: Organisation, password: str) -> None:
    with pytest.raises(WeakPasswordError) as refusal:
        make(region, password=password)

    assert refusal.value.problems
    assert User.objects.count() == 0


@pytest.mark.parametrize("starts_on", [TODAY, dt.date(2027, 2, 1)])
def test_a_second_administrator_is_refused_unless_asked_for(region: Organisation, starts_on: dt.date) -> None:
    administrator_at(region, starts_on=starts_on)

    with pytest.raises(AdministratorExistsError, match="Be den personen"):
        make(region)

    assert make(region, another=True).has("roles.grant", region)


@pytest.mark.parametrize(
    "gone",
    [{"ends_before": TODAY}, {"user__is_active": False}, {"user__is_demo": True}],
    ids=["ended", "dormant", "demo"],
)
def test_who_can_no_longer_give_roles_does_not_stand_in_the_way(region: Organisation, gone: dict[str, object]) -> None:
    administrator_at(region, **gone)

    assert make(region).has("roles.grant", region)


@pytest.mark.django_db(transaction=True)
def test_of_two_commands_at_once_the_second_finds_the_administrator_of_the_first(region: Organisation) -> None:
    """The first one's transaction stays open until the second has come to the lock; without it the second sees nobody."""
    outcomes: list[str] = []

    def make_second() -> None:
        try:
            make(region, email="bo@test.example")
            outcomes.append("made")
        except AdministratorExistsError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    second = threading.Thread(target=make_second)
    with transaction.atomic():
        make(region)
        second.start()
        second.join(0.4)
    second.join(10)

    assert outcomes == ["administrator_exists"]


def test_administrator_of_nothing_is_refused(region: Organisation) -> None:
    with pytest.raises(ValueError, match="organisations is empty"):
        make(region, organisations=[])


@pytest.mark.usefixtures("typed")
def test_the_command_makes_the_account_and_says_what_comes_next(
    region: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(codes=("REG-20", "REG-20")) == 0

    said = capsys.readouterr().out
    assert said == (
        "Vide Ek (vide@test.example) is administrator of Region Björk from today. "
        "The authenticator app is connected at the first sign-in.\n"
    )
    assert User.objects.get().check_password(SENTENCE)


def test_what_is_not_given_is_asked_for_and_the_password_twice(
    region: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"E-mail: ": "vide@test.example", "Given name: ": "Vide", "Family name: ": "Ek"}
    monkeypatch.setattr("builtins.input", answers.__getitem__)
    monkeypatch.setattr("getpass.getpass", lambda _words: SENTENCE)

    assert main(["account", "create", "--organisation", region.code]) == 0

    assert User.objects.get().get_full_name() == "Vide Ek"


def test_two_different_passwords_are_refused(
    region: Organisation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter([SENTENCE, f"{SENTENCE}!"])
    monkeypatch.setattr("getpass.getpass", lambda _words: next(typed))
    who = ["--email", "vide@test.example", "--given-name", "Vide", "--family-name", "Ek"]

    assert main(["account", "create", *who, "--organisation", region.code]) == 1

    assert capsys.readouterr().err == "The two passwords differ.\n"
    assert User.objects.count() == 0


@pytest.mark.usefixtures("typed")
def test_the_command_refuses_in_english_and_names_the_fault(
    region: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(email="vide") == 1

    assert capsys.readouterr().err == (
        "The account cannot be made like this. Correct the e-mail address and the names:\n"
        "- email: Write the whole e-mail address, for example name@example.com.\n"
    )


@pytest.mark.usefixtures("typed")
def test_an_unknown_organisation_is_refused_with_the_codes_that_exist(
    region: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(codes=("REG-20", "REG-99")) == 1

    assert capsys.readouterr().err == "No organisation has the code REG-99. The regions are:\n- REG-20 Region Björk\n"
    assert User.objects.count() == 0


@pytest.mark.usefixtures("typed")
def test_the_command_tells_how_to_make_another_administrator(
    region: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    administrator_at(region)

    assert command() == 1
    assert "add --another" in capsys.readouterr().err


@pytest.mark.usefixtures("typed")
def test_the_command_makes_another_administrator_when_asked_to(region: Organisation) -> None:
    administrator_at(region)

    assert command("--another") == 0


@pytest.mark.usefixtures("region")
def test_with_the_password_on_standard_input_nothing_is_asked_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "create", "--organisation", "REG-20", "--password-stdin"]) == 1

    assert "must be given too" in capsys.readouterr().err


@pytest.mark.usefixtures("region")
def test_an_end_of_input_makes_no_account(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert main(["account", "create", "--organisation", "REG-20"]) == 1

    assert "No account was made." in capsys.readouterr().err
