"""How long an organisation keeps a class: what somebody else has decided meanwhile is told before it is overwritten."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from randa.privacy.loader import load_retention_classes
from randa.privacy.models import RetentionClass, RetentionPeriod
from randa.privacy.services.holds import set_period
from tests.factories import OrganisationFactory, person_with

pytestmark = pytest.mark.django_db


def test_of_two_who_change_a_period_the_second_is_told_what_the_first_one_decided(client: Client) -> None:
    load_retention_classes()
    region = OrganisationFactory.create()
    officer = person_with("privacy.manage", at=region)
    client.force_login(officer)
    address = reverse("privacy:period", args=[region.code, "roles"])
    opened = re.findall(r'name="seen" value="(\w+)"', client.get(address).content.decode())
    set_period(
        actor=officer, retention_class=RetentionClass.objects.get(pk="roles"), organisation=region, months=36,
        decision="RS 2026/1", decided_on=dt.date(2026, 5, 4),
    )  # fmt: skip
    filled = {"months": "48", "decision": "RS 2026/2", "decided_on": "2026-06-01"}

    told = client.post(address, filled | {"seen": opened[0]})
    marked = re.findall(r'name="seen" value="(\w+)"', told.content.decode())

    assert told.status_code == 422
    assert "Nu står det: Frist: 36; Beslutets diarienummer: RS 2026/1." in told.content.decode()
    assert RetentionPeriod.objects.get(organisation=region).months == 36
    assert client.post(address, filled | {"seen": marked[0]}).status_code == 302
    assert RetentionPeriod.objects.get(organisation=region).months == 48
