"""A file of people tells them by mail only when its reader says so, how many letters is shown first, and undoing takes them back."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from randa.core.audit.models import AuditEvent
from randa.core.imports.models import ImportRun
from randa.organisations.models import Organisation
from randa.people.imports.services import check_import, start_import, store_import, undo_import
from randa.people.models import Invitation, RoleAssignment, User
from tests.factories import RoleAssignmentFactory, RoleFactory
from tests.people.test_people_import import COLUMNS, HEADS, line

pytestmark = pytest.mark.django_db
PASSWORD = "En-lang-fras-av-ord-7"  # pragma: allowlist secret - of nobody


@pytest.fixture
def inviter(region: Organisation, clerk: User) -> User:
    role = RoleFactory.create(permissions=["people.invite"])
    RoleAssignmentFactory.create(user=clerk, role=role, organisation=region)
    return User.objects.get(pk=clerk.pk)


def checked(actor: User, place: Organisation, *lines: list[str], invite: bool = True) -> ImportRun:
    run = start_import(actor=actor, organisation=place, name="lista.xlsx", rows=[HEADS, *lines])
    run.columns, run.options = COLUMNS, {"invite": invite}
    run.save(update_fields=["columns", "options"])
    return check_import(run=run, progress=lambda _done, _total: None)


def stored(actor: User, run: ImportRun, commit: DjangoCaptureOnCommitCallbacks) -> None:
    with commit(execute=True):
        store_import(actor=actor, run=run)


def link(number: int = 0) -> str:
    found = re.search(r"/personer/inbjudan/\S+", str(mail.outbox[number].body))
    assert found
    return found[0]


def test_new_people_with_a_role_get_one_letter_each_and_the_preview_says_how_many(
    client: Client,
    inviter: User,
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    known = RoleAssignmentFactory.create(organisation=region, user__email="kand@example.org").user
    RoleFactory.create(code="andra", permissions=["placements.view"])
    run = checked(
        inviter, region, line("anna"), line("anna", role="andra"), line("bo"), line("utan", role="", starts_on="", ends_on=""),
        line("kand", given_name=known.given_name, family_name=known.family_name),
    )  # fmt: skip
    assert (run.faults, run.outcome["letters"], mail.outbox) == ([], 2, [])
    client.force_login(inviter)
    assert (
        "Inbjudningar till nya personer" in client.get(reverse("people:import_preview", args=[run.pk])).content.decode()
    )

    stored(inviter, run, django_capture_on_commit_callbacks)

    assert sorted(one.to[0] for one in mail.outbox) == ["anna@example.org", "bo@example.org"]
    assert run.outcome["letters"] == len(mail.outbox)


def test_silent_is_silent(
    inviter: User,
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run = checked(inviter, region, line("anna"), invite=False)

    stored(inviter, run, django_capture_on_commit_callbacks)

    assert (run.outcome["letters"], mail.outbox, Invitation.objects.count()) == (0, [], 0)


def test_the_letter_lets_its_reader_choose_a_password_for_the_account_that_is_there(
    client: Client,
    inviter: User,
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    stored(inviter, checked(inviter, region, line("anna")), django_capture_on_commit_callbacks)
    made = User.objects.get(email="anna@example.org")

    opened = client.get(link(), follow=True)
    answer = client.post(
        opened.redirect_chain[-1][0],
        {"given_name": "Anna", "family_name": "Provsson", "password": PASSWORD, "repeated": PASSWORD},
    )

    assert 'value="Anna"' in opened.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    made.refresh_from_db()
    assert made.check_password(PASSWORD)
    assert RoleAssignment.objects.filter(user=made).count() == 1
    assert Invitation.objects.get().state == Invitation.State.ACCEPTED
    assert client.get(link()).status_code != 200  # once


def test_undoing_takes_back_the_letters_that_nobody_has_used(
    client: Client,
    inviter: User,
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run = checked(inviter, region, line("anna"))
    stored(inviter, run, django_capture_on_commit_callbacks)
    address = link()

    undo_import(actor=inviter, run=run)

    one = Invitation.objects.get()
    assert (one.state, one.closed_reason) == (Invitation.State.REVOKED, "Inläsningen ångrades")
    assert "invitation.revoked" in set(AuditEvent.objects.values_list("action", flat=True))
    answer = client.post(address, {"given_name": "A", "family_name": "B", "password": PASSWORD, "repeated": PASSWORD})
    assert answer.status_code != 302
    assert not User.objects.get(email="anna@example.org").has_usable_password()


def test_inviting_takes_the_right_to_invite_and_the_choice_is_not_shown_without_it(
    client: Client,
    clerk: User,
    region: Organisation,
) -> None:
    run = checked(clerk, region, line("anna"))
    client.force_login(clerk)

    with pytest.raises(PermissionDenied, match="can_invite"):
        store_import(actor=clerk, run=run)

    assert "letters" not in client.get(reverse("people:import_columns", args=[run.pk])).content.decode()


def test_the_choice_is_made_with_the_columns_and_silent_comes_first(
    client: Client,
    inviter: User,
    region: Organisation,
) -> None:
    run = checked(inviter, region, line("anna"), invite=False)
    client.force_login(inviter)
    page = reverse("people:import_columns", args=[run.pk])
    assert re.search(r'value="silent"[^>]*checked', client.get(page).content.decode())

    client.post(page, {key: str(number) for key, number in COLUMNS.items()} | {"letters": "invite"})

    run.refresh_from_db()
    assert (run.options, run.columns) == ({"invite": True}, COLUMNS)


def test_an_address_that_the_mail_server_refuses_stops_nobody_else_s_letter(
    inviter: User,
    region: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    send = EmailBackend.send_messages

    def refuse_anna(self: Any, messages: Any) -> Any:
        if "anna@example.org" in messages[0].to:
            raise OSError("550 no such user")
        return send(self, messages)

    with patch.object(EmailBackend, "send_messages", refuse_anna):
        stored(inviter, checked(inviter, region, line("anna"), line("bo")), django_capture_on_commit_callbacks)

    assert [one.to for one in mail.outbox] == [["bo@example.org"]]
    assert Invitation.objects.exclude(bounced_at=None).get().email == "anna@example.org"


def test_thirty_people_take_as_many_queries_as_three(inviter: User, region: Organisation) -> None:
    counts = []
    for first, size in ((0, 3), (100, 30)):
        run = checked(
            inviter, region, *(line(f"p{first + number}", external_id=f"A-{first + number}") for number in range(size))
        )
        with CaptureQueriesContext(connection) as made:
            store_import(actor=inviter, run=run)
        with CaptureQueriesContext(connection) as undone:
            undo_import(actor=inviter, run=run)
        counts.append((len(made), len(undone)))

    assert counts[0] == counts[1]
