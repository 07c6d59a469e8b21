"""The side navigation shows what a person may open, in order."""

import pytest

from randa.core.ui import navigation
from randa.core.ui.navigation import NavItem, register, visible_links


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})


def test_an_entry_without_the_permission_is_left_out():
    register(NavItem("plan", "Plan", "ui:styleguide", "house", permission="placements.view"))
    register(NavItem("day", "Min dag", "ui:styleguide", "house"))

    assert [link.key for link in visible_links(lambda _permission: False)] == ["day"]
    assert [link.key for link in visible_links("placements.view".__eq__)] == ["day", "plan"]


def test_entries_stand_in_their_order():
    register(NavItem("b", "B", "ui:styleguide", "house", order=20))
    register(NavItem("a", "A", "ui:styleguide", "house", order=30))
    assert [link.key for link in visible_links(bool)] == ["b", "a"]


def test_registering_again_replaces_the_entry():
    register(NavItem("a", "Gammal", "ui:styleguide", "house"))
    register(NavItem("a", "Ny", "ui:styleguide", "house"))
    assert [link.label for link in visible_links(bool)] == ["Ny"]


def test_an_entry_whose_page_is_not_installed_is_left_out():
    register(NavItem("a", "A", "missing:page", "house"))
    assert visible_links(bool) == []
