"""Plans, units and what is planned, with their history."""

import datetime as dt

from django.urls import reverse

from randa.dimensioning.plan.changes import CellChange, CellKey
from randa.dimensioning.services.plan import save_plan_changes
from randa.dimensioning.services.scenarios import create_scenario, set_values
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.services.capacity import change_mandate
from randa.placements.services.plans import publish_plan
from randa.placements.services.swaps import refuse_swap
from randa.proposals.answering import Said
from randa.proposals.services.answering import answer_block
from randa.proposals.services.sending import send_proposal, withdraw_proposal
from randa.supply.services.agreements import save_agreement
from randa.supply.services.facts import save_closure
from randa.supply.services.leave import record_leave, withdraw_leave
from randa.supply.services.pool import decide_pool
from tests.factories import (
    TODAY,
    EnrolmentFactory,
    MembershipFactory,
    NoReasonFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    ProposalFactory,
    SeatPeriodFactory,
    SupervisorFactory,
    SwapFactory,
    UnitFactory,
)
from tests.history_pages.told import Told, page

LATER = TODAY + dt.timedelta(days=60)


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
