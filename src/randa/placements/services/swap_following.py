"""What is proposed in a plan goes on in the one that replaces it."""

from collections.abc import Sequence

from randa.placements.models import Plan, Swap


def follow_plan(plan: Plan, replaced: Sequence[Plan]) -> None:
    """Let what is proposed in plans that are replaced go on in the one that replaces them: most blocks are as they were."""
    Swap.objects.still_open().filter(plan__in=replaced).update(plan=plan)
