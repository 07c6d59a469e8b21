"""The order of locks, the same everywhere: the request, its thread, the unit. Whoever holds them all decides alone."""

from uuid import UUID

from randa.core.access.row_security import as_system
from randa.exchange.models import Inquiry, SeatRequest
from randa.training.models import Unit


def lock_request(pk: UUID) -> SeatRequest:
    """Return the request, so that only one thing happens to its threads at a time."""
    with as_system("both sides of a request wait for each other"):
        rows = SeatRequest.objects.select_for_update(of=("self",)).select_related("asker", "area", "kind")
        return rows.get(pk=pk)


def lock_inquiry(inquiry: Inquiry) -> Inquiry:
    """Return the thread as it stands now, after its request."""
    request = lock_request(inquiry.request_id)
    with as_system("both sides of a request wait for each other"):
        rows = Inquiry.objects.select_for_update(of=("self",)).with_names()
        locked = rows.get(pk=inquiry.pk)
    locked.request = request
    return locked


def lock_unit(unit: Unit) -> Unit:
    """Hold the unit while its seats are counted and given: no seat is sold twice.

    The row is not changed, so what merely refers to the unit need not wait (no_key).
    """
    rows = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("organisation", "area", "region")
    return rows.get(pk=unit.pk)
