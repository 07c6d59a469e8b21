"""Claims, checks and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from randa.dimensioning.claims.figures import Number
from randa.dimensioning.claims.implied import Interval


class Kind(StrEnum):
    """What sort of claim is made."""

    TOTAL = "total"
    RATE = "rate"
    SHARE = "share"
    TEXT = "text"
    DIFFERENCE = "difference"
    SERIES = "series"


class Cause(StrEnum):
    """The likely cause of a deviation, as far as the figures themselves can tell."""

    DENOMINATOR_OLDER_POPULATION = "denominator_older_population"
    DENOMINATOR_LARGER_POPULATION = "denominator_larger_population"
    DENOMINATOR_COPIED_RATE = "denominator_copied_rate"
    DENOMINATOR_MIXED = "denominator_mixed"
    DENOMINATOR_WRONG_SHARE = "denominator_wrong_share"
    ROUNDING = "rounding"
    MISSING_REGION = "missing_region"
    MISSING_TOTAL = "missing_total"
    ARITHMETIC = "arithmetic"
    TEXT_AGAINST_TABLE = "text_against_table"
    TEXT_AGAINST_TEXT = "text_against_text"
    QUANTITY_DIFFERS = "quantity_differs"


class Severity(StrEnum):
    """How a finding is to be read: a figure is wrong, sources disagree, or something is good to know."""

    DEVIATION = "deviation"
    CONFLICT = "conflict"
    NOTE = "note"


Param = str | int | Number


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a document says.

    Attributes:
        document: short number of the document; `pasted` for a table a user gave.
        place: where in the table or text, for people.
        printed: the figure as printed; empty when only its sense is kept.
        value, step: the same as a number, with the value of its last decimal.
        inputs: the printed figures it should follow from, by name.
    """

    id: str
    document: str
    table: str
    place: str
    kind: Kind
    printed: str
    value: Decimal | None = None
    step: Decimal | None = None
    inputs: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RateCheck:
    """A printed rate beside what its count gives.

    Attributes:
        implied: the populations for which both are right; None when there is none.
        recomputed: the count per 100 000 of the stated population; None without one.
        fits: whether the stated population lies in `implied`; None without one.
    """

    claim: Claim
    label: str
    measure: str
    count: Decimal
    rate: Decimal
    step: Decimal
    implied: Interval | None
    recomputed: Fraction | None
    fits: bool | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, or several that contradict one another, with the recomputed value and the likely cause.

    Attributes:
        message: Swedish sentence with named parameters; translate first, then fill in `params`.
        recomputed: what the claim should say, where one number says it.
        implied: for a rate, the populations that would make it right.
        deviation: printed minus recomputed.
        checks: every rate of the region, when rates contradict each other.
    """

    id: str
    kind: Kind
    cause: Cause
    severity: Severity
    claims: tuple[Claim, ...]
    message: str
    params: Mapping[str, Param]
    recomputed: Number | None = None
    implied: Interval | None = None
    deviation: Number | None = None
    checks: tuple[RateCheck, ...] = ()

    @property
    def document(self) -> str:
        """The document of the first claim."""
        return self.claims[0].document

    @property
    def table(self) -> str:
        """The table of the first claim, or empty."""
        return self.claims[0].table

    @property
    def place(self) -> str:
        """Where the first claim stands."""
        return self.claims[0].place

    @property
    def printed(self) -> str:
        """What the claims print, for a column in a list."""
        return "; ".join(dict.fromkeys(claim.printed for claim in self.claims if claim.printed))

    @property
    def text(self) -> str:
        """The sentence in Swedish."""
        return self.message % self.params
