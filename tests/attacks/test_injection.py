"""Whatever is sent to whatever address: a readable answer, nothing run by the database, nothing echoed as markup."""

import pytest
from django.db import connection

from randa.people.models import RoleAssignment, User
from tests.attacks.conftest import Target, routes_with
from tests.attacks.fields import file_names, model_forms, names

pytestmark = pytest.mark.django_db
MARK = "<script>alert('randa')</script>"
VALUES = (
    "' or 1=1 --",
    "1; drop table people_user; --",
    "%' union select password from people_user --",
    "\0",
    "-1",
    "9" * 40,
    "NaN",
    "2027-02-30",
    "{{ 7 * 7 }}{% debug %}",
    "../../../etc/passwd",
    "å" * 5000,
    f'"><img src=x onerror=alert(1)>{MARK}',
)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("shift", range(0, len(VALUES), 4))  # each name meets three values of different kinds
def test_no_value_of_any_argument_breaks_an_address_or_is_echoed_as_markup(
    method: str, shift: int, target: Target
) -> None:
    data = {name: VALUES[(place + shift) % len(VALUES)] for place, name in enumerate(names())}
    broken, echoed = [], []
    for route in routes_with(method):
        answer = target.administrator.ask(target.address(route), method, data)
        if answer.status_code >= 500 and route != "readyz":
            broken.append((route, answer.status_code))
        if answer.headers.get("Content-Type", "").startswith("text/html") and MARK.encode() in answer.content:
            echoed.append(route)

    assert broken == []
    assert echoed == []
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_user")
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_doubled_argument_and_one_in_address_and_form_break_nothing(method: str, target: Target) -> None:
    doubled = {name: ["1", MARK, VALUES[0]] for name in names()}
    broken = []
    for route in routes_with(method):
        address = target.address(route)
        if method == "POST":
            address += "?" + "&".join(f"{name}=9" for name in list(names())[:200])
        answer = target.administrator.ask(address, method, doubled)
        if (answer.status_code >= 500 and route != "readyz") or MARK.encode() in answer.content:
            broken.append((route, answer.status_code))

    assert broken == []


def people_and_roles() -> list[tuple[object, ...]]:
    people = User.objects.order_by("pk").values_list(
        "pk", "is_active", "is_demo", "password", "merged_into", "restricted_at"
    )
    roles = RoleAssignment.objects.order_by("pk").values_list(
        "pk", "user", "role", "organisation", "starts_on", "ends_before"
    )
    return [*people, *roles]


def mightier(before: list[tuple[object, ...]], after: list[tuple[object, ...]]) -> bool:
    """Tell whether anything is other than before; an account that was closed, with the key that it belonged to, is weaker."""
    closed = {(row[0], False, *row[2:]) for row in before}
    return len(after) != len(before) or any(row not in before and row not in closed for row in after)


def test_no_form_takes_fields_that_it_does_not_show(target: Target) -> None:
    """Mass assignment: every address is sent the fields that would make the sender mighty, and nobody gets mightier."""
    wanted = {
        "is_active": "on", "is_staff": "on", "is_superuser": "on", "is_demo": "on", "permissions": "system.manage", "user": "1",
        "user_id": "1", "granted_by": "1", "role_id": "administrator", "organisation_id": "1", "id": "1", "pk": "1",
        "merged_into": "", "restricted_at": "", "password_hash": "x", "started_by": "1", "actor": "1", "state": "published",
    }  # fmt: skip
    before = people_and_roles()
    changed: list[str] = []

    for route in routes_with("POST"):

        def compare(route: str = route) -> None:
            if mightier(before, people_and_roles()):
                changed.append(route)

        target.administrator.ask(target.address(route), "POST", wanted, then=compare)

    assert changed == []


def test_a_form_that_writes_a_model_names_its_fields() -> None:
    assert [one.__name__ for one in model_forms() if one._meta.fields in (None, "__all__") or one._meta.exclude] == []


def test_the_names_that_pages_read_are_found() -> None:
    assert {"q", "next", "region", "login"} <= set(names())
    assert "file" in file_names()
