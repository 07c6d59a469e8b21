"""The interface itself holds no data: the style guide and the choice of theme are open."""

from tests.access.home import ANYBODY, ANYBODY_MOVES_ON

ROWS: dict[str, dict[str, int]] = {
    "ui:styleguide": ANYBODY,
    "ui:sample_chart": ANYBODY,
    "ui:sample_toast": ANYBODY_MOVES_ON,
    "ui:theme": ANYBODY_MOVES_ON,
}
