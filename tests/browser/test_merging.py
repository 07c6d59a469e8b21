"""Two accounts of one person become one, and two again."""

from django.urls import reverse
from playwright.sync_api import expect

from randa.people.models import AccountMerge, RoleAssignment
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, violations
from tests.browser.people import somebody
from tests.browser.world import World


def test_a_double_is_found_merged_and_taken_apart_again(visit: Opener, world: World) -> None:
    kept, double = somebody("Tyra"), somebody("Tyra", "supervisor")
    page = visit(kept.get_absolute_url(), "administrator")
    page.get_by_role("link", name="Slå ihop med…").click()
    page.get_by_role("listitem").filter(has_text=double.email).get_by_role("link", name="Tyra Provsson").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Slå ihop konton")
    page.get_by_role("radio", name=double.email).check()
    page.get_by_label("Varför?").fill("Samma nummer, 811218-9876")
    page.get_by_role("button", name="Slå ihop kontona").click()
    expect(page.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(page.get_by_role("radio", name=double.email)).to_be_checked()
    assert not AccountMerge.objects.filter(merged=double).exists()
    assert violations(page) == []

    page.get_by_label("Varför?").fill("Fick två konton vid inläsningen")
    page.get_by_role("button", name="Slå ihop kontona").click()
    expect(page.get_by_text("Kontot är sammanslaget med ett annat konto")).to_be_visible()
    assert set(RoleAssignment.objects.filter(user=kept).values_list("role_id", flat=True)) == {"learner", "supervisor"}
    kept.refresh_from_db()
    double.refresh_from_db()
    assert (double.merged_into, double.is_active) == (kept, False)
    assert violations(page) == []
    page.goto(reverse("people:person", args=[double.pk]))
    expect(page).to_have_url(page.url.replace(str(double.pk), str(kept.pk)))  # old links lead to who lives on

    page.get_by_role("link", name="Ångra sammanslagningen").click()
    assert faults_anew(page) == []
    page.get_by_label("Varför?").fill("Det var två personer, 811218-9876")
    page.get_by_role("button", name="Ångra sammanslagningen").click()
    expect(page.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(page.get_by_label("Varför?")).to_have_value("Det var två personer, 811218-9876")
    page.get_by_label("Varför?").fill("Det var två personer")
    page.get_by_role("button", name="Ångra sammanslagningen").click()

    expect(page.get_by_text("Kontot är sammanslaget")).to_have_count(0)
    double.refresh_from_db()
    assert (double.merged_into, double.is_active) == (None, True)
    assert RoleAssignment.objects.get(user=kept).role_id == "learner"
    assert RoleAssignment.objects.get(user=double).role_id == "supervisor"
    assert violations(page) == []
