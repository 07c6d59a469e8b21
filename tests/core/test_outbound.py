"""Calling another system: only its own address, only once, not for long, and never into one's own network unasked."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from randa.core import outbound
from randa.core.outbound import AddressRefusedError, call, check_shape, may_be_called, resolve
from tests.notifications.servers import certificate

Answering = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A real server on this machine that counts its calls, and answers as it is told."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.hosts: list[str] = []
        self.answer: Answering = _fine
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.hosts.append(self.headers["Host"])
                server.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        if context is not None:
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def _fine(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"ok")


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    settings.RANDA_MAY_CALL = ["*", "127.0.0.1"]
    made = Server()
    yield made
    made.end()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let names lead to the addresses given, a new row at each look-up; return what was looked up."""
    real = outbound.socket.getaddrinfo

    def leads_to(*rows: list[str]) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, port: int, *args: object, **more: object) -> object:
            if host.replace(".", "").isdigit():
                return real(host, port, *args, **more)  # type: ignore[arg-type]
            asked.append(host)
            return [(2, 1, 6, "", (one, port)) for one in rows[min(len(asked), len(rows)) - 1]]

        monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
        return asked

    return leads_to


def test_a_redirect_is_not_followed(server: Server) -> None:
    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.1:{server.port}/")
        handler.end_headers()

    server.answer = away

    assert call("GET", f"http://127.0.0.1:{server.port}/", None, {}, most=9).status == 302
    assert len(server.hosts) == 1


def test_a_slow_receiver_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
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

    server.answer = drip

    with pytest.raises(TimeoutError):
        call("GET", f"http://127.0.0.1:{server.port}/", None, {}, most=9)


def test_no_more_is_read_than_was_asked_for(server: Server) -> None:
    assert call("GET", f"http://127.0.0.1:{server.port}/", None, {}, most=1).content == b"o"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::",  # noqa: S104 - refused, not listened on
     "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "255.255.255.255"],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_refused(address: str, settings: Settings) -> None:
    settings.RANDA_MAY_CALL = ["*"]

    assert not may_be_called(ipaddress.ip_address(address), "idp.region.example")


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4009::1"])
def test_public_addresses_may_be_called(address: str, settings: Settings) -> None:
    settings.RANDA_MAY_CALL = ["*"]

    assert may_be_called(ipaddress.ip_address(address), "idp.region.example")


@pytest.mark.parametrize(
    ("entries", "host", "address", "may"),
    [
        (["10.20.0.0/16"], "idp.region.example", "10.20.3.4", True),
        (["10.20.0.0/16"], "idp.region.example", "10.21.0.1", False),
        (["10.20.0.0/16"], "idp.region.example", "8.8.8.8", False),
        (["idp.region.example"], "IDP.region.example.", "10.20.3.4", True),
        (["idp.region.example"], "idp.region.example", "8.8.8.8", True),
        (["idp.region.example"], "other.region.example", "8.8.8.8", False),
        ([".region.example"], "idp.region.example", "192.168.0.9", True),
        ([".region.example"], "evilregion.example", "8.8.8.8", False),
        (["*", "idp.region.example"], "other.example", "192.168.0.9", False),
        ([], "idp.region.example", "8.8.8.8", False),
        (["idp.region.example"], "idp.region.example", "127.0.0.1", False),
        (["idp.region.example", "0.0.0.0/0"], "idp.region.example", "169.254.169.254", False),
        (["127.0.0.1"], "localhost", "::ffff:127.0.0.1", True),
    ],
)
def test_only_what_the_installation_names_is_called(
    entries: list[str], host: str, address: str, may: bool, settings: Settings
) -> None:
    settings.RANDA_MAY_CALL = entries

    assert may_be_called(ipaddress.ip_address(address), host) is may


def test_a_name_with_one_address_at_home_is_refused(names: Callable[..., list[str]], settings: Settings) -> None:
    settings.RANDA_MAY_CALL = ["*"]
    names(["8.8.8.8", "127.0.0.1"], ["8.8.8.8"])

    with pytest.raises(AddressRefusedError):
        call("GET", "https://mottagare.example/", None, {}, most=9)
    assert resolve(check_shape("https://mottagare.example/")) == ("8.8.8.8", 443)


def test_a_name_that_leads_elsewhere_a_moment_later_is_asked_once(
    server: Server, names: Callable[..., list[str]]
) -> None:
    stranger = Server()
    asked = names(["127.0.0.1"], ["127.0.0.2"])

    answers = call("GET", f"http://localhost:{server.port}/", None, {}, most=9)
    stranger.end()

    assert (answers.status, asked) == (200, ["localhost"])
    assert (server.hosts, stranger.hosts) == ([f"localhost:{server.port}"], [])


def test_the_certificate_is_that_of_the_name_although_the_address_is_called(
    names: Callable[..., list[str]], settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.RANDA_MAY_CALL = ["127.0.0.1"]
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = Server(context)
    names(["127.0.0.1"])

    answer = call("GET", f"https://mail.test.example:{server.port}/", None, {}, most=9)
    with pytest.raises(ssl.SSLCertVerificationError):
        call("GET", f"https://mottagare.example:{server.port}/", None, {}, most=9)
    server.end()

    assert answer.status == 200


def test_a_proxy_of_the_environment_is_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    assert call("GET", f"http://127.0.0.1:{server.port}/", None, {}, most=9).content == b"ok"


@pytest.mark.parametrize(
    "address",
    ["http://mottagare.example/", "ftp://mottagare.example/", "https://", "https://a:b@mottagare.example/", "https://x/\r\nX: y",
     "https://x:99999/", "https://x:0/", "https://[::1", "javascript:alert(1)", "https://å.example/ b"],
)  # fmt: skip
def test_what_is_no_https_address_is_refused_at_once(address: str, settings: Settings) -> None:
    settings.RANDA_MAY_CALL = ["*"]

    with pytest.raises(AddressRefusedError):
        check_shape(address)


def test_http_is_for_this_machine_only(server: Server, names: Callable[..., list[str]]) -> None:
    names(["8.8.8.8"])

    for address in ("http://mottagare.example/", "http://localhost/"):
        with pytest.raises(AddressRefusedError):
            call("GET", address, None, {}, most=9)
