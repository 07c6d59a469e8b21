"""The interface itself holds no data: the style guide and the choice of theme are open."""

from typing import Any

from tests.access.home import ANYBODY, ANYBODY_MOVES_ON
from tests.access.world import Objects

ROWS: dict[str, dict[str, int]] = {
    "ui:styleguide": ANYBODY,
    "ui:sample_chart": ANYBODY,
    "ui:sample_toast": ANYBODY_MOVES_ON,
    "ui:theme": ANYBODY_MOVES_ON,
}


def arguments(_objects: Objects) -> dict[str, dict[str, Any]]:
    return {"ui:sample_chart": {"key": "capacity", "file_format": "svg"}}
