"""What is kept about people who have keys."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import SECURITY, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="api_keys",
        label=_("API-nycklar"),
        purpose=_("Låta andra system läsa och ändra i ditt eller organisationens namn, och visa att det gjordes"),
        legal_basis=SECURITY,
        persons=_("Den som har skapat en nyckel"),
        data=_("Nyckelns namn och vad den får användas till, när den skapades, användes och återkallades, och från vilken nätadress"),
        retention_class="sign_in",
        keeps_because=_("Artikel 32: det ska gå att visa vem som gav ut en nyckel så länge den hör till organisationen."),
        rows=(
            Rows(
                "integrations.ApiKey", "owner", _("din API-nyckel"), leave_out=("secret_hash",), acted=("revoked_by",),
                condition={"organisation__isnull": True}, ends="ends_before", event=_("nyckeln slutade gälla"),
            ),
            Rows(
                "integrations.ApiKey", "made_by", _("nyckel som du har gett ut för en organisation"), AtErasure.KEEP,
                leave_out=("secret_hash",), acted=("revoked_by",), condition={"organisation__isnull": False},
                ends="ends_before", event=_("nyckeln slutade gälla"), organisation="organisation__path",
            ),
            Rows(
                "integrations.Webhook", "made_by", _("webhook som du har kopplat för en organisation"), AtErasure.KEEP,
                leave_out=("secret", "position"), acted=("paused_by",), organisation="organisation__path",
            ),
            Rows(
                "integrations.AnsweredCall", "actor", _("anrop som besvarades"), leave_out=("answer", "call_hash", "key"),
                ends="made_at", event=_("anropet besvarades"),
            ),
        ),
        order=23,
    )
)  # fmt: skip
