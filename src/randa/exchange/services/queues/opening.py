"""A queue: opened by a co-ordinator, its agreed shares written down, and closed when it is no longer needed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.provenance import Provenance
from randa.exchange.errors_queues import QueueExistsError, QueueOutsideError
from randa.exchange.models import QueuePlace, QueueShare, SeatQueue, member_regions, root_of
from randa.exchange.permissions import can_keep_queue, can_open_queue
from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.people.models import User
from randa.training.models import PlacementArea, Unit


@dataclass(frozen=True, slots=True)
class About:
    """What a queue is for: an area in a healthcare region, or one unit there."""

    healthcare_region: Organisation
    name: str
    area: PlacementArea
    weeks: int
    unit: Unit | None = None


@transaction.atomic
def open_queue(*, actor: User, keeper: Organisation, about: About, today: dt.date, key: UUID) -> SeatQueue:
    """Open a queue. The same `key` again is the same queue: sending twice opens one.

    Raises:
        PermissionDenied: `actor` does not answer for seats of `keeper`.
        QueueOutsideError: `keeper` or the unit lies outside the healthcare region, or the unit takes another area.
        QueueExistsError: there is an open queue of that name.
        InvalidInputError: no name or no weeks.
    """
    require(can_open_queue, actor, keeper)
    name = about.name.strip()
    if not name or about.weeks < 1:
        raise InvalidInputError(_("Ange ett namn, och minst en vecka."))
    _refuse_outside(keeper, about)
    # Lock the healthcare region: two co-ordinators must not both open the queue.
    region = Organisation.objects.select_for_update(no_key=True).get(pk=about.healthcare_region.pk)
    again = SeatQueue.objects.filter(pk=key).first()
    if again is not None:
        return again
    if SeatQueue.objects.filter(healthcare_region=region, name=name, closed_on=None).exists():
        raise QueueExistsError(name)
    queue = SeatQueue.objects.create(
        pk=key, healthcare_region=region, keeper=keeper, name=name, area=about.area, unit=about.unit, weeks=about.weeks,
        opened_on=today,
    )  # fmt: skip
    record(actor, "seat_queue.opened", queue, after=_as_data(queue))
    return queue


@transaction.atomic
def agree_shares(*, actor: User, queue: SeatQueue, parts: Mapping[Organisation, int], source: str) -> SeatQueue:
    """Write down how large a part of the queue's weeks each region is to have; none means equal parts. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the queue.
        QueueOutsideError: a region is no member of the healthcare region.
        InvalidInputError: nothing is said of where it was agreed.
    """
    queue = locked(queue)
    require(can_keep_queue, actor, queue)
    if not source.strip():
        raise InvalidInputError(_("Skriv var andelarna är överenskomna, till exempel ett protokoll och en paragraf."))
    members = set(member_regions(queue.healthcare_region))
    if not set(parts) <= members:
        raise QueueOutsideError
    before = {one.region.code: one.parts for one in queue.shares.select_related("region")}
    after = {region.code: count for region, count in parts.items() if count}
    known = queue.shares.first()
    if before == after and (known is None or known.source == source.strip()):
        return queue
    queue.shares.all().delete()
    QueueShare.objects.bulk_create(
        QueueShare(queue=queue, region=region, parts=count, provenance=Provenance.STATED, source=source.strip())
        for region, count in parts.items()
        if count
    )
    record(
        actor, "seat_queue.shares_agreed", queue, before={"shares": _in_words(before)}, after={"shares": _in_words(after)},
        reason=source.strip(),
    )  # fmt: skip
    return queue


@transaction.atomic
def close_queue(*, actor: User, queue: SeatQueue, reason: str, today: dt.date) -> SeatQueue:
    """Close a queue in which nobody waits. Closing twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the queue.
        InvalidInputError: no reason, or somebody waits.
    """
    queue = locked(queue)
    require(can_keep_queue, actor, queue)
    if not queue.is_open:
        return queue
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför kön stängs. Regionerna ska kunna läsa det."))
    with as_system("whether anybody waits is asked of all regions"):
        waiting = QueuePlace.objects.alive().filter(queue=queue).count()
    if waiting:
        raise InvalidInputError(
            _("%(n)d står kvar i kön. Vänta tills de har fått plats, eller be deras regioner ta ut dem.")
            % {"n": waiting}
        )
    queue.closed_on, queue.closed_reason = today, reason.strip()
    queue.save(update_fields=["closed_on", "closed_reason"])
    record(actor, "seat_queue.closed", queue, reason=reason.strip())
    return queue


def locked(queue: SeatQueue) -> SeatQueue:
    """Hold the queue, so that one thing at a time is decided about its order. Taken before requests that it makes, and before units."""
    return SeatQueue.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=queue.pk)


def lies_in(organisation: Organisation, healthcare_region: Organisation) -> bool:
    """Tell whether an organisation belongs to one of the regions of a healthcare region."""
    root = root_of(organisation.path)
    return HealthcareRegionMembership.objects.filter(healthcare_region=healthcare_region, region__path=root).exists()


def _refuse_outside(keeper: Organisation, about: About) -> None:
    unit = about.unit
    wrong_unit = unit is not None and (
        unit.area_id != about.area.pk or not lies_in(unit.organisation, about.healthcare_region)
    )
    if wrong_unit or not lies_in(keeper, about.healthcare_region):
        raise QueueOutsideError


def _as_data(queue: SeatQueue) -> dict[str, object]:
    return {
        "keeper": queue.keeper.code, "area": queue.area_id, "weeks": queue.weeks,
        "unit": queue.unit.organisation.code if queue.unit else None,
    }  # fmt: skip


def _in_words(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{code}: {count}" for code, count in sorted(parts.items()))
