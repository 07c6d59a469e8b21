"""Guessing stops, for all processes together, and tells nobody whether there is an account."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import close_old_connections, connection, transaction
from django.test import Client

from randa.identity.models import Remembered
from tests.identity.accounts import account, code_of, give_password, with_code_app

pytestmark = pytest.mark.usefixtures("shared_cache")


def guess(browser: Client, email: str, password: str = "fel") -> str:  # noqa: S107 - it is meant to be wrong
    return browser.post("/konto/logga-in/", {"login": email, "password": password}).content.decode()


def at_once(count: int, act: object) -> list[object]:
    """Run `act(number)` in `count` threads that begin together; return what each gave."""
    found: list[object] = []
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            gate.wait()
            found.append(act(number))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["vide@test.example", "ingen@test.example"])
def test_after_five_wrong_passwords_it_says_how_long_to_wait_whether_there_is_an_account_or_not(email: str) -> None:
    account()
    browser = Client()

    pages = [guess(browser, email) for _ in range(6)]

    assert ["Vänta 5 minuter" in page for page in pages] == [False] * 5 + [True]


@pytest.mark.django_db
def test_the_right_password_does_not_help_while_it_is_closed_and_other_accounts_are_not_closed() -> None:
    person, other = account(), account("annan@test.example")
    for _ in range(5):
        guess(Client(), person.email)

    locked, free = Client(), Client()
    give_password(locked, person)
    give_password(free, other)

    assert (SESSION_KEY in locked.session, SESSION_KEY in free.session) == (False, True)


@pytest.mark.django_db
def test_one_address_cannot_try_many_accounts() -> None:
    browser = Client()

    pages = [guess(browser, f"person{number}@test.example") for number in range(21)]

    assert "Vänta 1 minut " in pages[20]
    assert "Vänta" not in pages[19]


@pytest.mark.django_db
def test_codes_are_guessed_five_times_and_then_it_says_how_long_to_wait() -> None:
    person = account()
    secret = with_code_app(person)
    browser = Client()
    give_password(browser, person)

    pages = [browser.post("/konto/tvafaktor/logga-in/", {"code": "000000"}).content.decode() for _ in range(6)]
    browser.post("/konto/tvafaktor/logga-in/", {"code": code_of(secret)})

    assert ["Vänta 5 minuter" in page for page in pages] == [False] * 5 + [True]
    assert SESSION_KEY not in browser.session


@pytest.mark.django_db
def test_an_unknown_address_costs_as_much_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    calls: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: calls.append("x") or encode(self, *given))

    def work(email: str) -> int:
        calls.clear()
        guess(Client(), email)
        return len(calls)

    assert work("vide@test.example") == work("ingen@test.example") == 1


@pytest.mark.django_db
def test_the_answer_to_a_wrong_password_is_the_same_with_and_without_an_account() -> None:
    account()

    known, unknown = (guess(Client(), email) for email in ("vide@test.example", "ingen@test.example"))

    def plain(page: str, email: str) -> str:
        import re

        return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"|Ärendenummer.*', "", page.replace(email, ""))

    assert plain(known, "vide@test.example") == plain(unknown, "ingen@test.example")


@pytest.mark.django_db(transaction=True)
def test_of_forty_guesses_at_once_five_are_tried() -> None:
    account()
    tried: list[int] = []

    def act(number: int) -> bool:
        page = guess(Client(), "vide@test.example", f"gissning nummer {number}")
        return "Vänta" not in page

    tried = [1 for answer in at_once(40, act) if answer]

    assert 1 <= len(tried) <= 5


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_in_from_one_address_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = account(), account("annan@test.example")
    hashing, through = threading.Event(), threading.Event()
    order: list[str] = []
    verify = MD5PasswordHasher.verify

    def dawdling(self: MD5PasswordHasher, password: str, encoded: str) -> bool:
        if encoded == slow.password:
            hashing.set()
            order.append("slow" if through.wait(20) else "nobody else came through")
        return verify(self, password, encoded)

    def sign_in_slowly() -> None:
        try:
            give_password(Client(), slow)
        finally:
            connection.close()

    monkeypatch.setattr(MD5PasswordHasher, "verify", dawdling)
    thread = threading.Thread(target=sign_in_slowly)
    thread.start()
    assert hashing.wait(20)
    browser = Client()
    give_password(browser, quick)
    order.append("quick")
    through.set()
    thread.join()

    assert order == ["quick", "slow"]
    assert SESSION_KEY in browser.session


@pytest.mark.django_db(transaction=True)
def test_sixteen_colleagues_who_sign_in_at_once_from_one_address_all_come_in() -> None:
    people = [account(f"kollega{number}@test.example") for number in range(16)]
    browsers = [Client() for _ in people]

    at_once(16, lambda number: give_password(browsers[number], people[number]))

    assert [SESSION_KEY in browser.session for browser in browsers].count(True) == 16


@pytest.mark.django_db
def test_what_was_counted_stays_when_the_request_fails() -> None:
    person = account()

    with transaction.atomic():
        for _ in range(5):
            guess(Client(), person.email)
        transaction.set_rollback(True)

    assert "Vänta 5 minuter" in guess(Client(), person.email)


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_used_twice_at_once_opens_one_door() -> None:
    person = account()
    with_code_app(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    browsers = [Client(), Client()]
    for browser in browsers:
        give_password(browser, person)

    at_once(2, lambda number: browsers[number].post("/konto/tvafaktor/logga-in/", {"code": code}))

    assert [SESSION_KEY in browser.session for browser in browsers].count(True) == 1
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    assert len(codes.get_unused_codes()) == 9


@pytest.mark.django_db(transaction=True)
def test_a_code_of_the_app_used_twice_at_once_opens_one_door() -> None:
    person = account()
    secret = with_code_app(person)
    browsers = [Client(), Client()]
    for browser in browsers:
        give_password(browser, person)
    code = code_of(secret)

    at_once(2, lambda number: browsers[number].post("/konto/tvafaktor/logga-in/", {"code": code}))

    assert [SESSION_KEY in browser.session for browser in browsers].count(True) == 1


@pytest.mark.django_db
def test_a_code_of_the_app_is_refused_the_second_time() -> None:
    person = account()
    secret = with_code_app(person)
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        give_password(browser, person)
        browser.post("/konto/tvafaktor/logga-in/", {"code": code})

    assert (SESSION_KEY in first.session, SESSION_KEY in second.session) == (True, False)


@pytest.mark.django_db
def test_the_secret_of_a_code_app_is_unreadable_in_the_database() -> None:
    person = account()
    secret = with_code_app(person)

    assert secret not in str(Authenticator.objects.get().data)


@pytest.mark.django_db
def test_links_for_a_new_password_are_not_sent_without_end() -> None:
    person = account()

    answers = [Client().post("/konto/losenord/glomt/", {"email": person.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Vänta fem minuter" in answers[3].content.decode()
    assert len(mail.outbox) == 3


@pytest.mark.django_db
def test_the_shared_cache_forgets_what_is_over_and_nothing_else() -> None:
    cache.set("kept", [1.5], 60)
    cache.set("forever", "y", None)
    for number in range(30):
        cache.set(f"over{number}", 1, -1)

    cache.set("more", 1, 60)

    assert (cache.get("kept"), cache.get("forever"), cache.get("over1", "gone")) == ([1.5], "y", "gone")
    assert cache.add("kept", 2) is False
    assert cache.add("over1", 2) is True
    assert Remembered.objects.count() < 20
    cache.clear()
    assert not Remembered.objects.exists()
