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
