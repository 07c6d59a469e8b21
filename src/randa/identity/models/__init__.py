"""What is remembered about signing in: where somebody is signed in, text kept over an interruption, counters of attempts."""

from randa.identity.models.kept import KeptForm
from randa.identity.models.remembered import Remembered
from randa.identity.models.sessions import KnownDevice, SignedIn

__all__ = ["KeptForm", "KnownDevice", "Remembered", "SignedIn"]
