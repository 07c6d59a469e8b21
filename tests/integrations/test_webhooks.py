"""Webhooks over real HTTP: signed, in order, again until they arrive, and never into one's own network unasked."""

import base64
import hmac
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from randa.core.access.row_security import as_person
from randa.core.audit.services import record
from randa.core.notifications.models import Notification
from randa.integrations import outbound
from randa.integrations.errors import AddressRefusedError, KindsError
from randa.integrations.models import Delivery, Webhook
from randa.integrations.models.webhooks import WAITS
from randa.integrations.outbound import may_be_called, post
from randa.integrations.services.delivery import deliver, waiting_webhooks
from randa.integrations.services.webhooks import (
    make_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    send_test,
)
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with

Answering = Callable[[BaseHTTPRequestHandler], None]


class Receiver:
    """A real server on this machine that keeps what it was sent, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answer: Answering = _fine
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                receiver.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.got]


def _reply(status: int, body: bytes = b"ok", **headers: str) -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


_fine = _reply(200)


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    settings.RANDA_WEBHOOK_PRIVATE = True  # type: ignore[attr-defined]
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


class World:
    def __init__(self, address: str) -> None:
        self.region = OrganisationFactory.create(code="REG-20")
        self.keeper = person_with("api.manage", at=self.region)
        self.webhook, self.secret = make_webhook(
            actor=self.keeper, organisation=self.region, address=address, kinds=["roles"]
        )

    def happens(self, action: str = "role.granted", at: Organisation | None = None) -> None:
        held = RoleAssignmentFactory.create(organisation=at or self.region)
        record(self.keeper, action, held, subject=held.user)


committed = pytest.mark.django_db(transaction=True)  # the chain gets its links when transactions are over


@committed
def test_what_happens_is_told_in_order_and_signed_and_names_nobody(receiver: Receiver) -> None:
    world = World(receiver.address)
    for action in ("role.granted", "role.extended", "role.ended"):
        world.happens(action)

    assert deliver(world.webhook.pk) == 3

    assert receiver.kinds() == ["role.granted", "role.extended", "role.ended"]
    headers, body = receiver.got[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(world.secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert hmac.compare_digest(headers["webhook-signature"], expected)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    data = json.loads(body)["data"]
    assert (data["object_type"], data["organisation"]) == ("people.roleassignment", "REG-20")
    assert b"Provsson" not in body
    assert deliver(world.webhook.pk) == 0


@committed
def test_only_what_was_asked_for_at_the_organisation_or_below_it_is_told(receiver: Receiver) -> None:
    world = World(receiver.address)
    world.happens("person.corrected")
    world.happens(at=OrganisationFactory.create())
    world.happens(at=OrganisationFactory.create(parent=world.region))

    assert deliver(world.webhook.pk) == 1


@committed
def test_what_happened_before_is_not_told(receiver: Receiver) -> None:
    region = OrganisationFactory.create()
    record(None, "role.granted", RoleAssignmentFactory.create(organisation=region))
    keeper = person_with("api.manage", at=region)

    made, _secret = make_webhook(actor=keeper, organisation=region, address=receiver.address, kinds=["roles"])

    assert deliver(made.pk) == 0


@committed
def test_a_failure_holds_up_what_comes_after_it_and_is_tried_again(receiver: Receiver) -> None:
    world = World(receiver.address)
    world.happens("role.granted")
    world.happens("role.ended")
    receiver.answer = _reply(500, b"x" * 5000)

    assert deliver(world.webhook.pk) == 0
    assert deliver(world.webhook.pk) == 0  # not before it is time
    first = Delivery.objects.order_by("pk")[0]
    assert (len(receiver.got), first.status, len(first.answer), first.attempts) == (1, 500, 1024, 1)

    receiver.answer = _fine
    Delivery.objects.update(next_at=timezone.now())
    assert deliver(world.webhook.pk) == 2
    assert receiver.kinds() == ["role.granted", "role.granted", "role.ended"]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


@committed
def test_after_the_last_attempt_it_pauses_tells_its_keepers_and_loses_nothing(receiver: Receiver) -> None:
    world = World(receiver.address)
    world.happens()
    receiver.answer = _reply(503)

    for _number in range(len(WAITS) + 1):
        Delivery.objects.update(next_at=timezone.now())
        deliver(world.webhook.pk)

    world.webhook.refresh_from_db()
    assert world.webhook.paused_itself
    told = Notification.objects.get(kind="integrations.webhook_paused")
    assert told.recipient_id == world.keeper.pk
    assert deliver(world.webhook.pk) == 0

    receiver.answer = _fine
    resume_webhook(actor=world.keeper, webhook=world.webhook)
    assert deliver(world.webhook.pk) == 1


@committed
def test_a_paused_webhook_is_sent_nothing_until_it_goes_on(receiver: Receiver) -> None:
    world = World(receiver.address)
    pause_webhook(actor=world.keeper, webhook=world.webhook)
    world.happens()

    assert (deliver(world.webhook.pk), waiting_webhooks()) == (0, [])

    resume_webhook(actor=world.keeper, webhook=world.webhook)
    assert waiting_webhooks() == [world.webhook.pk]
    assert deliver(world.webhook.pk) == 1


@committed
def test_two_workers_do_not_send_the_same_thing(receiver: Receiver) -> None:
    world = World(receiver.address)
    world.happens()
    begun, go_on = threading.Event(), threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        begun.set()
        go_on.wait(5)
        _fine(handler)

    def work() -> None:
        deliver(world.webhook.pk)
        connection.close()

    receiver.answer = slow
    first = threading.Thread(target=work)
    first.start()
    begun.wait(5)
    second = deliver(world.webhook.pk)
    go_on.set()
    first.join()

    assert (second, len(receiver.got)) == (0, 1)


@committed
def test_a_test_and_a_replay_arrive_and_a_replay_has_the_same_id(receiver: Receiver) -> None:
    world = World(receiver.address)
    send_test(actor=world.keeper, webhook=world.webhook)
    deliver(world.webhook.pk)
    sent = Delivery.objects.get()

    again = send_again(actor=world.keeper, delivery=sent)
    assert send_again(actor=world.keeper, delivery=sent).pk == again.pk
    deliver(world.webhook.pk)

    assert receiver.kinds() == ["test.ping", "test.ping"]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answer = _reply(302, Location=receiver.address)

    answer = post(receiver.address, b"{}", {})

    assert (answer.status, answer.is_success, len(receiver.got)) == (302, False, 1)


def test_a_slow_receiver_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "WHOLE_SECONDS", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(40):
            time.sleep(0.05)
            try:
                handler.wfile.write(b"X-%d: 1\r\n" % number)
                handler.wfile.flush()
            except OSError:
                return

    receiver.answer = drip

    assert post(receiver.address, b"{}", {}).failure == "timeout"


def test_nobody_there_is_an_answer_too(receiver: Receiver) -> None:
    receiver.server.shutdown()
    receiver.server.server_close()

    assert post(receiver.address, b"{}", {}).failure == "ConnectionRefusedError"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::",  # noqa: S104 - refused, not listened on
     "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "255.255.255.255"],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_refused(address: str) -> None:
    assert not may_be_called(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4009::1"])
def test_public_addresses_may_be_called(address: str) -> None:
    assert may_be_called(ipaddress.ip_address(address))


def test_a_network_of_ones_own_may_be_allowed_but_never_where_clouds_keep_their_secrets(settings: object) -> None:
    settings.RANDA_WEBHOOK_PRIVATE = True  # type: ignore[attr-defined]

    assert may_be_called(ipaddress.ip_address("10.0.0.1"))
    assert not may_be_called(ipaddress.ip_address("169.254.169.254"))


def test_a_name_that_leads_home_is_refused_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolves(*found: str) -> None:
        rows = [(2, 1, 6, "", (one, 443)) for one in found]
        monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_args, **_more: rows)

    resolves("8.8.8.8", "127.0.0.1")
    assert post("https://mottagare.example/", b"{}", {}).failure == "address_refused"
    resolves("8.8.8.8")
    assert outbound.resolve(outbound.check_shape("https://mottagare.example/")) == ("8.8.8.8", 443)


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = receiver.server.server_port
    looked_up: list[str] = []
    real = outbound.socket.getaddrinfo

    def once(host: str, *args: object, **more: object) -> object:
        looked_up.append(host)
        return real("127.0.0.1", *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", once)

    assert post(f"http://mottagare.example:{port}/", b"{}", {}).status == 200
    assert receiver.got[0][0]["host"] == f"mottagare.example:{port}"
    assert looked_up.count("mottagare.example") == 1


@pytest.mark.parametrize(
    "address",
    ["http://mottagare.example/", "ftp://mottagare.example/", "https://", "https://a:b@mottagare.example/", "https://x/\r\nX: y",
     "https://x:99999/", "https://x:0/", "https://[::1", "javascript:alert(1)", "https://å.example/ b"],
)  # fmt: skip
def test_what_is_no_https_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        outbound.check_shape(address)


@pytest.mark.django_db
def test_webhooks_belong_to_whoever_looks_after_systems_there() -> None:
    world = World("https://mottagare.example/")
    stranger = person_with("api.manage", at=OrganisationFactory.create())

    for act in (pause_webhook, remove_webhook, send_test, resume_webhook):
        with pytest.raises(PermissionDenied):
            act(actor=stranger, webhook=world.webhook)  # type: ignore[operator]
    with pytest.raises(PermissionDenied):
        make_webhook(actor=stranger, organisation=world.region, address="https://x.example/", kinds=["roles"])
    with pytest.raises(KindsError):
        make_webhook(actor=world.keeper, organisation=world.region, address="https://x.example/", kinds=["allt"])


@pytest.mark.django_db
def test_the_database_keeps_webhooks_and_their_messages_to_their_keepers_and_the_secret_sealed() -> None:
    world = World("https://mottagare.example/")
    send_test(actor=world.keeper, webhook=world.webhook)

    def seen(person: User) -> list[int]:
        with as_person(person.pk), connection.cursor() as cursor:
            found = []
            for table in ("integrations_webhook", "integrations_delivery"):
                cursor.execute(f"select count(*) from {table}")  # noqa: S608 - names above
                found.append(cursor.fetchone()[0])
            return found

    assert seen(world.keeper) == [1, 1]
    assert seen(person_with("api.manage", at=OrganisationFactory.create())) == [0, 0]
    assert seen(UserFactory.create()) == [0, 0]
    with connection.cursor() as cursor:
        cursor.execute("select integrations_webhook::text from integrations_webhook")
        assert world.secret not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_pages_set_up_show_once_and_remove(client: Client) -> None:
    region = OrganisationFactory.create(code="REG-20")
    client.force_login(person_with("api.manage", at=region))
    form = {"organisation": "REG-20", "address": "https://mottagare.example/hook", "kinds": ["roles"]}

    made = client.post("/integrationer/webhookar/ny/", form)
    webhook = Webhook.objects.get()
    page = f"/integrationer/webhookar/{webhook.pk}/"

    assert made.context["secret"] in made.content.decode()
    client.post(f"{page}prova/")
    Delivery.objects.update(state="delivered", status=200, answer="tack", tried_at=timezone.now())
    shown = client.get(page).content.decode()
    assert made.context["secret"] not in shown
    assert "tack" in shown
    client.post(f"{page}skickat/{Delivery.objects.get().pk}/igen/")
    assert Delivery.objects.count() == 2
    client.post(f"{page}av-eller-pa/", {"paused": "yes"})
    webhook.refresh_from_db()
    assert webhook.paused_at is not None
    client.post(f"{page}ta-bort/")
    assert not Webhook.objects.exists()
    assert client.post("/integrationer/webhookar/ny/", form | {"address": "http://10.0.0.1/"}).status_code == 422


def test_the_waits_are_a_little_more_than_a_day() -> None:
    hours = sum(one.total_seconds() for one in WAITS) / 3600

    assert 24 <= hours <= 48
