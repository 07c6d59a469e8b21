"""Reading what a provider publishes about itself. The address was typed by an administrator, so the reader is careful."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from randa.identity.providers.errors import ProviderUnreachableError

TIMEOUT = (5, 10)
LARGEST = (
    4 * 1024 * 1024
)  # one provider's metadata is some kilobytes; a whole federation's is for a metadata query service


def check_address(address: str) -> None:
    """Refuse an address that is not https, or that leads to this machine or its closest network services.

    A region's own provider may well stand in a private network, so private addresses are allowed; loopback and link-local are not,
    except where RANDA_LOCAL_PROVIDERS says so (development and tests).

    Raises:
        ProviderUnreachableError: the address is not taken, or its name is unknown.
    """
    parts = urlsplit(address)
    if settings.LOCAL_PROVIDERS and parts.scheme in {"http", "https"} and parts.hostname in {"localhost", "127.0.0.1"}:
        return
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise ProviderUnreachableError(f"{address!r} is not an https address")
    try:
        found = {info[4][0] for info in socket.getaddrinfo(parts.hostname, parts.port or 443)}
    except (OSError, UnicodeError) as error:
        raise ProviderUnreachableError(f"{parts.hostname} is not known") from error
    for one in found:
        ip = ipaddress.ip_address(str(one).partition("%")[0])
        if ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast:
            raise ProviderUnreachableError(f"{parts.hostname} leads to {ip}, which is not read from here")


class CarefulSession(requests.Session):
    """A session that checks every address, follows no redirects and waits a bounded time."""

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **more: Any) -> requests.Response:
        address = url.decode() if isinstance(url, bytes) else url
        check_address(address)
        more.setdefault("timeout", TIMEOUT)
        more["allow_redirects"] = False
        try:
            return super().request(method if isinstance(method, str) else method.decode(), address, *args, **more)
        except requests.RequestException as error:
            raise ProviderUnreachableError(f"{address}: {type(error).__name__}") from error


def fetch(address: str) -> bytes:
    """Return what the address holds.

    Raises:
        ProviderUnreachableError: it does not answer with 200, or with more than four megabytes.
    """
    with CarefulSession() as session, session.get(address, stream=True) as answer:
        if answer.status_code != 200:
            raise ProviderUnreachableError(f"{address}: status {answer.status_code}")
        content = answer.raw.read(LARGEST + 1, decode_content=True)
    if len(content) > LARGEST:
        raise ProviderUnreachableError(f"{address}: more than {LARGEST} bytes")
    return bytes(content)
