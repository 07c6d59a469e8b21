"""Whether a template can be filled at all, with or without locked blocks."""

from __future__ import annotations

from collections.abc import Sequence

from randa.engines.planning.model import Block, Template


def can_tile(template: Template, locked: Sequence[Block] = ()) -> bool:
    """Return whether some order and lengths of blocks fill the template exactly, keeping the locked blocks."""
    kinds = list(template.blocks)
    bit = {kind: 1 << index for index, kind in enumerate(kinds)}
    after = dict.fromkeys(kinds, 0)
    for first, second in template.before:
        after[first] |= bit[second]
    fixed = {block.kind: block for block in locked}
    required = sum(bit[k] for k in kinds if template.blocks[k].minimum > 0 or k in fixed)
    reached: list[set[int]] = [set() for _ in range(template.total + 1)]
    reached[0].add(0)
    for position in range(template.total):
        for done in reached[position]:
            for kind in kinds:
                if done & bit[kind] or done & after[kind]:
                    continue
                for end in _ends(template, kind, position, fixed):
                    reached[end].add(done | bit[kind])
    return any(done & required == required for done in reached[template.total])


def _ends(template: Template, kind: str, position: int, fixed: dict[str, Block]) -> range:
    """Return the positions where a block of this kind that begins at `position` may end."""
    rule = template.blocks[kind]
    if kind in fixed:
        block = fixed[kind]
        end = position + block.weeks
        return range(end, end + 1) if block.position == position and end <= template.total else range(0)
    return range(position + max(rule.minimum, 1), min(position + rule.maximum, template.total) + 1)
