"""What a merge of two accounts does to the ways in: links follow the person, second factors and sessions do not."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.merging import drop, join, keep, move, refuse, register
from randa.identity.sessions.services import end_other_sessions


def _end_sessions(account: Any) -> None:
    end_other_sessions(user=account)


register(
    join("account.EmailAddress.user", _("e-postadresser"), by="addresses"),
    move("identity.LinkedIdentity.user", _("kopplade inloggningar"), may_go=True),
    move("socialaccount.SocialAccount.user", _("kopplade inloggningar"), may_go=True),
    refuse(
        "identity.DirectoryPerson.person", _("poster i en katalog"),
        _("Båda kontona finns i samma katalog. Ta bort det ena i katalogen först."), "organisation",
    ),
    drop("identity.SignedIn.user", _("pågående inloggningar"), end=_end_sessions),
    *keep("mfa.Authenticator.user", what=_("andra faktorer")),
    # bound to the account: sealed for it, or how somebody came into it
    *keep("identity.KnownDevice.user", "identity.KeptForm.user", "identity.LastSignIn.user"),
    *keep("identity.ScimToken.made_by", "identity.ScimToken.revoked_by", "identity.GroupRole.made_by"),
)  # fmt: skip
