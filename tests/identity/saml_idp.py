"""A real SAML identity provider (pysaml2, signing with xmlsec1), which reads our signed request before it answers."""

import base64
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from randa.identity.providers.certificates import make_own

XMLSEC = shutil.which("xmlsec1")
needs_xmlsec = pytest.mark.skipif(
    XMLSEC is None and not os.environ.get("CI"),
    reason="the program xmlsec1 is missing; apt-get install xmlsec1 to run the SAML tests",
)
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
URI = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"


class SamlIdp:
    """An identity provider with a key of its own; `certificate` is its certificate as PEM."""

    def __init__(self, folder: Path, name: str, sso_url: str) -> None:
        self.entity_id, self.sso_url = f"https://{name}.test.example/idp", sso_url
        self.certificate, key = make_own(name)
        (folder / f"{name}.crt").write_text(self.certificate)
        (folder / f"{name}.key").write_text(key)
        self._files = {"key_file": str(folder / f"{name}.key"), "cert_file": str(folder / f"{name}.crt")}

    def server(self, sp_metadata: str) -> Any:
        """Return pysaml2's server, which knows one service provider."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from saml2 import BINDING_HTTP_REDIRECT
            from saml2.config import IdPConfig
            from saml2.server import Server

            config = IdPConfig().load(
                {
                    "entityid": self.entity_id,
                    "xmlsec_binary": XMLSEC,
                    **self._files,
                    "metadata": {"inline": [sp_metadata]},
                    "service": {
                        "idp": {
                            "endpoints": {"single_sign_on_service": [(self.sso_url, BINDING_HTTP_REDIRECT)]},
                            "want_authn_requests_signed": True,
                            "policy": {
                                "default": {"lifetime": {"minutes": 15}, "name_form": URI, "sign_assertion": True}
                            },
                        }
                    },
                }
            )
            return Server(config=config)

    def metadata(self, sp_metadata: str) -> str:
        """Return the provider's own metadata."""
        from saml2.metadata import entity_descriptor

        return str(entity_descriptor(self.server(sp_metadata).config))

    def answer(
        self,
        address: str,
        sp_metadata: str,
        *,
        subject: str = "vide",
        level: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
        sign_assertion: bool = True,
        sign_response: bool = False,
        destination: str = "",
        audience: str = "",
        attributes: dict[str, list[str]] | None = None,
        unasked: str = "",
        algorithm: str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    ) -> str:
        """Read the signed request in `address` and return the response as XML. `unasked`: our entityID, without a request."""
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.saml import NameID

        server = self.server(sp_metadata)
        asked: dict[str, Any] = {}
        if not unasked:
            query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
            request = server.parse_authn_request(
                query["SAMLRequest"], BINDING_HTTP_REDIRECT, relay_state=query.get("RelayState", ""),
                sigalg=query["SigAlg"], signature=query["Signature"],
            )  # fmt: skip
            asked = server.response_args(request.message)
        made = server.create_authn_response(
            attributes or {},
            in_response_to=asked.get("in_response_to"),
            destination=destination or acs_of(sp_metadata),
            sp_entity_id=audience or asked.get("sp_entity_id") or unasked,
            name_id=NameID(format=PERSISTENT, text=subject),
            authn={"class_ref": level, "authn_auth": self.entity_id},
            sign_assertion=sign_assertion,
            sign_response=sign_response,
            sign_alg=algorithm,
            digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
        )
        return str(made)


def acs_of(sp_metadata: str) -> str:
    """Return where the service provider takes answers."""
    return sp_metadata.partition("AssertionConsumerService")[2].partition('Location="')[2].partition('"')[0]


def posted(xml: str) -> dict[str, str]:
    """Return the form that the provider's page sends."""
    return {"SAMLResponse": base64.b64encode(xml.encode()).decode()}


@contextmanager
def saml_idp(name: str = "idp", sso_url: str = "https://idp.test.example/sso") -> Iterator[SamlIdp]:
    """Make an identity provider whose keys last as long as the block."""
    with tempfile.TemporaryDirectory() as folder:
        yield SamlIdp(Path(folder), name, sso_url)


@contextmanager
def saml_site(level: str, attributes: dict[str, list[str]]) -> Iterator[tuple[SamlIdp, dict[str, str]]]:
    """Serve an identity provider's sign-in page on another site than Randa's (localhost, not 127.0.0.1).

    The second part takes our metadata under "sp", once it is known.
    """
    known: dict[str, str] = {}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                form = posted(made.answer(self.path, known["sp"], level=level, attributes=attributes))
            page = (
                f'<!doctype html><title>IdP</title><h1>Regionens inloggning</h1><form method="post" action="{acs_of(known["sp"])}">'
                f'<input type="hidden" name="SAMLResponse" value="{form["SAMLResponse"]}"><button>Visa kortet</button></form>'
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Page)
    with saml_idp("site", f"http://localhost:{server.server_port}/sso") as made:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made, known
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
