"""Calling an address that somebody else chose, without being led into one's own network.

The name is resolved once, every address that it has is checked, and the connection goes to the address that was checked: a name that
answers differently a moment later leads nowhere else. Redirects are not followed, and the whole call has an end.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from randa.integrations.errors import AddressRefusedError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
WAIT_SECONDS = 10.0  # for each step
WHOLE_SECONDS = 20.0  # for all of it
KEPT_BYTES = 1024
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # an IPv4 address inside


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and the first kilobyte, or the kind of failure."""

    status: int | None
    text: str = ""
    failure: str = ""

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def check_shape(address: str) -> SplitResult:
    """Return the parts of an address that may be called at all.

    Raises:
        AddressRefusedError: it is not https (http only to this machine, where the installation allows it), or names a user.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError(address) from error
    schemes = {"https", "http"} if settings.RANDA_WEBHOOK_PRIVATE else {"https"}
    bad = parts.scheme not in schemes or not parts.hostname or parts.username is not None or parts.password is not None
    if bad or port == 0 or not address.isascii() or any(one.isspace() or not one.isprintable() for one in address):
        raise AddressRefusedError(address)
    return parts


def resolve(parts: SplitResult) -> tuple[str, int]:
    """Return the address and port to connect to, after every address of the name was checked.

    Raises:
        AddressRefusedError: the name is unknown, or leads to this machine or a network of one's own.
    """
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise AddressRefusedError(host) from error
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    if not addresses or not all(may_be_called(one) for one in addresses):
        raise AddressRefusedError(host)
    if parts.scheme == "http" and not all(one.is_loopback for one in addresses):
        raise AddressRefusedError(host)
    return found[0], port


def may_be_called(address: Address) -> bool:
    """Tell whether an address is public, or private in an installation that allows it. Link-local (cloud metadata) never is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return may_be_called(address.ipv4_mapped)
        if address.sixtofour or address.teredo or any(address in one for one in _WRAPPED):
            return False
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if settings.RANDA_WEBHOOK_PRIVATE and (address.is_private or address.is_loopback):
        return True
    return address.is_global


def post(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post `body`, and return what came back. Nothing is raised: a failure is an answer too."""
    try:
        parts = check_shape(address)
        target, port = resolve(parts)
        connection = _connection(parts, target, port)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _ends_in_time(connection):
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read(KEPT_BYTES).decode("utf-8", "replace").replace("\0", ""))
    except AddressRefusedError:
        return Answer(None, failure="address_refused")
    except TimeoutError:
        return Answer(None, failure="timeout")
    except ssl.SSLError:
        return Answer(None, failure="certificate")
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        return Answer(None, failure=type(error).__name__[:40])


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, target: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=WAIT_SECONDS)
        self._target, self._context = target, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target, self.port), WAIT_SECONDS)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, target: str, port: int) -> _Pinned:
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return _Pinned(parts.hostname or "", port, target, context)


@contextmanager
def _ends_in_time(connection: _Pinned) -> Iterator[None]:
    """Cut the connection when the whole call takes too long, however slowly the other side answers."""
    cut = threading.Event()

    def end() -> None:
        cut.set()
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if cut.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        connection.close()
    if cut.is_set():
        raise TimeoutError
