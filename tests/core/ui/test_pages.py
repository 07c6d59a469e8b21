"""The style guide and the frame around it."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from randa.core.ui.context import Viewer, frame_for, theme_of

pytestmark = pytest.mark.django_db  # every request is a transaction, also of a page that reads nothing


@pytest.fixture
def page(client, settings):
    settings.UI_VIEWER = ""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

    def get(address="/stilguide/", **headers):
        return client.get(address, headers={"accept-language": "sv", **headers})

    return get


def test_the_style_guide_has_nothing_that_a_strict_policy_refuses(page):
    html = page().content.decode()

    assert not re.search(r"<style|\sstyle=", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_no_address_on_the_page_leads_to_another_machine(page):
    assert re.findall(r'(?:href|src)="(?:https?:)?//', page().content.decode()) == []


def test_every_id_is_used_once(page):
    ids = re.findall(r'\sid="([^"]+)"', page().content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_htmx_gets_only_the_table(page):
    html = page(hx_target="table-sample", hx_request="true").content.decode()
    assert html.lstrip().startswith('<section class="table-part" id="table-sample"')


def test_the_server_draws_the_chosen_theme_at_once(page, client):
    client.post("/stilguide/tema/", {"theme": "dark", "next": "/stilguide/"})
    assert '<html lang="sv" data-theme="dark">' in page().content.decode()


def test_the_theme_form_never_leads_to_another_site(client):
    assert client.post("/stilguide/tema/", {"theme": "dark", "next": "//evil.example/"}).headers["Location"] == "/"


def test_an_unknown_theme_follows_the_system():
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><script>'
    assert theme_of(request) == ""


def test_a_person_who_is_not_signed_in_sees_no_menu(settings):
    settings.UI_VIEWER = ""
    assert frame_for(RequestFactory().get("/")).links == []


@pytest.mark.parametrize(
    ("name", "initials"), [("Signe Ljungberg", "SL"), ("Åke", "Å"), ("Ann Marie Ek", "AE"), ("", "")]
)
def test_initials_are_of_the_first_and_last_name(name, initials):
    assert Viewer(name=name).initials == initials


def test_the_frame_says_which_day_it_is_in_the_demo_world(page):
    with override("sv"):
        assert "I dag är det mån 11 jan 2027" in page().content.decode()


def test_the_style_guide_is_there_in_the_demo_world_only(settings):
    reader = Client()
    assert reader.get("/stilguide/").status_code == 200
    assert "/stilguide/" in reader.get("/konto/logga-in/").content.decode()

    settings.RANDA_DEMO = False

    assert reader.get("/stilguide/").status_code == 404
    assert reader.get("/stilguide/diagram/capacity.svg").status_code == 404
    assert reader.post("/stilguide/visa/").status_code == 404
    assert reader.post("/stilguide/tema/", {"theme": "dark"}).status_code == 302
    assert 'href="/stilguide/"' not in reader.get("/konto/logga-in/").content.decode()
