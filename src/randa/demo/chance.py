"""Chance that falls the same way every time: one seed, a stream of numbers per subject, and keys made of names."""

import random
import uuid

SEED = 2027
_NAMESPACE = uuid.UUID("7a9c1c1e-2027-5011-8c1d-0a11d0e0da0a")


def stream(subject: str) -> random.Random:
    """Return the numbers of one subject. Streams are apart, so that a new step does not change what others draw."""
    return random.Random(f"{SEED}:{subject}")  # noqa: S311 - a made-up world, not a secret


def fixed_id(kind: str, key: str) -> uuid.UUID:
    """Return the same key for the same thing in every demo world."""
    return uuid.uuid5(_NAMESPACE, f"{SEED}:{kind}:{key}")


def spread(total: int, weights: list[int]) -> list[int]:
    """Return whole numbers that sum to `total`, in proportion to `weights`; the largest remainders are rounded up."""
    whole = sum(weights)
    shares = [total * weight / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
