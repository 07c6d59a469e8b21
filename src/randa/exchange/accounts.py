"""The fairness account of a queue: weeks that each region gave and received, against its agreed share of all that was received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stay:
    """Weeks at a unit of region `giver` that a learner of `receiver` got from the queue."""

    giver: str
    receiver: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Account:
    """One region's account, in weeks. Its share is `parts` of `whole`; `due` is that part of all received weeks."""

    region: str
    given: int
    received: int
    parts: int
    whole: int
    due: float

    @property
    def balance(self) -> float:
        """Weeks received beyond the share; below 0 the region has something to get."""
        return self.received - self.due


def accounts_of(regions: Sequence[str], parts: Mapping[str, int], stays: Iterable[Stay]) -> list[Account]:
    """Return one account per region, in the order given. Without agreed parts all have the same; a region without any has none.

    Stays of others than `regions` count in what was received by all, so that shares are of the whole.
    """
    rows = list(stays)
    agreed = parts if any(parts.get(one, 0) for one in regions) else dict.fromkeys(regions, 1)
    whole = sum(agreed.get(one, 0) for one in regions)
    total = sum(one.weeks for one in rows)
    found = []
    for region in regions:
        own = agreed.get(region, 0)
        given = sum(one.weeks for one in rows if one.giver == region)
        received = sum(one.weeks for one in rows if one.receiver == region)
        found.append(Account(region, given, received, own, whole, own / whole * total))
    return found
