"""Addresses by name, for pages that may not be installed."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """Return the address of the route `name`, or an empty text when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
