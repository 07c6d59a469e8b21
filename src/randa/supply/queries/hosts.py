"""What a learner needs to know about a placement of their own: who supervises, whom to ask for, where it is, and what to do next."""

from collections.abc import Sequence
from uuid import UUID

from randa.core.clock import today
from randa.placements.hosts import Contact, Host, Named, Step
from randa.placements.models import Placement
from randa.supply.models import Supervision, UnitContact
from randa.supply.queries.clearance import checks_of


def hosts_of(placements: Sequence[Placement]) -> dict[UUID, Host]:
    """Return it by placement, for one learner's own that are not over; the next step for the next to come: five queries at any size."""
    rows = [one for one in placements if one.unit_id is not None and one.ends_before > today()]
    if not rows:
        return {}
    contacts = {one.pk: one for one in UnitContact.objects.filter(unit__in=[one.unit_id for one in rows])}
    held = Supervision.objects.filter(enrolment__in=[one.enrolment_id for one in rows], ends_before__gt=today())
    supervisions = list(held.select_related("supervisor__user").order_by("starts_on", "pk"))
    coming = min((one for one in rows if one.starts_on > today()), key=lambda one: one.starts_on, default=None)
    return {
        one.pk: Host(
            supervisors=[
                Named(str(each.supervisor), each.starts_on, each.ends_before) for each in _during(supervisions, one)
            ],
            contact=_contact(contacts.get(one.unit_id or 0)),
            step=_next_step(one) if one is coming else None,
        )
        for one in rows
    }


def _during(held: Sequence[Supervision], placement: Placement) -> list[Supervision]:
    return [
        one
        for one in held
        if one.enrolment_id == placement.enrolment_id
        and one.supervisor.unit_id == placement.unit_id
        and one.starts_on < placement.ends_before
        and one.ends_before > placement.starts_on
    ]


def _contact(row: UnitContact | None) -> Contact | None:
    return (
        None if row is None else Contact(row.name, row.telephone, row.email, row.address, row.directions, row.position)
    )


def _next_step(placement: Placement) -> Step | None:
    """Return what is due first of what is not in order."""
    assert placement.unit is not None  # noqa: S101 - those without a unit are left out above
    left = sorted((one for one in checks_of(placement, placement.unit) if not one.is_done), key=lambda one: one.due_on)
    return Step(str(left[0].item), left[0].due_on, left[0].is_late(today())) if left else None
