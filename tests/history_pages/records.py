"""Registered documents and personal data, with their history."""

from django.urls import reverse

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.loader import load_retention_classes
from randa.privacy.models import RetentionClass, RetentionRun
from randa.privacy.services import ask_for_export, extend_request, make_request, reject_removal
from randa.privacy.services.controllers import change_controller
from randa.privacy.services.holds import set_period
from randa.records.services import mark_secret
from tests.factories import (
    TODAY,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.history_pages.told import Told, page
from tests.records.world import registered


@page("records.registereddocument")
def document(actor: User, region: Organisation) -> Told:
    made = registered(actor, region)
    mark_secret(actor=actor, document=made, section="31 kap. 16 § OSL", note="Anbud")
    return Told(f"{made.get_absolute_url()}?flik=historik", ("registrerades", "sekretessmarkerades", "Anbud"))


@page("privacy.privacyrequest")
def privacy_request(actor: User, region: Organisation) -> Told:
    made = make_request(actor=actor, person=_colleague(region), kind="correction", text="Fel titel", today=TODAY)
    extend_request(actor=actor, request=made, reason="Många begäranden")
    said = ("förlängdes", "Svar senast", "<del>2027-02-10</del>", "Många begäranden")
    return Told(reverse("privacy:request", args=[made.pk]), said)


@page("privacy.accessexport")
def access_export(actor: User, region: Organisation) -> Told:
    export = ask_for_export(actor=actor, person=_colleague(region), reason="Begäran per brev")
    return Told(reverse("privacy:export", args=[export.pk]), ("begärdes", "Begäran per brev"))


@page("privacy.retentionrun")
def removal(actor: User, region: Organisation) -> Told:
    run = RetentionRun.objects.create(
        organisation=region, day=TODAY, plan_sha256="0" * 64, proposed_by=UserFactory.create()
    )
    reject_removal(actor=actor, run=run, reason="Fristen är fel")
    return Told(reverse("privacy:run", args=[run.pk]), ("avvisades", "Fristen är fel"))


@page("privacy.retentionperiod")
def retention_period(actor: User, region: Organisation) -> Told:
    load_retention_classes()
    for months in (24, 36):
        set_period(
            actor=actor, retention_class=RetentionClass.objects.get(pk="roles"), organisation=region, months=months,
            decision="RS 2027/1", decided_on=TODAY,
        )  # fmt: skip
    url = reverse("privacy:period", args=[region.code, "roles"])
    return Told(url, ("sattes till 36 månader", "<del>24</del> → <ins>36</ins>"))


@page("privacy.controllerdetails")
def controller(actor: User, region: Organisation) -> Told:
    for contact in ("Kansliet", "Registratorn"):
        change_controller(
            actor=actor, organisation=region, contact=contact, protection_officer="", processors="", measures=""
        )
    url = reverse("privacy:controller", args=[region.code])
    return Told(url, ("Kontakt", "<del>Kansliet</del> → <ins>Registratorn</ins>"))


def _colleague(region: Organisation) -> User:
    person: User = RoleAssignmentFactory.create(organisation=region).user
    return person
