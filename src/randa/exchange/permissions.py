"""Who may ask other organisations for seats, and who answers for an organisation or a unit."""

from randa.exchange.models import (
    GroupMember,
    Inquiry,
    OrderRule,
    QueuePlace,
    SeatQueue,
    SeatRequest,
    StudentGroup,
    member_regions,
)
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Unit


def can_ask_for_seats(actor: User, asker: Organisation) -> bool:
    """Whoever places learners for the organisation."""
    return actor.has("exchange.ask", asker)


def can_withdraw_request(actor: User, request: SeatRequest) -> bool:
    """The side that asked."""
    return actor.has("exchange.ask", request.asker)


def can_speak_for_asker(actor: User, inquiry: Inquiry) -> bool:
    """The side that asked: it counters, confirms and turns down."""
    return actor.has("exchange.ask", inquiry.asker)


def can_speak_for_recipient(actor: User, inquiry: Inquiry) -> bool:
    """The side that was asked, and the unit whose seats are on the table."""
    if actor.has("exchange.answer", inquiry.recipient):
        return True
    return inquiry.unit is not None and actor.has("exchange.answer", inquiry.unit.organisation)


def can_end_inquiry(actor: User, inquiry: Inquiry) -> bool:
    """Either side may say no, and give confirmed seats back."""
    return can_speak_for_asker(actor, inquiry) or can_speak_for_recipient(actor, inquiry)


def can_keep_group(actor: User, group: StudentGroup) -> bool:
    """Whoever places learners for the university keeps its course occasions: lists, decisions and seats."""
    return actor.has("exchange.ask", group.organisation)


def can_state_wishes(actor: User, member: GroupMember) -> bool:
    """Only the student: nobody wishes for somebody else."""
    return actor.pk == member.enrolment.learner_id


def can_decide_special_reason(actor: User, member: GroupMember) -> bool:
    """Whoever keeps the group, and nobody about themselves."""
    return actor.pk != member.enrolment.learner_id and actor.has("exchange.ask", member.organisation)


def can_answer_housing(actor: User, member: GroupMember) -> bool:
    """Whoever keeps the group, and nobody about themselves."""
    return can_decide_special_reason(actor, member)


def can_open_queue(actor: User, keeper: Organisation) -> bool:
    """Whoever answers for seats of the organisation that is to keep the queue."""
    return actor.has("exchange.answer", keeper)


def can_propose_order(actor: User, healthcare_region: Organisation) -> bool:
    """Whoever answers for seats of one of its regions, or of the healthcare region itself."""
    return any(actor.has("exchange.answer", one) for one in (healthcare_region, *member_regions(healthcare_region)))


def can_decide_order(actor: User, healthcare_region: Organisation) -> bool:
    """The co-ordinator of the healthcare region: whoever answers for seats of it, or of all its regions. No region alone."""
    if actor.has("exchange.answer", healthcare_region):
        return True
    members = member_regions(healthcare_region)
    return bool(members) and all(actor.has("exchange.answer", one) for one in members)


def can_take_back_order(actor: User, rule: OrderRule) -> bool:
    """A proposal by those who may propose, a decision by those who may decide; the common rule by nobody."""
    if rule.healthcare_region is None:
        return False
    is_proposal = rule.state == OrderRule.State.PROPOSED
    return (can_propose_order if is_proposal else can_decide_order)(actor, rule.healthcare_region)


def can_keep_queue(actor: User, queue: SeatQueue) -> bool:
    """Whoever answers for seats of the organisation that keeps it: shares are written down and the queue is closed there."""
    return actor.has("exchange.answer", queue.keeper)


def can_leave_seat_to_queue(actor: User, unit: Unit) -> bool:
    """Whoever answers for the unit's seats."""
    return actor.has("exchange.answer", unit.organisation)


def can_speak_for_place(actor: User, place: QueuePlace) -> bool:
    """The side that put the learner in the queue, and nobody about themselves."""
    return actor.pk != place.enrolment.learner_id and actor.has("exchange.ask", place.organisation)
