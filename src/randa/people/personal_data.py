"""What is kept about everybody: the account, ways to sign in, and roles."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import LEGAL_DUTY, PUBLIC_TASK, SECURITY, AtErasure, DataKind, Rows, Sensitivity, register

ERASED = "@borttagen.invalid"


def erased_email(person: Any) -> str:
    """Return an address that no mail can reach and that is still the person's own row's."""
    return f"{person.pk}{ERASED}"


EVERYBODY = _("Alla som har ett konto")
NOBODY = {"given_name": "Borttagen", "family_name": "person"}  # stored, and the same in every language

register(
    DataKind(
        key="account",
        label=_("Konto och kontaktuppgifter"),
        purpose=_("Veta vem som loggar in och kunna nå personen i tjänsten"),
        legal_basis=PUBLIC_TASK,
        persons=EVERYBODY,
        data=_("Namn, titel, e-post, telefon i tjänsten, HSA-id, språk"),
        recipients=_("Kollegor i samma organisation ser namn och titel"),
        retention_class="account",
        keeps_because=_(
            "Raden finns kvar utan namn och adresser, för att handlingar som bevaras enligt arkivlagen 10 § ska hänga ihop."
        ),
        rows=(
            Rows(
                "people.User",
                "pk",
                _("ditt konto"),
                AtErasure.CLEAR,
                clear={
                    **NOBODY,
                    "email": erased_email,
                    "title": "",
                    "work_phone": "",
                    "hsa_id": None,
                    "password": "!",
                    "is_active": False,
                    "last_login": None,
                },
                leave_out=("password",),
                ends="role_assignments__ends_before",
                event=_("sista rollen tog slut"),
                running=(
                    {"role_assignments__ends_before__isnull": True},
                    {"is_active": True},
                    {"email__endswith": ERASED},
                ),
                at_end=AtErasure.CLEAR,
            ),
        ),
        order=10,
    )
)
register(
    DataKind(
        key="sign_in",
        label=_("Inloggning"),
        purpose=_("Släppa in rätt person och stänga ute andra"),
        legal_basis=SECURITY,
        persons=EVERYBODY,
        data=_("Verifierade e-postadresser, inloggningsmetoder, pågående inloggningar med nätadress och webbläsare"),
        retention_class="sign_in",
        rows=(
            Rows(
                "identity.SignedIn", "user", _("pågående inloggning"), leave_out=("session_key",),
                ends="seen_at", event=_("inloggningen användes senast"),
            ),
            Rows(
                "identity.KnownDevice", "user", _("webbläsare som du har loggat in med"), leave_out=("fingerprint",),
                ends="last_used_at", event=_("webbläsaren användes senast"),
            ),
            Rows("identity.KeptForm", "user", _("text som väntar på att du loggar in igen"), leave_out=("sealed",)),
            Rows("mfa.Authenticator", "user", _("andra faktor"), leave_out=("data",)),
            Rows("account.EmailAddress", "user", _("e-postadress")),
            Rows("socialaccount.SocialAccount", "user", _("koppling till inloggningstjänst"), leave_out=("extra_data",)),
        ),
        order=20,
    )
)  # fmt: skip
register(
    DataKind(
        key="roles",
        label=_("Roller"),
        purpose=_("Bestämma vem som får se och göra vad, och kunna visa det efteråt"),
        legal_basis=PUBLIC_TASK,
        persons=EVERYBODY,
        data=_("Roll, organisation, period, vem som gav rollen och varför"),
        recipients=_("Kollegor i samma organisation"),
        retention_class="roles",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: vem som kunde se vad ska gå att visa tills rollerna gallras."),
        rows=(
            Rows(
                "people.RoleBatchLine", "user", _("ändring av din roll i en gemensam ändring"), AtErasure.KEEP,
                leave_out=("before", "after"), ends="batch__made_at", event=_("ändringen gjordes"),
                organisation="batch__organisation__path",
            ),
            Rows(
                "people.RoleBatch", "person", _("gemensam ändring av dina roller"), AtErasure.KEEP, acted=("made_by", "undone_by"),
                ends="made_at", event=_("ändringen gjordes"), organisation="organisation__path",
            ),
            Rows("people.RoleBatch", "made_by", _("gemensam ändring av roller som du har gjort"), AtErasure.KEEP, leave_out=("reason",)),
            Rows("people.RoleBatch", "undone_by", _("gemensam ändring av roller som du har ångrat"), AtErasure.KEEP, leave_out=("reason",)),
            Rows(
                "people.RoleAssignment", "user", _("roll"), AtErasure.KEEP, acted=("granted_by",), ends="ends_before",
                event=_("rollen tog slut"), organisation="organisation__path",
            ),
            Rows(
                "people.RoleAssignment", "granted_by", _("roll som du har gett någon"), AtErasure.KEEP,
                leave_out=("user", "reason"),
            ),
        ),
        order=30,
    )
)  # fmt: skip
register(
    DataKind(
        key="identity_number",
        label=_("Personnummer och andra identitetsnummer"),
        purpose=_("Identifiera personen säkert i intyg och i ansökan om legitimation"),
        legal_basis=LEGAL_DUTY,
        persons=_("De som har lämnat sitt nummer"),
        data=_("Personnummer, samordningsnummer eller reservnummer, krypterat, med period, identitetsnivå och skäl till ändring"),
        recipients=_("Socialstyrelsen, när ett intyg kräver det"),
        sensitivity=Sensitivity.PROTECTED,
        retention_class="account",
        keeps_because=_("Andras nummer är deras uppgifter. De finns kvar utan att säga vem som skrev in dem."),
        rows=(
            Rows(
                "people.IdentityNumber", "person", _("identitetsnummer"), leave_out=("number_index",), acted=("recorded_by",),
            ),
            Rows(
                "people.IdentityNumber", "recorded_by", _("nummer som du har registrerat för någon"), AtErasure.CLEAR,
                clear={"recorded_by": None}, leave_out=("person", "number", "number_index", "reason", "level", "kind"),
            ),
        ),
        order=15,
    )
)  # fmt: skip
register(
    DataKind(
        key="invitations",
        label=_("Inbjudningar och ansökningar om konto"),
        purpose=_("Låta rätt person få ett konto"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som bjuds in eller ber om ett konto"),
        data=_("Namn, e-post, språk, roll, organisation, meddelande och beslut"),
        retention_class="account",
        keeps_because=_("Andras inbjudningar och ansökningar är deras uppgifter. De pekar på kontot utan namn."),
        rows=(
            Rows(
                "people.Invitation", "assignment__user", _("inbjudan till dig"), leave_out=("token_hash",),
                acted=("invited_by", "backed_by"), ends="closed_at", event=_("inbjudan avslutades"),
                organisation="organisation__path",
            ),
            Rows(
                "people.RegistrationRequest", "decided_by", _("ansökan om konto som du har beslutat om"), AtErasure.CLEAR,
                clear={"decided_by": None},
                leave_out=("email", "given_name", "family_name", "message", "decision_reason", "language"),
                ends="decided_at", event=_("ansökan avgjordes"), organisation="organisation__path",
            ),
        ),
        order=31,
    )
)  # fmt: skip
register(
    DataKind(
        key="people_files",
        label=_("Filer med personer som läses in"),
        purpose=_("Lägga upp konton och roller ur en fil, och kunna ångra det"),
        legal_basis=PUBLIC_TASK,
        persons=_("De som står i filen, och den som läser in den"),
        data=_("Filens rader, krypterade tills de är sparade, och vad som ändrades"),
        retention_class="account",
        rows=(
            Rows(
                "core_imports.ImportRun",
                "started_by",
                _("fil som du har läst in"),
                leave_out=("content", "outcome", "faults"),
            ),
        ),
        order=35,
    )
)
_OF_OTHERS = ("person", "reason")
register(
    DataKind(
        key="external_ids",
        label=_("Id i arbetsgivares system"),
        purpose=_("Känna igen personen när nästa fil från samma arbetsgivare läses in"),
        legal_basis=PUBLIC_TASK,
        persons=_("De som har lästs in från en fil med ett sådant id"),
        data=_("Anställningsnummer eller annat id, vilken organisation, när det lästes in"),
        retention_class="account",
        rows=(Rows("people.ExternalId", "user", _("id i en arbetsgivares system")),),
        order=24,
    )
)
register(
    DataKind(
        key="sharing",
        label=_("Delning mellan organisationer"),
        purpose=_("Låta en annan organisation se det som den behöver för en persons utbildning, och kunna visa varför"),
        legal_basis=PUBLIC_TASK,
        persons=_("Den som delas, och de som har kommit överens om det"),
        data=_("Vilka organisationer, vad som får ses, period, skäl och beslut"),
        recipients=_("Den andra organisationen, så länge delningen gäller"),
        retention_class="roles",
        keeps_because=_("Arkivlagen 10 § och artikel 17.3 b: vem som kunde se vad ska gå att visa tills delningarna gallras."),
        rows=(
            Rows(
                "people.SharingAgreement", "person", _("delning av uppgifter om dig"), AtErasure.KEEP,
                acted=("proposed_by", "answered_by", "ended_by"), ends="ends_before", event=_("delningen tog slut"),
                organisation="giver__path",
            ),
            Rows("people.SharingAgreement", "proposed_by", _("delning som du har föreslagit"), AtErasure.KEEP, leave_out=_OF_OTHERS),
            Rows("people.SharingAgreement", "answered_by", _("delning som du har svarat på"), AtErasure.KEEP, leave_out=_OF_OTHERS),
            Rows("people.SharingAgreement", "ended_by", _("delning som du har avslutat"), AtErasure.KEEP, leave_out=_OF_OTHERS),
        ),
        order=32,
    )
)  # fmt: skip
register(
    DataKind(
        key="merges",
        label=_("Sammanslagna konton"),
        purpose=_("Samla en persons två konton till ett, och kunna ångra det"),
        legal_basis=PUBLIC_TASK,
        persons=_("De som har haft två konton, och den som slog ihop dem"),
        data=_("Vilka konton, när, av vem och varför, och krypterat: varje ändring som gjordes, före och efter"),
        retention_class="roles",
        keeps_because=_("Andras sammanslagningar är deras uppgifter. De pekar på kontot utan namn."),
        rows=(
            Rows(
                "people.AccountMerge", "survivor", _("sammanslagning av dina konton"), leave_out=("steps",),
                acted=("made_by", "undone_by"), ends="made_at", event=_("kontona slogs ihop"),
            ),
            Rows(
                "people.AccountMerge", "merged", _("sammanslagning av dina konton"), leave_out=("steps",),
                acted=("made_by", "undone_by"), ends="made_at", event=_("kontona slogs ihop"),
            ),
            Rows(
                "people.AccountMerge", "made_by", _("sammanslagning som du har gjort"), AtErasure.KEEP,
                leave_out=("survivor", "merged", "reason", "steps", "undone_reason"),
            ),
            Rows(
                "people.AccountMerge", "undone_by", _("sammanslagning som du har ångrat"), AtErasure.KEEP,
                leave_out=("survivor", "merged", "reason", "steps", "undone_reason"),
            ),
        ),
        order=16,
    )
)  # fmt: skip
