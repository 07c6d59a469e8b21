"""One way everywhere: whatever the log has a word for tells its history on its page, with before and after, or it is said why not."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.access.permissions import PERMISSIONS
from randa.core.audit import wording
from randa.core.audit.models import AuditEvent
from randa.core.audit.services import record
from randa.core.imports.models import ImportRun
from randa.dimensioning.plan.changes import CellChange, CellKey
from randa.dimensioning.services.plan import save_plan_changes
from randa.dimensioning.services.scenarios import create_scenario, set_values
from randa.exchange.loader import load_exchange
from randa.exchange.models import SeatRequest
from randa.exchange.services.bidding import end_inquiry
from randa.exchange.services.groups import Occasion, make_group
from randa.exchange.services.queues.opening import agree_shares
from randa.exchange.services.queues.ruling import take_back_order
from randa.exchange.services.queues.waiting import take_out_of_queue
from randa.exchange.services.requests import ask_for_seats, withdraw_request
from randa.identity.providers.services import change_mapping, switch_provider
from randa.integrations.services.webhooks import make_webhook, pause_webhook
from randa.organisations.models import Organisation
from randa.people.models import RegistrationRequest, User
from randa.people.services.invitations import invite, revoke_invitation
from randa.people.services.registrations import refuse_registration, set_account_rules
from randa.people.services.sharing import end_sharing, propose_sharing
from randa.placements.services.capacity import change_mandate
from randa.placements.services.plans import publish_plan
from randa.placements.services.swaps import refuse_swap
from randa.privacy.loader import load_retention_classes
from randa.privacy.models import RetentionClass, RetentionRun
from randa.privacy.services import ask_for_export, extend_request, make_request, reject_removal
from randa.privacy.services.controllers import change_controller
from randa.privacy.services.holds import set_period
from randa.proposals.answering import Said
from randa.proposals.services.answering import answer_block
from randa.proposals.services.sending import send_proposal, withdraw_proposal
from randa.records.services import mark_secret
from randa.supply.services.agreements import save_agreement
from randa.supply.services.facts import save_closure
from randa.supply.services.leave import record_leave, withdraw_leave
from randa.supply.services.pool import decide_pool
from tests.exchange.world import wanted
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    LearnerKindFactory,
    MembershipFactory,
    NoReasonFactory,
    OrderRuleFactory,
    OrganisationFactory,
    PlacementAreaFactory,
    PlacementFactory,
    PlanFactory,
    PostFactory,
    ProgrammeFactory,
    ProposalFactory,
    QueuePlaceFactory,
    RoleAssignmentFactory,
    RoleFactory,
    SeatPeriodFactory,
    SeatQueueFactory,
    SupervisorFactory,
    SwapFactory,
    UnitFactory,
    UserFactory,
    person_with,
)
from tests.identity.providers import oidc_provider
from tests.records.world import registered

pytestmark = pytest.mark.django_db
LATER = TODAY + dt.timedelta(days=60)
# Kinds of objects in the log that have no page of their own, and where their history is read instead.
WITHOUT_PAGE = {
    "people.user": "the tab Historik of the person, with all that concerns them (tests/people/test_person_log.py)",
    "people.roleassignment": "on the person, and on the organisation",
    "people.accountmerge": "on the person who lives on",
    "people.rolebatch": "on each person whose roles changed",
    "training.enrolment": "on the learner",
    "placements.placement": "on its plan",
    "dimensioning.planrevision": "is itself one change, shown whole on its page and in the history of each cell",
    "identity.scimtoken": "on the organisation",
    "identity.grouprole": "on the organisation",
    "identity.directoryperson": "on the person",
    "identity.directorygroup": "the log: groups belong to the directory, and change there",
    "identity.linkedidentity": "on the person",
    "calendars.feed": "on the person whose calendar it is",
    "compensation.countingrule": "is never changed; the list of rules shows every version",
    "compensation.rate": "is never changed; the list of rates shows every version",
    "integrations.apikey": "on the organisation, or on the person whose key it is",  # pragma: allowlist secret - the name of a model
    "privacy.legalhold": "on the organisation",
    "core_audit.auditexport": "the log itself",
    "core_audit.chaincheck": "the page of the chain, with its readings",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A page, and what its history must say of the change that was made: the sentence, before and after."""

    url: str
    says: tuple[str, ...]


Maker = Callable[[User, Organisation], Told]
PAGES: dict[str, Maker] = {}  # kind of object -> makes one, changes it and tells where that is shown


def page(kind: str) -> Callable[[Maker], Maker]:
    """Add a page to those that are tried."""

    def add(maker: Maker) -> Maker:
        PAGES[kind] = maker
        return maker

    return add


@page("dimensioning.plannedposts")
def plan_cell(actor: User, region: Organisation) -> Told:
    key, other = CellKey(region.code, 2027, "BTF"), CellKey(region.code, 2028, "BTF")
    save_plan_changes(actor=actor, changes=[CellChange(key, 10, source="Budget"), CellChange(other, 99)])
    save_plan_changes(actor=actor, changes=[CellChange(key, 14, source="Beslut 2026")])
    said = (
        "Planen ändrades",
        "<del>10 (utkast)</del> → <ins>14 (utkast)</ins>",
        "<del>Budget</del> → <ins>Beslut 2026</ins>",
    )
    return Told(reverse("dimensioning:cell", args=[key]), said)


@page("dimensioning.scenario")
def scenario(actor: User, region: Organisation) -> Told:
    MembershipFactory.create(region=region, healthcare_region__code="SR-MEL")
    made = create_scenario(actor=actor, name="Fler som slutar", region=region)
    set_values(actor=actor, scenario=made, values={"licensed_waiting": 900}, comment="Enligt enkäten")
    return Told(reverse("dimensioning:scenario", args=[made.pk]), ("Enligt enkäten", "<ins>900</ins>"))


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


@page("placements.mandatechange")
def mandate(actor: User, region: Organisation) -> Told:
    unit = SeatPeriodFactory.create(unit__organisation=region, unit__region=region).unit
    change_mandate(actor=actor, unit=unit, effective_on=TODAY, seats_after=4, reason="Fler handledare", decided_by="")
    url = reverse("placements:mandate_change", args=[region.code])
    return Told(url, ("Enhetens platser ändrades", "<ins>4</ins>", "Fler handledare"))


@page("supervisors.supervisor")
def supervisor(actor: User, region: Organisation) -> Told:
    made = SupervisorFactory.create(unit__organisation=region, unit__region=region)
    absence = record_leave(actor=actor, supervisor=made, starts_on=TODAY, ends_before=LATER)
    withdraw_leave(actor=actor, absence=absence, reason="Blev frisk")
    said = ("antecknades som borta från handledning", "togs tillbaka", "Blev frisk")
    return Told(reverse("supply:supervisors", args=[region.code]), said)


@page("supply.poolruleset")
def pool_rules(actor: User, region: Organisation) -> Told:
    UnitFactory.create(organisation=region, region=region)
    decide_pool(
        actor=actor, organisation=region, rules=[], valid_from=TODAY, decided_by="Nämnden", source="Protokoll 3"
    )
    return Told(reverse("supply:pool"), ("Ordningen i potten beslutades",))


@page("supply.frameworkagreement")
def framework(actor: User, region: Organisation) -> Told:
    terms = {"salary": "home", "travel": "host", "insurance": "home", "reference": "RS 2027/3", "note": ""}
    made = save_agreement(
        actor=actor,
        home=region,
        host=OrganisationFactory.create(),
        kinds=[],
        starts_on=TODAY,
        ends_before=None,
        **terms,
    )
    return Told(reverse("supply:agreement", args=[made.pk]), ("Ramavtalet", "den som tar emot"))


@page("training.unit")
def unit(actor: User, region: Organisation) -> Told:
    made = UnitFactory.create(organisation=region, region=region)
    save_closure(actor=actor, unit=made, starts_on=TODAY, ends_before=LATER, reason="Ombyggnad", decided_by="Chefen")
    return Told(
        reverse("supply:history", args=[region.code]), ("Enhetens uppgifter ändrades: stängd period", "Ombyggnad")
    )


@page("placements.plan")
def placement_plan(actor: User, region: Organisation) -> Told:
    plan = publish_plan(actor=actor, plan=PlanFactory.create(name="Plan för våren", regions=[region]))
    return Told(reverse("placements:plan_facts", args=[plan.pk]), ("Planen Plan för våren", "publicerades"))


@page("placements.swap")
def swap_of_placements(actor: User, region: Organisation) -> Told:
    plan = PlanFactory.create(regions=[region], state="published")
    proposer, partner = EnrolmentFactory.create_batch(2, post__region=region, post__base=region)
    days = {"partner_starts_on": dt.date(2027, 2, 1), "partner_ends_before": dt.date(2027, 3, 29)}
    made = SwapFactory.create(
        plan=plan, proposer=proposer, partner=partner, partner_unit=UnitFactory.create(), state="agreed", **days
    )
    refuse_swap(actor=actor, swap=made, reason="Enheten är trång")
    return Told(reverse("placements:swap_decision", args=[made.pk]), ("godkändes inte", "Enheten är trång"))


@page("proposals.proposal")
def proposal_to_units(actor: User, region: Organisation) -> Told:
    made = ProposalFactory.create(plan=PlanFactory.create(regions=[region]))
    withdraw_proposal(actor=actor, proposal=made)
    return Told(made.get_absolute_url(), ("drogs tillbaka",))


@page("proposals.proposedblock")
def block_of_a_proposal(actor: User, region: Organisation) -> Told:
    row = PlacementFactory.create(plan=PlanFactory.create(regions=[region]), unit=UnitFactory.create(region=region))
    made = send_proposal(actor=actor, plan=row.plan, answer_by=dt.date(2027, 1, 25))
    reason = NoReasonFactory.create(code="full", name_sv="För många samtidigt")
    answer_block(actor=actor, block=made.blocks.get(), said=Said("no", reason=reason, words="Juni passar"), seen=0)
    return Told(made.get_absolute_url(), ("svarade på ett block: nej", "För många samtidigt", "Juni passar"))


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


@page("exchange.seatrequest")
def seat_request(actor: User, region: Organisation) -> Told:
    made = _asked(actor, region)
    withdraw_request(actor=actor, request=made, reason="Färre studenter", today=TODAY)
    return Told(
        made.get_absolute_url(), ("Förfrågan om 2 platser skickades", "Förfrågan togs tillbaka", "Färre studenter")
    )


@page("exchange.orderrule")
def order_rule(actor: User, region: Organisation) -> Told:
    healthcare_region = SeatQueueFactory.create(keeper=region).healthcare_region
    rule = OrderRuleFactory.create(healthcare_region=healthcare_region, valid_from=LATER)
    take_back_order(actor=actor, rule=rule, reason="Nämnden tar om beslutet", today=TODAY)
    return Told(rule.get_absolute_url(), ("Ordningen för köerna togs tillbaka", "Nämnden tar om beslutet"))


@page("exchange.seatqueue")
def seat_queue(actor: User, region: Organisation) -> Told:
    queue = SeatQueueFactory.create(keeper=region)
    load_exchange()
    agree_shares(actor=actor, queue=queue, parts={region: 3}, source="Protokoll 7")
    return Told(
        queue.get_absolute_url(), ("Regionernas andelar ändrades", f"<ins>{region.code}: 3</ins>", "Protokoll 7")
    )


@page("exchange.queueplace")
def queue_place(actor: User, region: Organisation) -> Told:
    post = PostFactory.create(programme=ProgrammeFactory.create(region=region))
    place = QueuePlaceFactory.create(
        queue__keeper=region, organisation=region, enrolment=EnrolmentFactory.create(post=post)
    )
    load_exchange()
    take_out_of_queue(actor=actor, place=place, reason="Fick plats hemma")
    return Told(place.get_absolute_url(), ("lämnade kön", "Fick plats hemma", "<ins>har lämnat kön</ins>"))


@page("exchange.studentgroup")
def student_group(actor: User, region: Organisation) -> Told:
    occasion = Occasion(
        LearnerKindFactory.create(code="MED"), "Läkarprogrammet", PlacementAreaFactory.create(), "Psykiatri", "VT 2027",
        dt.date(2027, 3, 1), 4,
    )  # fmt: skip
    made = make_group(actor=actor, organisation=region, occasion=occasion, today=TODAY)
    return Told(made.get_absolute_url(), ("Kurstillfället lades till",))


@page("exchange.inquiry")
def seat_inquiry(actor: User, region: Organisation) -> Told:
    inquiry = _asked(actor, region).inquiries.get()
    end_inquiry(actor=actor, inquiry=inquiry, reason="Behövs inte", today=TODAY)
    said = ("Frågan om platser skickades", "Frågan togs tillbaka", "<del>väntar på svar</del> → <ins>återtagen</ins>")
    return Told(inquiry.get_absolute_url(), said)


def _asked(actor: User, region: Organisation) -> SeatRequest:
    others = [OrganisationFactory.create()]
    return ask_for_seats(actor=actor, asker=region, recipients=others, wanted=wanted(), today=TODAY, key=uuid4())


@page("core_imports.importrun")
def people_import(actor: User, region: Organisation) -> Told:
    run = ImportRun.objects.create(
        kind="people.roles", place=region.path, name="personal.xlsx", started_by=actor, state="stored",
        outcome={"new": 3, "changed": 1, "unchanged": 0, "roles": 3, "held": 0},
    )  # fmt: skip
    record(actor, "people.imported", run, after={"people": 3, "changed": 1, "roles": 3}, organisation_path=region.path)
    url = reverse("people:import_preview", args=[run.pk])
    return Told(url, ("lästes in från filen", "Nya konton"))


def _colleague(region: Organisation) -> User:
    person: User = RoleAssignmentFactory.create(organisation=region).user
    return person


@pytest.fixture
def region() -> Organisation:
    made: Organisation = OrganisationFactory.create(name="Region Provlän")
    return made


@pytest.fixture
def actor(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_tells_its_history_with_before_and_after_and_by_whom(
    client: Client, actor: User, region: Organisation, kind: str
) -> None:
    told = PAGES[kind](actor, region)
    client.force_login(actor)

    shown = client.get(told.url, follow=True).content.decode()

    assert "Historik" in shown
    history = shown[shown.index("Historik") :]
    assert [said for said in (*told.says, f"av {actor}") if said not in history] == []


@pytest.mark.parametrize("kind", PAGES)
def test_all_that_a_history_names_has_a_word(actor: User, region: Organisation, kind: str) -> None:
    PAGES[kind](actor, region)

    bare = {
        (row.object_type, key)
        for row in AuditEvent.objects.all()
        for key in {**row.before, **row.after}
        if key.replace("_", " ") in {one.label for one in wording.Words([row], {}).changes(row)}
        and not wording.has_label(key, row.object_type)
    }

    assert bare == set()


def test_every_kind_of_object_in_the_log_has_a_page_with_history_or_a_reason() -> None:
    kinds = {key for key, _name in wording.type_choices()}

    assert kinds - set(WITHOUT_PAGE) - set(PAGES) == set()
    assert set(WITHOUT_PAGE) - kinds == set()
