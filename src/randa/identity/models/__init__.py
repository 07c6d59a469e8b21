"""How people sign in: identity providers and linked identities, where somebody is signed in, text kept over an interruption."""

from randa.identity.models.kept import KeptForm
from randa.identity.models.providers import IdentityProvider, LinkedIdentity, SeenAssertion
from randa.identity.models.remembered import Remembered
from randa.identity.models.sessions import KnownDevice, SignedIn

__all__ = ["IdentityProvider", "KeptForm", "KnownDevice", "LinkedIdentity", "Remembered", "SeenAssertion", "SignedIn"]
