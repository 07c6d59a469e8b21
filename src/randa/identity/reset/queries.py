"""What a person has to show who they are with, as far as whoever keeps their account needs to know."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Factors:
    """How many of each a person has. Nothing of the secrets themselves."""

    code_apps: int = 0
    passkeys: int = 0
    recovery_codes: int = 0

    def __bool__(self) -> bool:
        return bool(self.code_apps or self.passkeys or self.recovery_codes)


def factors_of(person: User) -> Factors:
    """Return what the person has; sets of recovery codes count as one."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return Factors(*(kinds.count(kind) for kind in ("totp", "webauthn", "recovery_codes")))
