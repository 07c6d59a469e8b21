"""Every error page says, in both languages, what happened, what is saved, what to do, and the id to give to support."""

import json
import re

import pytest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation
from django.utils.translation import trans_real

from randa.core.access.permissions import RefusedError
from randa.core.access.services import load_roles
from randa.core.errors import InvalidInputError
from randa.core.logs import JsonFormatter
from randa.core.ui.translations import compile_translations
from randa.home import errors
from randa.people.models import User
from randa.people.permissions import can_create_account
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def refused(request: HttpRequest) -> HttpResponse:
    raise InvalidInputError("Raden går inte att läsa.", ["Rad 3: antal är inte ett tal."])


def forbidden(request: HttpRequest) -> HttpResponse:
    raise RefusedError(can_create_account)


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def too_large_a_number(request: HttpRequest) -> HttpResponse:
    raise DataError("integer out of range")


def reads_the_body(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST["a"])


def gone(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("test/refused/", refused),
    path("test/forbidden/", forbidden),
    path("test/broken/", broken),
    path("test/number/", too_large_a_number),
    path("test/body/", reads_the_body),
    path("test/gone/", gone),
    path("", include("randa.urls")),
]
handler400 = "randa.home.errors.bad_request"
handler403 = "randa.home.errors.forbidden"
handler404 = "randa.home.errors.not_found"
handler500 = "randa.home.errors.server_error"

here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize(
    ("address", "status", "swedish"),
    [
        ("/test/gone/", 404, "Sidan finns inte, eller är inte din att se"),
        ("/test/forbidden/", 403, "Din roll får inte göra detta"),
        ("/test/refused/", 400, "Raden går inte att läsa."),
        ("/test/number/", 400, "Det gick inte att läsa det som skickades"),
        ("/test/broken/", 500, "Något gick fel hos oss"),
    ],
)
def test_an_error_page_says_what_happened_and_gives_the_request_id(
    address: str, status: int, swedish: str, settings
) -> None:
    settings.RANDA_PROXY_SETS = {"x-request-id"}
    browser = Client(raise_request_exception=False)

    response = browser.get(address, headers={"X-Request-ID": "support-4711"})

    page = response.content.decode()
    assert response.status_code == status
    assert swedish in page
    assert "support-4711" in page
    assert "Gör så här" in page


def test_a_host_that_randa_does_not_answer_to_gets_a_page_and_not_a_failure(settings) -> None:
    settings.ALLOWED_HOSTS = ["randa.example"]

    response = Client(raise_request_exception=False).get("/prova/", headers={"host": "other.example"})

    assert response.status_code == 400
    assert "Det gick inte att läsa det som skickades" in response.content.decode()


@here
def test_a_failure_is_in_the_log_with_its_trace_and_nothing_of_it_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    page = Client(raise_request_exception=False).get("/test/broken/").content.decode()

    (record,) = [one for one in caplog.records if one.name == "django.request"]
    assert "ZeroDivisionError" in json.loads(JsonFormatter().format(record))["trace"]
    assert not re.search("ZeroDivision|Traceback|test_errors", page)


@here
def test_a_refusal_lists_each_problem() -> None:
    assert "Rad 3: antal är inte ett tal." in Client().get("/test/refused/").content.decode()


@here
def test_a_forbidden_page_says_which_permission_and_which_roles_may() -> None:
    load_roles()

    page = Client().get("/test/forbidden/").content.decode()

    assert "Ge och avsluta roller" in page
    assert "Systemförvaltare" in page
    assert "Rekryterare" not in page


@here
def test_the_page_of_a_failure_needs_no_database(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries) -> None:
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        response = errors.server_error(request)

    assert response.status_code == 500
    assert "Det du skickade har inte sparats." in response.content.decode()


def test_the_page_of_a_failure_comes_out_even_when_templates_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> str:
        raise OSError

    monkeypatch.setattr(errors, "render_to_string", fail)

    response = errors.server_error(RequestFactory().get("/"))

    assert "Något gick fel hos oss" in response.content.decode()
    assert not re.search("OSError|Traceback|errors.py", response.content.decode())


@here
def test_too_much_data_is_413_with_the_limit(settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

    response = Client().post("/test/body/", "a=" + "x" * 1_100_000, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert "högst 1 MB" in response.content.decode()


def test_a_form_from_an_old_page_says_that_what_was_written_is_still_there() -> None:
    response = Client(enforce_csrf_checks=True).post("/sprak/", {"language": "en"})

    assert response.status_code == 403
    assert "Det du skrev finns kvar" in response.content.decode()


def test_too_many_failed_sign_ins_say_how_long_to_wait() -> None:
    browser = Client()
    UserFactory.create(email="vide@test.example")

    answers = [
        browser.post(
            "/konto/logga-in/", {"login": "vide@test.example", "password": f"fel-{n}"}, REMOTE_ADDR="192.0.2.1"
        )
        for n in range(6)
    ]

    assert answers[0].status_code == 200
    assert "För många" in answers[-1].content.decode()


@pytest.fixture
def english() -> None:
    """The compiled catalogue, as `randa run` makes it."""
    if compile_translations():
        trans_real._translations.clear()


@here
@pytest.mark.parametrize("address", ["/test/gone/", "/test/forbidden/", "/test/refused/", "/test/broken/"])
def test_error_pages_are_translated(address: str, english: None) -> None:
    browser = Client(raise_request_exception=False, headers={"Accept-Language": "en"})

    page = browser.get(address).content.decode()

    assert '<html lang="en"' in page
    assert "What to do" in page
    assert "Gör så här" not in page


def test_a_wrong_address_of_a_signed_in_person_is_404_too(client: Client) -> None:
    person: User = UserFactory.create()
    client.force_login(person)

    with translation.override("sv"):
        assert client.get("/finns-inte/").status_code == 404


@pytest.mark.parametrize("address", ["/finns-inte/", "/logg/"])
def test_what_is_missing_or_refused_keeps_the_menu_and_the_account_around_whoever_is_signed_in(
    client: Client, address: str
) -> None:
    person: User = UserFactory.create()
    client.force_login(person)

    page = client.get(address).content.decode()

    assert "Gör så här" in page
    assert str(person) in page
    assert "Logga ut" in page
    assert "Logga ut" not in Client().get("/finns-inte/").content.decode()


def test_a_refusal_names_up_to_five_colleagues_who_may(client: Client, db: None) -> None:
    from tests.factories import OrganisationFactory, RoleAssignmentFactory, RoleFactory, person_with

    region = OrganisationFactory.create()
    role = RoleFactory.create(permissions=["people.invite"])
    holders = RoleAssignmentFactory.create_batch(6, role=role, organisation=region)
    elsewhere = RoleAssignmentFactory.create(role=role).user
    client.force_login(person_with("people.view", at=region))

    page = client.get("/personer/inbjudningar/")

    text = page.content.decode()
    assert page.status_code == 403
    assert sum(one.user.family_name in text for one in holders) == 5
    assert elsewhere.family_name not in text
