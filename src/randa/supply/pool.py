"""Who gets the seats of one week when all kinds of learner draw from one pool: a pure function over numbers, without the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for a kind: its place in the order, and what is kept for it until so many weeks before. `percent` goes before `number`."""

    kind: str
    order: int
    number: int | None = None
    percent: int | None = None
    until_weeks_before: int = 0

    def kept(self, seats: int, weeks_before: int) -> Decimal:
        """Return the seats kept for the kind in a week that is `weeks_before` weeks ahead."""
        if weeks_before < self.until_weeks_before:
            return NOTHING
        if self.percent is not None:
            return Decimal(seats) * self.percent / 100
        return Decimal(self.number or 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a kind holds already and asks for besides, in seats (learners times their share of a seat)."""

    kind: str
    held: Decimal = NOTHING
    asked: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Share:
    """What a kind gets of what it asks for; `lacking` is the rest."""

    kind: str
    held: Decimal
    granted: Decimal
    lacking: Decimal


def share_out(seats: int, wishes: Sequence[Wish], rules: Sequence[KindRule], weeks_before: int) -> list[Share]:
    """Return what each kind gets, in the order of the rules (kinds without a rule last, by name).

    What is held stays held, also when it is more than there is. Of the rest a kind takes first what is kept for it, then what is
    kept for nobody, in order: nobody takes what is kept for another kind.
    """
    by_kind = {rule.kind: rule for rule in rules}
    ordered = sorted(wishes, key=lambda wish: (by_kind[wish.kind].order if wish.kind in by_kind else 999, wish.kind))
    left = max(NOTHING, Decimal(seats) - sum((wish.held for wish in wishes), NOTHING))
    holds = {wish.kind: wish.held for wish in wishes}
    kept: dict[str, Decimal] = {}
    for rule in sorted(rules, key=lambda rule: rule.order):
        kept[rule.kind] = min(left, max(NOTHING, rule.kept(seats, weeks_before) - holds.get(rule.kind, NOTHING)))
        left -= kept[rule.kind]
    shares = []
    for wish in ordered:
        own = min(wish.asked, kept.get(wish.kind, NOTHING))
        common = min(wish.asked - own, left)
        left -= common
        shares.append(Share(wish.kind, wish.held, own + common, wish.asked - own - common))
    return shares
