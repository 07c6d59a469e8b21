"""Calling an address that somebody typed, without being led into one's own network. The one way out for what is not mail or database.

RANDA_MAY_CALL names what may be called. The name is resolved once, every address that it has is checked, and the connection goes to
the address that was checked: a name that answers differently a moment later leads nowhere else. Redirects are not followed, proxies of
the environment are not used, and the whole call has an end.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from randa.core.errors import DomainError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
WAIT_SECONDS = 10.0  # for each step
WHOLE_SECONDS = 20.0  # for all of it
ANY_PUBLIC = "*"
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # an IPv4 address inside


class AddressRefusedError(DomainError):
    """An address that is not called: not https, unknown, or nothing that this installation lets Randa call."""

    code = "address_refused"

    def __init__(self, address: str) -> None:
        text = _(
            "%(address)s kan inte användas. Ange en adress som börjar med https:// och som Randa får anropa. "
            "Den som driver Randa avgör vilka det är."
        )
        super().__init__(text % {"address": address[:100]})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; of the content at most what was asked for."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Allowed:
    """What RANDA_MAY_CALL names."""

    any_public: bool
    hosts: frozenset[str]
    endings: tuple[str, ...]
    networks: tuple[Network, ...]

    def names(self, host: str) -> bool:
        """Tell whether the host is named itself, or lies below a domain that is."""
        return host in self.hosts or host.endswith(self.endings)

    @property
    def this_machine(self) -> bool:
        return any(network.is_loopback for network in self.networks)


def allowed() -> Allowed:
    """Return what may be called here."""
    return _allowed(tuple(settings.RANDA_MAY_CALL))


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
    here = allowed().this_machine and parts.hostname in _THIS_MACHINE
    bad = parts.scheme not in ({"https", "http"} if here else {"https"}) or not parts.hostname
    bad = bad or parts.username is not None or parts.password is not None
    if bad or port == 0 or not address.isascii() or any(one.isspace() or not one.isprintable() for one in address):
        raise AddressRefusedError(address)
    return parts


def resolve(parts: SplitResult) -> tuple[str, int]:
    """Return the address and port to connect to, after every address of the name was checked.

    Raises:
        AddressRefusedError: the name is unknown, or leads to something that may not be called.
    """
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise AddressRefusedError(host) from error
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    if not addresses or not all(may_be_called(one, host) for one in addresses):
        raise AddressRefusedError(host)
    if parts.scheme == "http" and not all(one.is_loopback for one in addresses):
        raise AddressRefusedError(host)
    return found[0], port


def may_be_called(address: Address, host: str = "") -> bool:
    """Tell whether the installation lets Randa call an address that `host` leads to.

    Link-local (where clouds keep their secrets) never is; this machine only where its own address is named.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return may_be_called(address.ipv4_mapped, host)
        if address.sixtofour or address.teredo or any(address in one for one in _WRAPPED):
            return False
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    named = allowed()
    if any(address in network for network in named.networks):
        return True
    if address.is_loopback:
        return False
    return named.names(host.lower().rstrip(".")) or (named.any_public and address.is_global)


def call(method: str, address: str, body: bytes | None, headers: Mapping[str, str], *, most: int) -> Answer:
    """Send one request and return what came back, at most `most` bytes of it.

    Raises:
        AddressRefusedError: the address is not called.
        TimeoutError: it took too long, in one step or in all.
        ssl.SSLError, OSError, http.client.HTTPException, ValueError: it could not be reached or understood.
    """
    parts = check_shape(address)
    connection = _Pinned(parts, *resolve(parts))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _ends_in_time(connection):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read(most))


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name leads to by now."""

    def __init__(self, parts: SplitResult, target: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=WAIT_SECONDS)
        if parts.scheme == "https":
            self.default_port = 443  # so that the Host header names the port only where the address does
        self._target = target
        self._context = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target, self.port), WAIT_SECONDS)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


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


@lru_cache
def _allowed(entries: tuple[str, ...]) -> Allowed:
    hosts, networks = [], []
    for entry in entries:
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            hosts.append(entry.lower())
    return Allowed(
        any_public=ANY_PUBLIC in hosts,
        hosts=frozenset(one for one in hosts if not one.startswith(".")),
        endings=tuple(one for one in hosts if one.startswith(".")),
        networks=tuple(networks),
    )
