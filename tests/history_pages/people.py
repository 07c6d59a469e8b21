"""People, organisations, and how they sign in and talk, with their history."""

import datetime as dt

from django.urls import reverse

from randa.core.audit.services import record
from randa.core.imports.models import ImportRun
from randa.identity.providers.services import change_mapping, switch_provider
from randa.integrations.services.webhooks import make_webhook, pause_webhook
from randa.organisations.models import Organisation
from randa.people.models import RegistrationRequest, User
from randa.people.services.invitations import invite, revoke_invitation
from randa.people.services.registrations import refuse_registration, set_account_rules
from randa.people.services.sharing import end_sharing, propose_sharing
from tests.factories import (
    TODAY,
    OrganisationFactory,
    RoleFactory,
)
from tests.history_pages.told import Told, page
from tests.identity.providers import oidc_provider

LATER = TODAY + dt.timedelta(days=60)


@page("organisations.organisation")
def organisation(actor: User, region: Organisation) -> Told:
    set_account_rules(actor=actor, organisation=region, self_registration=True, close_without_role=False)
    said = ("Reglerna för konton i", "Får begära konto själva", "<del>nej</del> → <ins>ja</ins>")
    return Told(region.get_absolute_url(), said)


@page("people.organisationaccountsettings")
def rules_for_accounts(actor: User, region: Organisation) -> Told:
    set_account_rules(actor=actor, organisation=region, self_registration=True, close_without_role=False)
    url = reverse("people:account_rules", args=[region.code])
    return Told(url, ("Reglerna för konton i", "<del>nej</del> → <ins>ja</ins>"))


@page("identity.identityprovider")
def identity_provider(actor: User, region: Organisation) -> Told:
    provider = oidc_provider(organisation=region)
    switch_provider(actor=actor, provider=provider, enabled=False)
    change_mapping(actor=actor, provider=provider, mapping={"email": ["epost"]})
    said = (
        "Inloggningstjänsten Region Provläns inloggning ändrades",
        "Påslagen",
        "<del>ja</del> → <ins>nej</ins>",
        "E-post: epost",
    )
    return Told(provider.get_absolute_url(), said)


@page("integrations.webhook")
def webhook(actor: User, region: Organisation) -> Told:
    made, _secret = make_webhook(actor=actor, organisation=region, address="https://system.example/", kinds=["plans"])
    pause_webhook(actor=actor, webhook=made)
    return Told(reverse("integrations:webhook", args=[made.pk]), ("kopplades", "pausades"))


@page("people.sharingagreement")
def sharing(actor: User, region: Organisation) -> Told:
    made = propose_sharing(
        actor=actor, giver=region, receiver=OrganisationFactory.create(), permissions=["people.view"], starts_on=TODAY,
        ends_before=LATER, reason="Gemensam utbildning", today=TODAY,
    )  # fmt: skip
    end_sharing(actor=actor, agreement=made, today=TODAY, reason="Behövs inte")
    said = ("Delning föreslogs", "<ins>väntar på svar</ins>", "Behövs inte")
    return Told(reverse("people:sharing_agreement", args=[made.pk]), said)


@page("people.invitation")
def invitation(actor: User, region: Organisation) -> Told:
    role = RoleFactory.create(permissions=["people.view"])
    made = invite(actor=actor, email="ny@region.example", role=role, organisation=region, starts_on=TODAY)
    revoke_invitation(actor=actor, invitation=made, reason="Fel adress")
    url = reverse("people:invitation", args=[made.pk])
    return Told(url, ("ny@region.example bjöds in", "togs tillbaka", "Fel adress"))


@page("people.registrationrequest")
def registration(actor: User, region: Organisation) -> Told:
    asked = RegistrationRequest.objects.create(
        organisation=region, role=RoleFactory.create(), email="fraga@region.example", given_name="Ask", family_name="Ek",
        language="sv",
    )  # fmt: skip
    refuse_registration(actor=actor, request=asked, reason="Arbetar inte här")
    said = ("Begäran om konto från fraga@region.example nekades", "Arbetar inte här")
    return Told(reverse("people:registration", args=[asked.pk]), said)


@page("core_imports.importrun")
def people_import(actor: User, region: Organisation) -> Told:
    run = ImportRun.objects.create(
        kind="people.roles", place=region.path, name="personal.xlsx", started_by=actor, state="stored",
        outcome={"new": 3, "changed": 1, "unchanged": 0, "roles": 3, "held": 0},
    )  # fmt: skip
    record(actor, "people.imported", run, after={"people": 3, "changed": 1, "roles": 3}, organisation_path=region.path)
    url = reverse("people:import_preview", args=[run.pk])
    return Told(url, ("lästes in från filen", "Nya konton"))
