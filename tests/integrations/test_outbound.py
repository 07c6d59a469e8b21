"""Calling another system: only its own address, only once, not for long, and never into one's own network unasked."""

import ipaddress
import time
from http.server import BaseHTTPRequestHandler

import pytest

from randa.integrations import outbound
from randa.integrations.errors import AddressRefusedError
from randa.integrations.outbound import may_be_called, post
from tests.integrations.receiver import Receiver, reply


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answer = reply(302, Location=receiver.address)

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
