"""Webhooks over real HTTP: signed, in order, and again until they arrive."""

import base64
import hmac
import json
import threading
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from randa.core.access.row_security import as_person
from randa.core.audit.services import record
from randa.core.notifications.models import Notification
from randa.integrations.errors import KindsError
from randa.integrations.models import Delivery, Webhook
from randa.integrations.models.webhooks import WAITS
from randa.integrations.outbound import post
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
from tests.integrations.receiver import Receiver, fine, reply


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
    receiver.answer = reply(500, b"x" * 5000)

    assert deliver(world.webhook.pk) == 0
    assert deliver(world.webhook.pk) == 0  # not before it is time
    first = Delivery.objects.order_by("pk")[0]
    assert (len(receiver.got), first.status, len(first.answer), first.attempts) == (1, 500, 1024, 1)

    receiver.answer = fine
    Delivery.objects.update(next_at=timezone.now())
    assert deliver(world.webhook.pk) == 2
    assert receiver.kinds() == ["role.granted", "role.granted", "role.ended"]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


@committed
def test_after_the_last_attempt_it_pauses_tells_its_keepers_and_loses_nothing(receiver: Receiver) -> None:
    world = World(receiver.address)
    world.happens()
    receiver.answer = reply(503)

    for _number in range(len(WAITS) + 1):
        Delivery.objects.update(next_at=timezone.now())
        deliver(world.webhook.pk)

    world.webhook.refresh_from_db()
    assert world.webhook.paused_itself
    told = Notification.objects.get(kind="integrations.webhook_paused")
    assert told.recipient_id == world.keeper.pk
    assert deliver(world.webhook.pk) == 0

    receiver.answer = fine
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
        fine(handler)

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


def test_whatever_goes_wrong_is_an_answer(receiver: Receiver, settings: Settings) -> None:
    receiver.server.shutdown()
    receiver.server.server_close()

    assert post(receiver.address, b"{}", {}).failure == "ConnectionRefusedError"
    settings.RANDA_MAY_CALL = []
    assert post("https://mottagare.example/", b"{}", {}).failure == "address_refused"
