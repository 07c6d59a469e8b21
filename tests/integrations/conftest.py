"""What the tests of keys and webhooks may use."""

from collections.abc import Iterator

import pytest

from tests.integrations.receiver import Receiver


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    settings.RANDA_MAY_CALL = ["*", "127.0.0.1"]  # type: ignore[attr-defined]
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()
