"""What the browser tests know about the demo world, and what they add to it before the first page is opened."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from randa.core.clock import today
from randa.core.imports.services import choose_columns
from randa.core.jobs.models import Job
from randa.demo.exchange import request_id
from randa.demo.story import WARD_CODE
from randa.demo.supervision import AWAY_BEFORE, AWAY_FROM, AWAY_IN
from randa.dimensioning.models import PlanInput, PlanRevision, Scenario
from randa.dimensioning.plan.rows import raw_rows
from randa.dimensioning.services.inputs import keep_input
from randa.exchange.imports.services import start_list, store_list
from randa.exchange.models import (
    GroupMember,
    Inquiry,
    OrderRule,
    QueuePlace,
    SeatQueue,
    SeatRequest,
    SpecialReason,
    SpecialReasonKind,
    StudentGroup,
)
from randa.exchange.services.groups import Occasion, make_group
from randa.identity.models import IdentityProvider
from randa.integrations.models import Webhook
from randa.integrations.services.webhooks import make_webhook, send_test
from randa.organisations.models import Organisation
from randa.people.models import Invitation, RegistrationRequest, RoleAssignment, SharingAgreement, User
from randa.people.services.invitations import fingerprint, valid_until
from randa.placements.models import Placement, Plan, SeatPeriod
from randa.records.contents import checked
from randa.records.models import RegisteredDocument
from randa.records.queries import authorities_of
from randa.records.services import Line, mark_secret, register_document
from randa.regulations.models import RuleSet
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.supply.models import FrameworkAgreement, Supervision
from randa.training.models import LearnerKind, PlacementArea
from tests.identity.providers import saml_provider

PASSWORD = "en-lang-mening-for-prov"
TOKEN = "lank-for-prov"
TABLE = [["Region", "2031", "2032"], ["Dalarna", "31", "-4"], ["Uppsala", "40", "41"], ["Atlantis", "1", "1"]]


@dataclass(frozen=True, slots=True)
class World:
    """Who one can be, and the objects whose pages are opened.

    Attributes:
        people: role code -> the person who can be tried.
        plan: the published plan of all seven regions.
        draft: the plan of Dalarna alone, where everybody cannot have a place.
        newcomer: somebody with a password and no second factor yet.
    """

    people: dict[str, User]
    plan: Plan
    draft: Plan
    done_job: Job
    waiting_job: Job
    plan_input: PlanInput
    revision: PlanRevision
    scenario: Scenario
    rule_set: RuleSet
    newcomer: User
    invitation: Invitation
    registration: RegistrationRequest
    sharing: SharingAgreement
    provider: IdentityProvider
    document: RegisteredDocument
    webhook: Webhook
    student_group: StudentGroup
    ward: str = WARD_CODE
    invitation_token: str = TOKEN

    @property
    def requests(self) -> dict[str, SeatRequest]:
        keys = {request_id(key): key for key in ("waits", "to-answer", "offered", "confirmed", "declined")}
        return {keys[one.pk]: one for one in SeatRequest.objects.filter(pk__in=keys)}

    @property
    def threads(self) -> dict[str, Inquiry]:
        """The thread of each request in which most has happened."""
        return {key: one.inquiries.order_by("-bids", "recipient__code")[0] for key, one in self.requests.items()}

    @property
    def queue(self) -> SeatQueue:
        return SeatQueue.objects.get(healthcare_region__code="SR-MEL", name="Psykiatri, sidotjänstgöring")

    @property
    def order_rule(self) -> OrderRule:
        """The order that is proposed for the queues of the healthcare region."""
        return OrderRule.objects.filter(healthcare_region__code="SR-MEL", state="proposed").order_by("pk")[0]

    @property
    def queue_place(self) -> QueuePlace:
        """The place in it of somebody from the manager's region."""
        return QueuePlace.objects.alive().get(queue=self.queue, organisation__code="REG-20")

    @property
    def housed(self) -> GroupMember:
        """A student who needs somewhere to live."""
        return GroupMember.objects.filter(group=self.student_group, needs_housing=True).order_by("pk")[0]

    @property
    def considered(self) -> str:
        """A student who has stated a special reason."""
        member = GroupMember.objects.filter(group=self.student_group).order_by("pk")[0]
        kind = SpecialReasonKind.objects.get(pk="children")
        SpecialReason.objects.get_or_create(member=member, defaults={"kind": kind, "asked_on": today()})
        return str(member.pk)

    @property
    def manager(self) -> User:
        return self.people["training_manager"]

    @property
    def block(self) -> Placement:
        """A block of the draft."""
        return self.draft.placements.order_by("starts_on", "pk")[0]

    @property
    def manager_role(self) -> int:
        return self.manager.role_assignments.order_by("pk")[0].pk

    @property
    def ward_supervisor(self) -> int:
        return Supervisor.objects.filter(unit__organisation__code=self.ward).order_by("pk")[0].pk

    @property
    def agreement(self) -> int:
        return FrameworkAgreement.objects.filter(home__code="REG-20").order_by("pk")[0].pk

    @property
    def newcomer_at_ward(self) -> str:
        coming = Placement.objects.filter(unit__organisation__code=self.ward, is_published=True)
        return str(coming.order_by("starts_on", "pk")[0].pk)

    @property
    def own_enrolment(self) -> str:
        return str(self.people["learner"].enrolments.order_by("pk")[0].pk)

    @property
    def ward_seats(self) -> int:
        return SeatPeriod.objects.filter(unit__organisation__code=self.ward).order_by("-starts_on")[0].pk

    @property
    def away_at(self) -> str:
        """The unit whose supervisor turns out to be away."""
        return str(_away().supervisor.unit.organisation.code)

    @property
    def left_alone(self) -> str:
        """Somebody whom that supervisor has."""
        lost = Supervision.objects.filter(
            supervisor=_away().supervisor, ends_before__gt=AWAY_FROM, starts_on__lt=AWAY_BEFORE
        )
        return str(lost.order_by("starts_on", "pk")[0].enrolment_id)

    @property
    def learner_role(self) -> int:
        return self.people["learner"].role_assignments.order_by("pk")[0].pk


def _away() -> SupervisorAbsence:
    return SupervisorAbsence.objects.get(
        starts_on=AWAY_FROM, ends_before=AWAY_BEFORE, supervisor__unit__region__code=AWAY_IN
    )


def make_world() -> World:
    """Add jobs, an unsaved table and somebody with a password to the demo world."""
    people = _people()
    manager = people["training_manager"]
    return World(
        people=people,
        plan=Plan.objects.get(state=Plan.State.PUBLISHED, start_year=2027),
        draft=Plan.objects.get(state=Plan.State.DRAFT),
        done_job=_done_job(manager),
        waiting_job=Job.objects.create(kind="test.waiting", title="Plan för BT-start 2028", started_by=manager),
        plan_input=keep_input(actor=manager, origin="pasted", rows=raw_rows(TABLE, post_type="BTF")),
        revision=PlanRevision.objects.order_by("number")[0],
        scenario=Scenario.objects.create(
            name="Fler deltider", region=Organisation.objects.get(code="REG-20"), created_by=manager
        ),
        rule_set=RuleSet.objects.order_by("pk")[0],
        newcomer=_newcomer(),
        invitation=_invitation(people["administrator"]),
        registration=RegistrationRequest.objects.create(
            email="vantar@prov.example",
            role_id="learner",
            organisation=Organisation.objects.get(code="REG-20"),
            given_name="Vänta",
            family_name="Provsson",
            message="Börjar som BT-läkare i mars.",
        ),
        sharing=_sharing(manager),
        provider=_provider(),
        document=_document(people["auditor"]),
        webhook=_webhook(),
        student_group=_student_group(people["programme_lead"]),
    )


def _student_group(lead: User) -> StudentGroup:
    """A course occasion with three students who need housing, and have neither wished nor got a seat."""
    university = Organisation.objects.get(code="LS-ORU")
    occasion = Occasion(
        LearnerKind.objects.get(pk="MED"), "Läkarprogrammet", PlacementArea.objects.get(pk="AM"), "Allmänmedicin T8",
        "VT 2028", dt.date(2028, 3, 6), 4, wishes_until=dt.date(2028, 1, 31),
    )  # fmt: skip
    made = make_group(actor=lead, organisation=university, occasion=occasion, today=today())
    rows = [["Namn", "E-post", "Hemkommun", "Behöver bostad"]]
    rows += [[f"Prov{number} Studentsson", f"prov{number}@studenter.example", "Falun", "ja"] for number in range(3)]
    run = start_list(actor=lead, group=made, name="lista.xlsx", rows=rows)
    choose_columns(run=run, columns={"name": 0, "email": 1, "home": 2, "housing": 3}, options=run.options)
    store_list(actor=lead, run=run, today=today())
    return made


def _people() -> dict[str, User]:
    people: dict[str, User] = {}
    titled = RoleAssignment.objects.filter(user__title__gt="", user__is_demo=True).select_related("user").order_by("pk")
    for one in titled:
        people.setdefault(one.role_id, one.user)
    return people


def _done_job(manager: User) -> Job:
    moment = timezone.now()
    return Job.objects.create(
        kind="test.done",
        title="Plan för BT-start 2027",
        state=Job.State.DONE,
        result_url="/placering/",
        started_by=manager,
        started_at=moment,
        finished_at=moment,
    )


def _provider() -> IdentityProvider:
    """A SAML provider of the administrator's organisation, whose certificate is its own."""
    role = RoleAssignment.objects.filter(role_id="administrator", user__is_demo=True).order_by("pk")[0]
    made = saml_provider(
        "https://idp.prov.example", "https://idp.prov.example/sso", [], organisation=role.organisation, enabled=False
    )
    made.certificates = [made.own_certificate]
    made.save()
    return made


def _document(registrar: User) -> RegisteredDocument:
    """A marked document with a file and words kept apart, in the register of the registrar's region."""
    place = authorities_of(registrar)[0]
    line = Line(
        on=today(), direction="in", concerns="Skrivelse om en medarbetares hälsa", concerns_apart=True,
        concerns_public="Personalärende", counterpart="Fiktiv Provskrivare", counterpart_apart=True,
    )  # fmt: skip
    content = checked("skrivelse.txt", b"Skrivelsen handlar om Fiktiv Provskrivare.")
    made = register_document(actor=registrar, organisation=place, line=line, content=content)
    mark_secret(actor=registrar, document=made, section="OSL 39 kap. 2 §")
    return made


def _webhook() -> Webhook:
    """A webhook of the administrator's organisation, with a message that waits."""
    role = RoleAssignment.objects.filter(role_id="administrator", user__is_demo=True).order_by("pk")[0]
    made, _secret = make_webhook(
        actor=role.user, organisation=role.organisation, address="https://mottagare.example/hook", kinds=["roles"]
    )
    send_test(actor=role.user, webhook=made)
    return made


def _newcomer() -> User:
    return User.objects.create_user(email="ny@prov.example", password=PASSWORD, given_name="Ny", family_name="Provsson")


def _sharing(proposer: User) -> SharingAgreement:
    """Return a proposal that waits for its answer."""
    return SharingAgreement.objects.create(
        giver=Organisation.objects.get(code="REG-21"), receiver=Organisation.objects.get(code="REG-20"),
        permissions=["people.view", "placements.view"], starts_on=today(), ends_before=today() + dt.timedelta(days=90),
        reason="Gemensam utbildning", giver_proposed=True, proposed_by=proposer,
    )  # fmt: skip


def _invitation(administrator: User) -> Invitation:
    return Invitation.objects.create(
        email="inbjuden@prov.example",
        role_id="learner",
        organisation=Organisation.objects.get(code="REG-20"),
        starts_on=today(),
        invited_by=administrator,
        backed_by=administrator,
        state=Invitation.State.SENT,
        token_hash=fingerprint(TOKEN),
        sent_at=timezone.now(),
        expires_at=valid_until(timezone.now()),
    )
