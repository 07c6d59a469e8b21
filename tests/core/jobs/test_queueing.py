"""One waiting task is enough, and finding it there spoils nothing."""

import pytest
from django.db import transaction

from randa.core.jobs.queueing import ask_once
from randa.core.search.tasks import refresh_search
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_asking_twice_is_asking_once_and_the_transaction_around_goes_on() -> None:
    task = refresh_search.configure(queueing_lock="the lock of this test")

    with transaction.atomic():
        assert ask_once(task) is True
        assert ask_once(task) is False
        assert UserFactory.create().pk
