"""A request is one transaction in which the database answers for its person, and afterwards for nobody."""

import subprocess
import sys

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from randa.core.access import row_security
from randa.core.access.middleware import RowSecurityMiddleware
from randa.core.access.row_security import Scope, as_person, as_system, current_scope, scoped
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def _request(path: str = "/", user: User | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = {"_auth_user_id": str(user.pk)} if user else {}  # type: ignore[assignment]
    return request


def _seen(path: str = "/", user: User | None = None) -> Scope:
    seen = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(current_scope())
        return HttpResponse()

    RowSecurityMiddleware(view)(_request(path, user))
    return seen[0]


def test_a_request_is_its_persons() -> None:
    person = UserFactory.create()

    assert _seen("/placering/", person) == Scope("person", str(person.pk), "2027-01-11")


def test_a_request_of_nobody_sees_nothing_but_where_one_signs_in() -> None:
    assert _seen("/placering/").mode == ""
    assert _seen("/konto/logga-in/").mode == "sign_in"


@pytest.mark.parametrize(
    ("path", "mode"),
    [("/inloggning/via/x/", "sign_in"), ("/inloggning/tjanster/", "person"), ("/inloggning/mina/", "person")],
)
def test_only_the_way_in_through_a_provider_looks_for_accounts(path: str, mode: str) -> None:
    """Who looks after providers and directories sees no more people there than anywhere else."""
    assert _seen(path, UserFactory.create()).mode == mode


def test_after_the_request_the_scope_is_what_it_was() -> None:
    before = current_scope()

    _seen("/", UserFactory.create())

    assert current_scope() == before
    assert before.mode == "system"


def test_signing_in_makes_the_rest_of_the_request_the_persons(client: Client) -> None:
    person = UserFactory.create(is_demo=True)

    answer = client.post(f"/prova/{person.pk}/")

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(("status", "kept"), [(200, True), (404, True), (500, False), (503, False)])
def test_an_answer_that_failed_takes_its_changes_back(status: int, kept: bool) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        OrganisationFactory.create(code="REG-NY")
        return HttpResponse(status=status)

    RowSecurityMiddleware(view)(_request())

    assert Organisation.objects.filter(code="REG-NY").exists() is kept


def test_a_swallowed_database_error_does_not_look_like_success() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1/0")
        except Exception:  # noqa: BLE001, S110 - the mistake that is tested
            pass
        return HttpResponse()

    with pytest.raises(transaction.TransactionManagementError):
        RowSecurityMiddleware(view)(_request())

    assert current_scope().mode == "system"


def test_a_page_about_a_value_the_database_refuses_can_ask_the_database(client: Client) -> None:
    client.force_login(person_with("placements.view", at=OrganisationFactory.create()))

    assert client.get("/organisationer/?q=%00").status_code in {200, 400}


def test_a_stream_is_made_for_the_same_person() -> None:
    person, seen = UserFactory.create(), []

    def parts():
        seen.append(current_scope().user)
        yield b"x"

    response = RowSecurityMiddleware(lambda _request: StreamingHttpResponse(parts()))(_request("/", person))

    assert (b"".join(response), seen) == (b"x", [str(person.pk)])
    assert current_scope().mode == "system"


def test_what_is_done_as_the_system_says_why_and_ends() -> None:
    with as_person(UserFactory.create().pk):
        with as_system("to count everybody"):
            assert current_scope().mode == "system"
        assert current_scope().mode == "person"
    with pytest.raises(ValueError, match="reason"), as_system(""):
        pass


def test_an_exception_restores_the_scope() -> None:
    with pytest.raises(KeyError), scoped(Scope()):
        raise KeyError

    assert current_scope().mode == "system"


def test_the_role_of_the_tests_is_under_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")

        assert cursor.fetchone() == (False,)


def test_a_web_process_sees_nothing_by_itself_and_a_command_everything() -> None:
    asks = "from django.conf import settings; print('randa.mode=system' in settings.DATABASES['default']['OPTIONS']['options'])"

    web = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import randa.wsgi; {asks}"], capture_output=True, text=True, check=True
    )
    command = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asks], capture_output=True, text=True, check=True
    )

    assert (web.stdout.strip(), command.stdout.strip()) == ("False", "True")


def test_no_machine_code_is_made_for_queries() -> None:
    """With the policies' conditions PostgreSQL would think that it pays, and take half a second to make it."""
    with connection.cursor() as cursor:
        cursor.execute("show jit")

        assert cursor.fetchone() == ("off",)


def test_the_paths_are_those_of_todays_roles() -> None:
    region = OrganisationFactory.create()
    person = person_with("people.view", at=region)

    with as_person(person.pk), connection.cursor() as cursor:
        cursor.execute("select randa_paths('people.view'), randa_paths('roles.grant'), randa_paths('a', 'people.view')")
        assert cursor.fetchone() == ([region.path], [], [region.path])
        assert row_security.current_scope().mode == "person"
