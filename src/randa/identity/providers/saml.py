"""SAML 2.0 as a service provider, on python3-saml, with the checks that it leaves to its caller."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

import xmlsec
from allauth.socialaccount.internal import statekit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from lxml.etree import LxmlError, _Element
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.delivered import Delivered, read_delivered
from randa.identity.providers.encryption import own_keys, refuse_weak_encryption
from randa.identity.providers.errors import SignInCancelledError, SignInFailedError
from randa.identity.providers.services import remember_assertion

CLOCK_SKEW = Constants.ALLOWED_CLOCK_DRIFT  # python3-saml's own; only the assertion's Conditions are given it
FRESH = 300  # seconds: how new the sign-in at the provider is when it stands for "it is me, once more"
_REFUSED = {"RequestDenied", "AuthnFailed", "NoAuthnContext", "NoPassive"}
_TO_ASSERTION = "/samlp:Response/saml:Assertion"


def addresses(request: HttpRequest, provider: IdentityProvider) -> dict[str, str]:
    """Return our entityID (which is where our metadata is) and where assertions are sent, for this provider."""
    return {
        name: request.build_absolute_uri(reverse(f"identity:saml_{name}", args=[provider.pk]))
        for name in ("metadata", "acs")
    }


def begin(request: HttpRequest, provider: IdentityProvider, *, purpose: str, next_url: str) -> HttpResponse:
    """Send the person to the provider with a signed request; its id is kept in the session."""
    auth = OneLogin_Saml2_Auth(_request_data(request), _settings(request, provider))
    target = auth.login(return_to="", force_authn=purpose == "confirm", set_nameid_policy=False)
    statekit.stash_state(
        request,
        provider_id=str(provider.pk),
        state={"process": purpose, "next": next_url, "data": {"user": str(request.user.pk)}},
        state_id=auth.get_last_request_id(),
    )
    return HttpResponseRedirect(target)


def finish(
    request: HttpRequest, provider: IdentityProvider, posted: Mapping[str, str]
) -> tuple[Delivered, dict[str, Any]]:
    """Check the posted answer and return what it says, with what was kept at the start (`process`, `next`).

    Raises:
        SignInFailedError: it is not signed, not for us, not now, not an answer to this session, or used before.
        SignInCancelledError: the provider says that the person was not signed in.
    """
    try:
        answer = _opened(request, provider, posted.get("SAMLResponse", ""))
        state = _state(request, provider, answer)
        answer.is_valid(
            _request_data(request, path=reverse("identity:saml_acs", args=[provider.pk])),
            request_id=answer.get_in_response_to(),
            raise_exceptions=True,
        )
    except OneLogin_Saml2_ValidationError as error:
        if error.code == OneLogin_Saml2_ValidationError.STATUS_CODE_IS_NOT_SUCCESS and _was_refused(str(error)):
            raise SignInCancelledError from error
        raise SignInFailedError(str(error)) from error
    except (OneLogin_Saml2_Error, LxmlError, xmlsec.Error, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SignInFailedError(f"not a SAML answer: {type(error).__name__}") from error
    _check_the_rest(request, provider, answer, state)
    return _delivered(provider, answer), state


def _opened(request: HttpRequest, provider: IdentityProvider, posted: str) -> OneLogin_Saml2_Response:
    """Return the answer, decrypted if it was encrypted, with whichever of our keys it was encrypted to."""
    refuse_weak_encryption(OneLogin_Saml2_XML.to_etree(OneLogin_Saml2_Utils.b64decode(posted)))
    failure: xmlsec.Error | None = None
    for key in own_keys(provider):
        settings = _settings(request, provider)
        settings["sp"]["privateKey"] = key
        try:
            answer = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(settings), posted)
        except xmlsec.Error as error:
            failure = error
        else:
            if answer.encrypted:
                refuse_weak_encryption(answer.decrypted_document)  # a name or an attribute may be encrypted once more
            return answer
    raise SignInFailedError("it is encrypted to another key than ours") from failure


def metadata(request: HttpRequest, provider: IdentityProvider) -> bytes:
    """Return our signed metadata for this provider."""
    made = OneLogin_Saml2_Settings(_settings(request, provider), sp_validation_only=True).get_sp_metadata()
    return made if isinstance(made, bytes) else str(made).encode()


def _settings(request: HttpRequest, provider: IdentityProvider) -> dict[str, Any]:
    own = addresses(request, provider)
    level = provider.two_factor_values if provider.asks_for_level and provider.two_factor_values else False
    return {
        "strict": True,
        "sp": {
            "entityId": own["metadata"],
            "assertionConsumerService": {"url": own["acs"], "binding": Constants.BINDING_HTTP_POST},
            "NameIDFormat": Constants.NAMEID_PERSISTENT,
            "x509cert": provider.own_certificate,
            "privateKey": reveal(provider, "own_key"),
            **(
                {"x509certNew": provider.other_certificate}
                if provider.key_change == IdentityProvider.KeyChange.COMING
                else {}
            ),
        },
        "idp": {
            "entityId": provider.issuer,
            "singleSignOnService": {"url": provider.sso_url, "binding": Constants.BINDING_HTTP_REDIRECT},
            "x509certMulti": {"signing": provider.certificates, "encryption": provider.certificates[:1]},
        },
        "security": {
            "authnRequestsSigned": True,
            "wantAssertionsSigned": True,
            "wantNameId": False,
            "wantAttributeStatement": False,
            "requestedAuthnContext": level,
            "rejectDeprecatedAlgorithm": True,
            "signMetadata": True,
            "signatureAlgorithm": Constants.RSA_SHA256,
            "digestAlgorithm": Constants.SHA256,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
            "metadataValidUntil": "",
            "metadataCacheDuration": "P7D",
        },
    }


def _request_data(request: HttpRequest, path: str = "") -> dict[str, Any]:
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": path or request.path,
        "get_data": {},
        "post_data": {},
    }


def _state(request: HttpRequest, provider: IdentityProvider, answer: OneLogin_Saml2_Response) -> dict[str, Any]:
    """Return what was kept when the answer was asked for. It is used up, whether the answer turns out right or not."""
    asked = answer.get_in_response_to()
    if asked is None:
        if not provider.accepts_unasked:
            raise SignInFailedError("nobody asked for this answer (no InResponseTo)")
        return {"process": "login", "next": "", "data": {}}
    state = statekit.unstash_state(request, provider_id=str(provider.pk), state_id=asked)
    if state is None:
        raise SignInFailedError("InResponseTo is no request of this session, or it was answered")
    return cast("dict[str, Any]", state)


def _check_the_rest(
    request: HttpRequest, provider: IdentityProvider, answer: OneLogin_Saml2_Response, state: dict[str, Any]
) -> None:
    """Check what python3-saml lets pass: a missing audience, a recipient that only begins alike, an answer used twice."""
    own, asked = addresses(request, provider), answer.get_in_response_to()
    if own["metadata"] not in answer.get_audiences():
        raise SignInFailedError("the audience is missing or somebody else")
    if answer.document.get("Destination", own["acs"]) != own["acs"]:
        raise SignInFailedError("Destination is another address")
    confirmations = _within(answer, "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    if not any(one.get("Recipient") == own["acs"] and one.get("InResponseTo") == asked for one in confirmations):
        raise SignInFailedError("no SubjectConfirmation has our address and our question")
    if state["process"] == "confirm" and not _is_fresh(answer):
        raise SignInFailedError("AuthnInstant is too old for a confirmation")
    latest = max(int(answer.get_assertion_not_on_or_after() or 0), int(OneLogin_Saml2_Utils.now()) + 3600)
    expires_at = dt.datetime.fromtimestamp(latest + CLOCK_SKEW, tz=dt.UTC)
    if not remember_assertion(provider=provider, assertion_id=str(answer.get_assertion_id()), expires_at=expires_at):
        raise SignInFailedError("the assertion was used before")


def _is_fresh(answer: OneLogin_Saml2_Response) -> bool:
    moments = [one.get("AuthnInstant") for one in _within(answer, "/saml:AuthnStatement")]
    oldest = OneLogin_Saml2_Utils.now() - FRESH - CLOCK_SKEW
    return bool(moments) and all(OneLogin_Saml2_Utils.parse_SAML_to_time(one) >= oldest for one in moments)


def _within(answer: OneLogin_Saml2_Response, path: str) -> list[_Element]:
    """Return elements of the one assertion, after decryption."""
    document = answer.decrypted_document if answer.encrypted else answer.document
    found: list[_Element] = OneLogin_Saml2_XML.query(document, _TO_ASSERTION + path)
    return found


def _delivered(provider: IdentityProvider, answer: OneLogin_Saml2_Response) -> Delivered:
    attributes = {
        name: tuple(str(value) for value in values if isinstance(value, str))
        for name, values in answer.get_attributes().items()
    }
    name_id = answer.get_nameid_data() if _within(answer, "/saml:Subject/saml:NameID") else {}
    # A transient name is new each time, and an address may get a new owner: neither says who somebody is.
    subject = name_id.get("Value", "") if name_id.get("Format") == Constants.NAMEID_PERSISTENT else ""
    return read_delivered(provider, attributes, subject=subject, levels=answer.get_authn_contexts())


def _was_refused(message: str) -> bool:
    return any(name in message for name in _REFUSED)
