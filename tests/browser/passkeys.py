"""A device with passkeys, as the browser itself imitates one."""

from playwright.sync_api import CDPSession, Page, expect

from randa.people.models import User
from tests.browser.test_account import sign_in
from tests.browser.world import PASSWORD


class Device:
    """A security chip beside a page's browser. `verified` is whether its person lets it see finger, face or PIN."""

    def __init__(self, page: Page, *, verified: bool = True) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        kind = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": verified, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.pk = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]

    def keys(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.pk})[
            "credentials"
        ]
        return found

    def take(self, key: dict[str, object]) -> None:
        """Put a passkey of another device into this one."""
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.pk, "credential": key})

    def leave(self) -> None:
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.pk})


def with_password(name: str) -> User:
    """Return somebody new with a password and nothing else."""
    return User.objects.create_user(
        email=f"{name.lower()}{User.objects.count()}@prov.example",
        password=PASSWORD,
        given_name=name,
        family_name="Provsson",
    )


def enrol(page: Page, person: User) -> None:
    """Sign in with the password, and make a passkey instead of connecting a code app."""
    sign_in(page, person.email)
    page.get_by_role("link", name="Skapa en passernyckel i stället").click()
    page.get_by_role("button", name="Skapa passernyckeln").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dina reservkoder")


def sign_out(page: Page) -> None:
    page.goto("/konto/logga-ut/")
    page.locator("main").get_by_role("button", name="Logga ut").click()
    page.goto("/konto/logga-in/")
