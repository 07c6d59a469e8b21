"""Giving a group's confirmed seats to its students: as shown or not at all, and by hand afterwards."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.notifications.kinds import Channel, Kind
from randa.core.notifications.services import notify
from randa.exchange.errors import AllocationChangedError, CannotSwapError
from randa.exchange.models import GroupMember, Inquiry, NamedSeat, StudentGroup
from randa.exchange.permissions import can_keep_group
from randa.exchange.queries.allocating import Line, Proposal, barred_threads, proposal
from randa.exchange.services.locking import lock_inquiry, lock_unit
from randa.exchange.services.placing import place
from randa.people.models import User
from randa.placements.models import Placement

SEAT = Kind("exchange.seat", gettext_lazy("Din plats på ett kurstillfälle"), Channel.DAILY, private=True)


@transaction.atomic
def confirm_allocation(*, actor: User, group: StudentGroup, mark: str) -> Proposal:
    """Give the students the seats that the proposal with `mark` shows. Confirming twice changes nothing: nobody waits any more.

    Raises:
        PermissionDenied: `actor` does not keep the group.
        AllocationChangedError: seats, wishes or decisions are not as they were shown; nothing is given.
    """
    require(can_keep_group, actor, group)
    group = StudentGroup.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=group.pk)
    threads = _locked(Inquiry.objects.filter(request__group=group, state=Inquiry.State.CONFIRMED))
    found = proposal(group)
    if not found.placed:
        return found
    if found.mark != mark:
        raise AllocationChangedError
    with as_system("confirmed seats place those they are given to"):
        for inquiry in threads:
            _give(inquiry, [line for line in found.lines if line.inquiry and line.inquiry.pk == inquiry.pk])
    after = {"placed": found.placed, "unplaced": found.unplaced, "mark": found.mark}
    record(actor, "student_group.allocated", group, after=after)
    for line in found.lines:
        if line.inquiry is not None:
            _tell(actor, line.member, line.inquiry)
    return found


@transaction.atomic
def swap_seats(*, actor: User, one: GroupMember, other: GroupMember) -> None:
    """Let two students of a group change seats with each other; both placements follow.

    Raises:
        PermissionDenied: `actor` does not keep the group.
        CannotSwapError: one of them has no seat, or may not be where the other is.
    """
    group = StudentGroup.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=one.group_id)
    require(can_keep_group, actor, group)
    rows = GroupMember.objects.filter(pk__in=[one.pk, other.pk], group=group, seat__inquiry__isnull=False)
    pair = list(rows.select_related("enrolment__learner", "seat__inquiry__unit__organisation"))
    if len(pair) != 2 or pair[0].seat is None or pair[1].seat is None:
        raise CannotSwapError(_("Båda måste ha en plats i kurstillfället."))
    threads = {member.pk: member.seat.inquiry for member in pair if member.seat and member.seat.inquiry}
    first, second = pair
    if threads[first.pk] == threads[second.pk]:
        return
    _locked(Inquiry.objects.filter(pk__in=[thread.pk for thread in threads.values()]))
    _refuse_barred(first, threads[second.pk])
    _refuse_barred(second, threads[first.pk])
    before = {str(member.pk): str(threads[member.pk].unit) for member in pair}
    with as_system("two placements change places"):
        seats = [member.seat for member in pair if member.seat]
        Placement.objects.filter(pk__in=[seat.placement_id for seat in seats]).delete()
        for seat, thread in zip(seats, (threads[second.pk], threads[first.pk]), strict=True):
            seat.placement, seat.inquiry, seat.request = None, thread, thread.request
            seat.save(update_fields=["placement", "inquiry", "request"])
            place(thread, [seat])
        GroupMember.objects.filter(pk__in=[first.pk, second.pk]).update(why={"swapped": True})
    record(actor, "student_group.swapped", group, before={"units": sorted(before.values())})
    _tell(actor, first, threads[second.pk])
    _tell(actor, second, threads[first.pk])


def _locked(threads: Any) -> list[Inquiry]:
    """Return the threads, each locked after its request, and their units after them all: the one order of locks."""
    with as_system("both sides of a request wait for each other"):
        ordered = list(threads.order_by("request", "pk"))
        locked = [lock_inquiry(one) for one in ordered]
    for unit in sorted({one.unit for one in locked if one.unit}, key=lambda unit: unit.pk):
        lock_unit(unit)
    return [one for one in locked if one.state == Inquiry.State.CONFIRMED]


def _give(inquiry: Inquiry, lines: Sequence[Line]) -> None:
    seats = [
        NamedSeat(request=inquiry.request, enrolment=line.member.enrolment, order=number)
        for number, line in enumerate(lines)
    ]
    NamedSeat.objects.bulk_create(seats)
    place(inquiry, seats)
    for line, seat in zip(lines, seats, strict=True):
        line.member.seat, line.member.why = seat, why_of(line)
    GroupMember.objects.bulk_update([line.member for line in lines], ["seat", "why"])


def why_of(line: Line) -> dict[str, Any]:
    """Return the reason for a seat as it is kept: which wish, the minutes, and what stood in the way of each better wish."""
    return {
        "rank": line.given.rank,
        "wishes": len(line.member.wishes.all()),
        "minutes": line.minutes,
        "reasons": [asdict(one) for one in line.given.reasons],
    }


def _refuse_barred(member: GroupMember, thread: Inquiry) -> None:
    barred, _unwise = barred_threads([member], [thread])
    if barred[member.pk]:
        words = _("%(name)s kan inte vara på %(unit)s: egen arbetsplats, eller placerad någon annanstans de veckorna.")
        raise CannotSwapError(words % {"name": member, "unit": thread.unit})


def _tell(actor: User, member: GroupMember, inquiry: Inquiry) -> None:
    unit = inquiry.unit
    notify(
        member.enrolment.learner, SEAT.key, lambda: _("Du har fått en plats på %(unit)s") % {"unit": unit},
        lambda: str(member.group), reverse("exchange:mine"), actor=actor,
    )  # fmt: skip
