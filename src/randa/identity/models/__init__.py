"""How people sign in: identity providers and linked identities, where somebody is signed in, text kept over an interruption."""

from randa.identity.models.kept import KeptForm
from randa.identity.models.providers import IdentityProvider, LinkedIdentity, SeenAssertion
from randa.identity.models.remembered import Remembered
from randa.identity.models.scim import DirectoryGroup, DirectoryPerson, GivenByGroup, GroupRole, ScimToken
from randa.identity.models.sessions import KnownDevice, LastSignIn, SignedIn

__all__ = [
    "DirectoryGroup",
    "DirectoryPerson",
    "GivenByGroup",
    "GroupRole",
    "IdentityProvider",
    "KeptForm",
    "KnownDevice",
    "LastSignIn",
    "LinkedIdentity",
    "Remembered",
    "ScimToken",
    "SeenAssertion",
    "SignedIn",
]
