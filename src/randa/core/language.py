"""Data that is kept in both languages (names of roles, areas, programmes): which one to show."""

from django.utils.translation import get_language


def is_english() -> bool:
    """Tell whether the page is shown in English."""
    return (get_language() or "sv").startswith("en")


def in_language(swedish: str, english: str) -> str:
    """Return the text of the language that is active now; Swedish when there is no English."""
    return english if english and is_english() else swedish
