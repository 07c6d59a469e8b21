"""Refusals on the way through an identity provider, in words for the person who stands there."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class SignInFailedError(DomainError):
    """The answer cannot be trusted. `detail` is for the log and for the administrator's test, never for whoever sent it."""

    code = "sign_in_failed"
    status = 400

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(
            _(
                "Svaret från inloggningstjänsten gick inte att lita på, så ingen loggades in. Börja om från inloggningssidan."
            )
        )


class SignInCancelledError(DomainError):
    """The person, or the provider, said no."""

    code = "sign_in_cancelled"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Inloggningen avbröts hos inloggningstjänsten. Du kan börja om, eller logga in på ett annat sätt.")
        )


class ProviderUnreachableError(DomainError):
    """The provider does not answer, or answers with something else than it should.

    `detail` is for the log; `advice` says to whoever looks after the provider what is wrong, and what to do.
    """

    code = "provider_unreachable"
    status = 502

    def __init__(self, detail: str, advice: str = "") -> None:
        self.detail, self.advice = detail, advice
        super().__init__(
            _(
                "Inloggningstjänsten svarar inte som den ska just nu. Försök igen om en stund, eller logga in på ett annat sätt."
            )
        )


class NoAccountError(DomainError):
    """Nobody here is the person that the provider speaks of, as far as may be told."""

    code = "no_account"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Din arbetsgivare känner igen dig, men det finns inget konto i Randa som hör till den inloggningen. Har du redan ett "
                "konto: logga in med lösenord och koppla inloggningen under Lösenord och säkerhet. Annars: be den som sköter konton hos er."
            )
        )


class OwnProofNeededError(DomainError):
    """The provider's word is not enough for this account, and the account has nothing of its own to show."""

    code = "own_proof_needed"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ditt konto har en roll hos en organisation som den här inloggningen inte står för. Bekräfta en gång att det är du: "
                "logga in med lösenord (välj Glömt lösenordet om du inte har något) och koppla en kodapp eller skapa en passernyckel. "
                "Sedan kan du logga in här igen."
            )
        )


class IdentityMismatchError(DomainError):
    """The linked account has another HSA-id than the provider delivered: the name at the provider may have a new owner."""

    code = "identity_mismatch"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Inloggningen hör till ett konto med ett annat HSA-id än det som skickades. Be den som sköter konton hos er att "
                "kontrollera ditt HSA-id."
            )
        )


class AlreadyLinkedError(DomainError):
    """The identity opens somebody else's account."""

    code = "identity_already_linked"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Den inloggningen är redan kopplad till ett annat konto. Logga in med den, eller be den som sköter konton hos er."
            )
        )


class LastWayInError(DomainError):
    """Without this identity the person could not sign in at all."""

    code = "last_way_in"

    def __init__(self) -> None:
        super().__init__(
            _("Det är ditt enda sätt att logga in. Välj ett lösenord först, och ta sedan bort kopplingen.")
        )


class PasswordNotUsedError(DomainError):
    """The employer wants its people to sign in through the provider."""

    code = "password_not_used"
    status = 403

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("Din arbetsgivare vill att du loggar in via %(name)s. Välj den på inloggningssidan.") % {"name": name}
        )


class Problem(NamedTuple):
    """What is wrong with one setting of a provider; "metadata" stands for the address as well as for what was pasted."""

    setting: str
    words: str


class InvalidProviderError(InvalidInputError):
    """The settings of a provider do not hold together; `at` says which, and `problems` has a sentence for each fault."""

    code = "invalid_provider"

    def __init__(self, at: list[Problem]) -> None:
        self.at = at
        super().__init__(_("Inloggningstjänsten kan inte sparas så här:"), [problem.words for problem in at])


class KeyChangeError(DomainError):
    """The step does not follow on where the change of our key stands."""

    code = "key_change"

    def __init__(self) -> None:
        super().__init__(_("Bytet av nyckel har redan gått vidare. Se på tjänstens sida var det står nu."))


class NotReadyError(DomainError):
    """A provider is switched on before a test has shown that it works."""

    code = "provider_not_ready"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tjänsten saknar uppgifter som behövs för inloggning. Fyll i dem och prova inloggningen, och slå sedan på den."
            )
        )
