"""What is kept about people's ways to sign in through an employer."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import SECURITY, DataKind, Rows, register

register(
    DataKind(
        key="linked_identities",
        label=_("Kopplade inloggningar"),
        purpose=_("Känna igen den som loggar in via sin arbetsgivare"),
        legal_basis=SECURITY,
        persons=_("Alla som loggar in via en arbetsgivare"),
        data=_("Personens beständiga id hos inloggningstjänsten, när och varför det kopplades, senaste användning"),
        retention_class="sign_in",
        rows=(Rows("identity.LinkedIdentity", "user", _("kopplad inloggning")),),
        order=21,
    )
)
register(
    DataKind(
        key="devices",
        label=_("Webbläsare där du är inloggad"),
        purpose=_("Låta dig se och avsluta dina inloggningar, och varna för en ny webbläsare"),
        legal_basis=SECURITY,
        persons=_("Alla som har ett konto"),
        data=_("Webbläsare och system, nätadress, tidpunkter; text som väntar på att du loggar in igen, krypterad"),
        retention_class="sign_in",
        rows=(
            Rows(
                "identity.SignedIn", "user", _("webbläsare där du är inloggad"), leave_out=("session_key",),
                ends="seen_at", event=_("inloggningen användes senast"),
            ),
            Rows(
                "identity.KnownDevice", "user", _("webbläsare som du har använt"), leave_out=("fingerprint",),
                ends="last_used_at", event=_("webbläsaren användes senast"),
            ),
            Rows(
                "identity.KeptForm", "user", _("text som väntar på dig"), leave_out=("sealed", "sent_to", "written_at"),
                ends="expires_at", event=_("texten gick ut"),
            ),
        ),
        order=22,
    )
)  # fmt: skip
