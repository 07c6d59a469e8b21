"""Seats between organisations: the side that asks and the side that is asked; for everybody else there is no request."""

from typing import TYPE_CHECKING, Any

from tests.factories import InquiryFactory, OrganisationFactory, SeatRequestFactory, UnitFactory

if TYPE_CHECKING:
    from tests.access.world import Objects

SIDES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}
EVERYBODY = {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200}
NEEDS_A_REASON = SIDES | {"training_manager": 422, "administrator": 422}

ROWS: dict[str, dict[str, int]] = {
    "exchange:index": EVERYBODY,
    "exchange:asked": EVERYBODY,
    "exchange:new": EVERYBODY,
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
    ours_pk, offered_pk = {"pk": ours.pk}, {"pk": offered.pk}
    return {
        "exchange:request": ours_pk, "exchange:withdraw": ours_pk, "exchange:inquiry": offered_pk,
        "exchange:counter": offered_pk, "exchange:confirm": offered_pk, "exchange:end": offered_pk,
        "exchange:offer": {"pk": theirs.pk},
    }  # fmt: skip
