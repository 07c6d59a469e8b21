"""Seats between organisations: the side that asks and the side that is asked; for everybody else there is no request."""

from typing import TYPE_CHECKING, Any

from randa.exchange.loader import load_exchange
from tests.factories import (
    GroupMemberFactory,
    InquiryFactory,
    OrderRuleFactory,
    OrganisationFactory,
    QueuePlaceFactory,
    SeatQueueFactory,
    SeatRequestFactory,
    SpecialReasonFactory,
    StudentGroupFactory,
    UnitFactory,
)

if TYPE_CHECKING:
    from tests.access.world import Objects

SIDES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}
EVERYBODY = {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200}
NEEDS_A_REASON = SIDES | {"training_manager": 422, "administrator": 422}
READERS_OWN = dict.fromkeys(SIDES, 404) | {"anonymous": 302}  # a file on its way in is its reader's alone

ROWS: dict[str, dict[str, int]] = {
    "exchange:index": EVERYBODY,
    "exchange:asked": EVERYBODY,
    "exchange:new": EVERYBODY,
    "exchange:groups": EVERYBODY,
    "exchange:group_new": EVERYBODY,
    "exchange:group": SIDES,
    "exchange:list": SIDES,
    "exchange:allocate": SIDES,
    "exchange:swap": SIDES,
    "exchange:reason": SIDES,
    "exchange:housing": SIDES,
    "exchange:housing_answer": SIDES,
    "exchange:mine": dict.fromkeys(SIDES, 200) | {"anonymous": 302},
    "exchange:wish": dict.fromkeys(SIDES, 404) | {"anonymous": 302, "learner": 200},
    "exchange:ask_reason": dict.fromkeys(SIDES, 404) | {"anonymous": 302, "learner": 200},
    "exchange:queues": EVERYBODY,
    "exchange:queue_new": EVERYBODY,
    "exchange:order_rules": SIDES,
    "exchange:order_rule_new": SIDES,
    "exchange:order_rule": SIDES,
    "exchange:order_rule_take_back": NEEDS_A_REASON,
    "exchange:queue": SIDES,
    "exchange:queue_join": SIDES,
    "exchange:queue_seat": SIDES,
    "exchange:queue_shares": SIDES,
    "exchange:queue_close": NEEDS_A_REASON,
    "exchange:queue_place": SIDES,
    "exchange:queue_leave": NEEDS_A_REASON,
    "exchange:my_queues": dict.fromkeys(SIDES, 200) | {"anonymous": 302},
    "exchange:list_columns": READERS_OWN,
    "exchange:list_preview": READERS_OWN,
    "exchange:list_faults": READERS_OWN,
    "exchange:list_store": READERS_OWN,
    "exchange:request": SIDES,
    "exchange:withdraw": NEEDS_A_REASON,
    "exchange:inquiry": SIDES,
    "exchange:offer": SIDES,
    "exchange:counter": SIDES,
    "exchange:confirm": SIDES | {"training_manager": 409, "administrator": 409},  # nobody has read the offer
    "exchange:end": NEEDS_A_REASON,
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    elsewhere = OrganisationFactory.create(name="Region Tredje")
    ours = SeatRequestFactory.create(asker=objects.region, area=objects.unit.area)
    offered = InquiryFactory.create(
        request=ours, recipient=elsewhere, offered_at=UnitFactory.create(region=elsewhere, area=ours.area)
    )
    theirs = InquiryFactory.create(
        request=SeatRequestFactory.create(asker=elsewhere, area=objects.unit.area), recipient=objects.region
    )
    group = StudentGroupFactory.create(organisation=objects.region)
    member = GroupMemberFactory.create(group=group, enrolment=objects.enrolment, needs_housing=True)
    SpecialReasonFactory.create(member=member)
    load_exchange()
    queue = SeatQueueFactory.create(keeper=objects.region, area=objects.unit.area)
    place = QueuePlaceFactory.create(queue=queue, organisation=objects.region, enrolment=objects.enrolment)
    rule = OrderRuleFactory.create(healthcare_region=queue.healthcare_region, state="proposed")
    code, version = {"code": queue.healthcare_region.code}, {"code": queue.healthcare_region.code, "pk": rule.pk}
    queue_pk, place_pk = {"pk": queue.pk}, {"pk": place.pk}
    ours_pk, offered_pk = {"pk": ours.pk}, {"pk": offered.pk}
    return {
        "exchange:request": ours_pk, "exchange:withdraw": ours_pk, "exchange:inquiry": offered_pk,
        "exchange:counter": offered_pk, "exchange:confirm": offered_pk, "exchange:end": offered_pk,
        "exchange:offer": {"pk": theirs.pk}, "exchange:group": {"pk": group.pk}, "exchange:list": {"pk": group.pk},
        "exchange:allocate": {"pk": group.pk}, "exchange:swap": {"pk": group.pk}, "exchange:reason": {"pk": member.pk},
        "exchange:housing": {"pk": group.pk}, "exchange:housing_answer": {"pk": member.pk},
        "exchange:wish": {"pk": member.pk}, "exchange:ask_reason": {"pk": member.pk},
        "exchange:order_rules": code, "exchange:order_rule_new": code, "exchange:order_rule": version,
        "exchange:order_rule_take_back": version,
        "exchange:queue": queue_pk, "exchange:queue_place": place_pk, "exchange:queue_leave": place_pk,
        **{f"exchange:queue_{step}": queue_pk for step in ("join", "seat", "shares", "close")},
        **{f"exchange:list_{step}": {"pk": group.pk} for step in ("columns", "preview", "faults", "store")},
    }  # fmt: skip
