"""Reading what a provider publishes about itself, and speaking with it. Its addresses were typed by an administrator: core.outbound
decides what is called."""

import http.client
import io
from typing import Any, cast

import requests
from django.utils.translation import gettext as _
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from randa.core.outbound import AddressRefusedError, Answer, call
from randa.identity.providers.errors import ProviderUnreachableError

LARGEST = (
    4 * 1024 * 1024
)  # one provider's metadata is some kilobytes; a whole federation's is for a metadata query service


def ask(method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    """Return a provider's answer.

    Raises:
        ProviderUnreachableError: the address is not called, does not answer, or answers with more than four megabytes.
    """
    own = {"Accept-Encoding": "identity", "User-Agent": "Randa"}
    try:
        answer = call(method, address, body, {**(headers or {}), **own}, most=LARGEST + 1)
    except AddressRefusedError as error:
        advice = _(
            "Randa når inte %(address)s. Antingen finns adressen inte, eller så får Randa inte anropa den. "
            "Det avgör den som driver Randa."
        )
        detail = f"{address}: unknown, or not to be called (RANDA_MAY_CALL)"
        raise ProviderUnreachableError(detail, advice % {"address": address}) from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        advice = _("%(address)s svarar inte. Kontrollera adressen, eller försök igen om en stund.") % {
            "address": address
        }
        raise ProviderUnreachableError(f"{address}: {type(error).__name__}", advice) from error
    if len(answer.content) > LARGEST:
        advice = _("%(address)s svarar med mer än 4 MB. Ange en adress som gäller en enda inloggningstjänst.")
        raise ProviderUnreachableError(f"{address}: more than {LARGEST} bytes", advice % {"address": address})
    return answer


def fetch(address: str) -> bytes:
    """Return what the address holds.

    Raises:
        ProviderUnreachableError: it does not answer with 200.
    """
    answer = ask("GET", address)
    if answer.status != 200:
        advice = _("%(address)s svarar med felet %(status)d. Kontrollera adressen.")
        raise ProviderUnreachableError(
            f"{address}: status {answer.status}", advice % {"address": address, "status": answer.status}
        )
    return answer.content


class CarefulSession(requests.Session):
    """What allauth's OAuth engine speaks through: every call is one of ours, whatever the environment says of proxies and passwords."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()
        self.mount("https://", _Careful())
        self.mount("http://", _Careful())

    def request(self, *args: Any, **more: Any) -> requests.Response:
        more["allow_redirects"] = False
        return super().request(*args, **more)


class _Careful(BaseAdapter):
    def send(self, request: requests.PreparedRequest, *_args: Any, **_more: Any) -> requests.Response:
        body = (
            request.body.encode() if isinstance(request.body, str) else cast("bytes | None", request.body)
        )  # forms only
        headers = {str(name): str(value) for name, value in request.headers.items()}
        answer = ask(str(request.method), str(request.url), body, headers)
        response = requests.Response()
        response.status_code, response.url, response.request = answer.status, str(request.url), request
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = io.BytesIO(answer.content)
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is kept open between calls."""
