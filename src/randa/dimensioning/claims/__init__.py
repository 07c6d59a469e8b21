"""The claim checker: published figures recomputed with a stated population, and each deviation with its likely cause.

Pure Python, no Django. A claim is what a document says (a total, a rate, a share, a sentence); a finding is a
claim, or several, that the figures do not bear out. Nothing printed is ever corrected here: the printed and the
recomputed figure stand side by side.

A printed rate r per 100 000 with last decimal s, beside a count n, can only be right for a population between
n·100 000/(r + s/2) and n·100 000/(r - s/2). A region whose rates share no such population contradicts itself,
whatever population one believes in.
"""

from randa.dimensioning.claims.check import check_published
from randa.dimensioning.claims.model import Cause, Claim, Finding, Kind, RateCheck, Severity
from randa.dimensioning.claims.pasted import RowError, TableCheck, check_table

__all__ = [
    "Cause",
    "Claim",
    "Finding",
    "Kind",
    "RateCheck",
    "RowError",
    "Severity",
    "TableCheck",
    "check_published",
    "check_table",
]
