"""What chance decides: yearly factors on the two inflows, and one extension and drop-out share per replication."""

from dataclasses import dataclass

import numpy as np

from randa.engines.forecast.model import Floats, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One row per replication.

    Attributes:
        need, licensed: [replication][year] factors on the AT need and on those licensed without AT.
        extension, dropout: [replication] shares.
    """

    need: Floats
    licensed: Floats
    extension: Floats
    dropout: Floats

    def __len__(self) -> int:
        """Return the number of replications."""
        return len(self.extension)

    def rows(self, first: int, first_after: int) -> "Draws":
        """Return the replications [first, first_after)."""
        part = slice(first, first_after)
        return Draws(self.need[part], self.licensed[part], self.extension[part], self.dropout[part])


def draw(problem: Problem) -> Draws:
    """Return the draws of all replications; the first n are the same whatever their number.

    The same seed gives the same bits. Noise, extension and drop-out have streams of their own, so that
    switching one on leaves the others as they were.
    """
    count = problem.replications
    streams = np.random.SeedSequence(problem.seed).spawn(3)
    factors = _factors(problem, np.random.default_rng(streams[0]), count)
    return Draws(
        need=np.ascontiguousarray(factors[:, 0]),
        licensed=np.ascontiguousarray(factors[:, 1]),
        extension=_shares(problem.extension, problem.extension_beta, np.random.default_rng(streams[1]), count),
        dropout=_shares(problem.dropout, problem.dropout_beta, np.random.default_rng(streams[2]), count),
    )


def central(problem: Problem) -> Draws:
    """Return one replication without chance: factors 1, shares fixed or the mean of their distribution."""
    ones = np.ones((1, len(problem.years)))
    return Draws(
        need=ones,
        licensed=ones,
        extension=np.array([_mean(problem.extension, problem.extension_beta)]),
        dropout=np.array([_mean(problem.dropout, problem.dropout_beta)]),
    )


def _factors(problem: Problem, rng: np.random.Generator, count: int) -> Floats:
    """Return exp(σz − σ²/2) with z an AR(1) series, [replication][inflow][year]; its mean is 1."""
    years = len(problem.years)
    rho, sigma = problem.noise.rho, problem.noise.sigma
    if sigma == 0:
        return np.ones((count, 2, years))
    z = rng.standard_normal((count, 2, years))
    fresh = np.sqrt(1 - rho * rho)
    for year in range(1, years):
        z[:, :, year] = rho * z[:, :, year - 1] + fresh * z[:, :, year]
    return np.asarray(np.exp(sigma * z - sigma * sigma / 2))


def _shares(fixed: float, beta: tuple[float, float] | None, rng: np.random.Generator, count: int) -> Floats:
    return np.full(count, float(fixed)) if beta is None else rng.beta(*beta, size=count)


def _mean(fixed: float, beta: tuple[float, float] | None) -> float:
    return float(fixed) if beta is None else beta[0] / (beta[0] + beta[1])
