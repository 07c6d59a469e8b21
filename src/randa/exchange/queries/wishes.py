"""What a student sees of their course occasions: where there are seats, what they wished, and what they got."""

from collections.abc import Sequence
from dataclasses import dataclass

from randa.core.access.row_security import as_system
from randa.exchange.models import GroupMember, Inquiry, SpecialReason, StudentGroup, UnitWish
from randa.people.models import User
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """One course occasion of a student's."""

    member: GroupMember
    wishes: Sequence[UnitWish]
    reason: SpecialReason | None
    unit: Unit | None


def units_to_wish(group: StudentGroup) -> list[Unit]:
    """Return the units where seats are confirmed for the group, by name; students may know them, not the negotiation."""
    with as_system("which units have seats for the group is told to its students"):
        keys = set(
            Inquiry.objects.filter(request__group=group, state=Inquiry.State.CONFIRMED).values_list("unit", flat=True)
        )
        return list(
            Unit.objects.filter(pk__in=keys).select_related("organisation").order_by("organisation__sort_name", "pk")
        )


def own_groups(person: User) -> list[OwnGroup]:
    """Return the person's own course occasions, latest first: a constant number of queries."""
    rows = GroupMember.objects.filter(enrolment__learner=person).select_related(
        "group__organisation", "group__area", "special_reason__kind", "enrolment__learner",
        "seat__placement__unit__organisation",
    )  # fmt: skip
    members = list(rows.prefetch_related("wishes__unit__organisation").order_by("-group__starts_on", "pk"))
    return [
        OwnGroup(
            one,
            sorted(one.wishes.all(), key=lambda wish: wish.rank),
            getattr(one, "special_reason", None),
            one.seat.placement.unit if one.seat and one.seat.placement else None,
        )
        for one in members
    ]
