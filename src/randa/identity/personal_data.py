"""What is kept about people's ways to sign in through an employer."""

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import PUBLIC_TASK, SECURITY, AtErasure, DataKind, Rows, register

register(
    DataKind(
        key="linked_identities",
        label=_("Kopplade inloggningar"),
        purpose=_("Känna igen den som loggar in via sin arbetsgivare"),
        legal_basis=SECURITY,
        persons=_("Alla som loggar in via en arbetsgivare"),
        data=_("Personens beständiga id hos inloggningstjänsten, när och varför det kopplades, senaste användning"),
        retention_class="sign_in",
        rows=(Rows("identity.LinkedIdentity", "user", _("kopplad inloggning"), leave_out=("confirmed_roles",)),),
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
                "identity.LastSignIn", "user", _("din senaste inloggning och den före"), ends="at",
                event=_("du loggade in senast"),
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
register(
    DataKind(
        key="directory",
        label=_("Uppgifter från arbetsgivarens katalog"),
        purpose=_("Låta konton och roller följa anställningen, så att den som har slutat inte kommer in"),
        legal_basis=PUBLIC_TASK,
        persons=_("Anställda i organisationer som har kopplat sin katalog"),
        data=_("Användarnamn, katalogens nyckel för personen, namn, titel, adresser, grupper"),
        retention_class="account",
        rows=(
            Rows("identity.GivenByGroup", "entry__person", _("roll som följer av en grupp")),
            Rows("identity.DirectoryPerson", "person", _("post i en katalog")),
        ),
        order=25,
    )
)
register(
    DataKind(
        key="directory_keys",
        label=_("Den som sköter en katalogkoppling"),
        purpose=_("Kunna visa vem som släppte in en katalog och vilka roller den får ge"),
        legal_basis=SECURITY,
        persons=_("De som sköter inloggningstjänster"),
        data=_("Vem som skapade eller återkallade en nyckel eller kopplade en grupp till en roll"),
        retention_class="account",
        keeps_because=_("Artikel 32: det ska gå att visa vem som gav en katalog tillträde."),
        rows=(
            Rows(
                "identity.ScimToken",
                "made_by",
                _("katalognyckel"),
                AtErasure.KEEP,
                leave_out=("fingerprint",),
                acted=("revoked_by",),
            ),
            Rows(
                "identity.ScimToken",
                "revoked_by",
                _("återkallad katalognyckel"),
                AtErasure.KEEP,
                leave_out=("fingerprint",),
            ),
            Rows("identity.GroupRole", "made_by", _("koppling av en grupp till en roll"), AtErasure.KEEP),
        ),
        order=26,
    )
)
