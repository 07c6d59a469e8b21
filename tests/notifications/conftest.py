import pytest
from django.utils.translation import trans_real

from randa.core.ui.translations import compile_translations


@pytest.fixture
def english() -> None:
    """The compiled catalogue, as `randa run` makes it."""
    if compile_translations():
        trans_real._translations.clear()
