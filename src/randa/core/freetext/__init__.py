"""Free text that people write: no identity numbers in it, and a warning before anything about a patient (ADR 0016)."""

from randa.core.freetext.errors import IdentityNumberInTextError
from randa.core.freetext.forms import FreeTextField
from randa.core.freetext.numbers import identity_numbers_in, masked, refuse_identity_numbers
from randa.core.freetext.patients import patient_data_warnings

__all__ = (
    "FreeTextField",
    "IdentityNumberInTextError",
    "identity_numbers_in",
    "masked",
    "patient_data_warnings",
    "refuse_identity_numbers",
)
