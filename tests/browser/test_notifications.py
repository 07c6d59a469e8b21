"""Something happens, the bell says so, it is opened and put away; a choice is made; a link from a mail works after sign-in."""

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from randa.core.notifications.kinds import SECURITY
from randa.core.notifications.models import Notification, Preference
from randa.core.notifications.services import notify
from randa.core.notifications.services.sending import deliver_due
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World


@pytest.fixture
def told(world: World) -> Notification:
    """The training manager has just been told something, and the worker has sent it."""
    Notification.objects.filter(recipient=world.manager).delete()
    notify(world.manager, SECURITY.key, "Nytt sätt att logga in", "Var det inte du?", "/personer/jag/")
    mail.outbox.clear()
    deliver_due(timezone.now())
    return Notification.objects.get(recipient=world.manager)


def test_the_bell_leads_to_the_matter_and_what_is_done_can_be_taken_back(told: Notification, visit: Opener) -> None:
    page = visit("/", "training_manager")
    page.get_by_role("link", name="1 oläst avisering").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aviseringar")
    page.get_by_role("link", name="Öppna: Nytt sätt att logga in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min profil")

    page.get_by_role("link", name="0 olästa aviseringar").click()
    page.get_by_role("button", name="Klar: Nytt sätt att logga in").click()
    expect(page.get_by_text("Inga aviseringar")).to_be_visible()
    page.get_by_role("link", name="Klara").click()
    assert violations(page) == []
    page.get_by_role("button", name="Ta tillbaka: Nytt sätt att logga in").click()

    told.refresh_from_db()
    assert told.done_at is None


def test_the_bell_tells_of_news_without_a_new_page(world: World, visit: Opener) -> None:
    Notification.objects.filter(recipient=world.manager).delete()
    page = visit("/", "training_manager")
    expect(page.get_by_role("link", name="0 olästa aviseringar")).to_be_visible()
    notify(world.manager, SECURITY.key, "Nytt sätt att logga in")

    page.evaluate("htmx.ajax('GET', '/aviseringar/antal/', {target: '#bell', swap: 'outerHTML'})")

    expect(page.get_by_role("link", name="1 oläst avisering")).to_be_visible()


def test_a_kind_is_chosen_for_the_digest(world: World, visit: Opener) -> None:
    page = visit("/aviseringar/val/", "training_manager")
    page.get_by_label("Säkerhet på ditt konto").select_option("daily")
    page.get_by_role("button", name="Spara").click()

    expect(page.get_by_text("Dina val är sparade.")).to_be_visible()
    assert Preference.objects.get(person=world.manager, kind=SECURITY.key).channel == "daily"
    Preference.objects.filter(person=world.manager).delete()


def test_a_link_in_a_mail_opens_the_matter_after_sign_in(told: Notification, visit: Opener) -> None:
    path = f"/aviseringar/{told.pk}/oppna/"
    assert [sent for sent in mail.outbox if path in str(sent.body)], "others may be told of other things meanwhile"

    stranger: Page = visit(path, "nobody")
    assert f"next=/aviseringar/{told.pk}/oppna/" in stranger.url.replace("%2F", "/")
    page = visit(path, "training_manager")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min profil")
