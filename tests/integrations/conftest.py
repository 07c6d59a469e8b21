"""What the tests of keys and webhooks may use."""

from collections.abc import Iterator

import pytest

from tests.integrations.receiver import Receiver


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    settings.RANDA_WEBHOOK_PRIVATE = True  # type: ignore[attr-defined]
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()
