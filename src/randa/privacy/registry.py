"""The kinds of personal data, for whoever stands on a floor above; apps below import `randa.core.personal_data` itself."""

from randa.core.personal_data import (
    LEGAL_DUTY,
    OPENNESS,
    PUBLIC_TASK,
    SECURITY,
    AtErasure,
    DataKind,
    LegalBasis,
    Rows,
    Sensitivity,
    all_rows,
    in_order_of_removal,
    kind_of,
    kinds,
    register,
)

__all__ = [
    "LEGAL_DUTY",
    "OPENNESS",
    "PUBLIC_TASK",
    "SECURITY",
    "AtErasure",
    "DataKind",
    "LegalBasis",
    "Rows",
    "Sensitivity",
    "all_rows",
    "in_order_of_removal",
    "kind_of",
    "kinds",
    "register",
]
