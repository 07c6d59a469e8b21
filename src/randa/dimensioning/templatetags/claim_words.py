"""How the claim checker's figures are drawn."""

from collections.abc import Sequence
from typing import Any

from django import template

from randa.dimensioning.claim_words import rate_texts
from randa.dimensioning.claims import RateCheck

register = template.Library()


@register.inclusion_tag("dimensioning/claims_rates.html")
def rate_rows(checks: Sequence[RateCheck]) -> dict[str, Any]:
    """Draw all rates of one region beside what their counts give."""
    return {"rates": [rate_texts(check) for check in checks]}
