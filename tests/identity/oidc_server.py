"""A real OpenID provider on this machine, which checks PKCE and can be made to lie."""

import base64
import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

Claims = dict[str, Any]


class OidcServer:
    """The running provider.

    Attributes:
        issuer: its address.
        lie: changes the claims of an ID token before it is signed; `None` for an honest provider.
        sign: changes a signed token; `None` to leave it.
        challenges: the PKCE challenge of each code it has given.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.lie: Callable[[Claims], Claims] | None = None
        self.sign: Callable[[str], str] | None = None
        self.challenges: dict[str, str] = {}
        self.asked: list[dict[str, list[str]]] = []

    def knows(self, sub: str, **claims: object) -> None:
        """Register somebody."""
        requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def sign_in(self, sub: str) -> Callable[[str], str]:
        """Return what takes the address at the provider, signs `sub` in there, and gives the address back."""

        def at_provider(address: str) -> str:
            answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
            assert answer.status_code == 302, answer.text
            return answer.headers["Location"]

        return at_provider

    def refuse(self, address: str) -> str:
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=10)
        return answer.headers["Location"]


@contextmanager
def oidc_server() -> Iterator[OidcServer]:
    """Start the provider on a free port and stop it afterwards. The warnings of the library it is built on stay within."""
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401 - lets its own warnings through always, so they are silenced after it

        warnings.simplefilter("ignore")
        import oidc_provider_mock
        from oidc_provider_mock._server import _threaded_server

        application = oidc_provider_mock.app()
        server = OidcServer("")
        _watch(application, server)
        with _threaded_server(app=_quietly(application)) as running:
            server.issuer = f"http://localhost:{running.server_port}"
            yield server


def _quietly(application: Any) -> Any:
    """Ignore the warnings of the provider's own code while it answers; our code waits meanwhile."""

    def answer(environ: Any, start_response: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(application(environ, start_response))

    return answer


def _watch(application: Any, server: OidcServer) -> None:
    import flask
    from authlib.jose import jwt

    @application.before_request
    def check_pkce() -> Any:
        if flask.request.path != "/oauth2/token":
            return None
        verifier = flask.request.form.get("code_verifier", "")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if digest != server.challenges.pop(flask.request.form.get("code", ""), None):
            return flask.jsonify(error="invalid_grant", error_description="PKCE"), 400
        return None

    @application.after_request
    def remember_and_lie(response: Any) -> Any:
        if flask.request.path == "/oauth2/authorize" and "Location" in response.headers:
            server.asked.append(parse_qs(flask.request.query_string.decode()))
            code = parse_qs(urlsplit(response.headers["Location"]).query).get("code")
            if code and flask.request.args.get("code_challenge_method") == "S256":
                server.challenges[code[0]] = flask.request.args["code_challenge"]
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            answer = response.get_json()
            key = flask.g.oidc_provider_mock_storage.jwk
            if server.lie is not None:
                claims = server.lie(dict(jwt.decode(answer["id_token"], key)))
                answer["id_token"] = jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, claims, key).decode()
            if server.sign is not None:
                answer["id_token"] = server.sign(answer["id_token"])
            response.set_data(json.dumps(answer))
        return response
