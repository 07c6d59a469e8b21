"""Sending a message to an address that somebody else chose: nothing is raised, a failure is an answer too."""

import http.client
import ssl
from dataclasses import dataclass

from randa.core.outbound import AddressRefusedError, call

KEPT_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and the first kilobyte, or the kind of failure."""

    status: int | None
    text: str = ""
    failure: str = ""

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post `body`, and return what came back."""
    try:
        answer = call("POST", address, body, headers, most=KEPT_BYTES)
    except AddressRefusedError:
        return Answer(None, failure="address_refused")
    except TimeoutError:
        return Answer(None, failure="timeout")
    except ssl.SSLError:
        return Answer(None, failure="certificate")
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        return Answer(None, failure=type(error).__name__[:40])
    return Answer(answer.status, answer.content.decode("utf-8", "replace").replace("\0", ""))
