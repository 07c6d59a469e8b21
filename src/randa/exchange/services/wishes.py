"""What a student wishes and asks to be considered, and the decision."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.exchange.errors import ReasonDecidedError, WishesClosedError, WrongWishError
from randa.exchange.models import GroupMember, SpecialReason, SpecialReasonKind, UnitWish
from randa.exchange.permissions import can_decide_special_reason, can_state_wishes
from randa.exchange.queries.allocating import rule_of
from randa.exchange.queries.wishes import units_to_wish
from randa.people.models import User
from randa.training.models import Unit

State = SpecialReason.State


@transaction.atomic
def state_wishes(*, actor: User, member: GroupMember, units: Sequence[Unit], today: dt.date) -> GroupMember:
    """Set what the student wishes, best first; an empty list wishes nothing. The same wishes again change nothing.

    Raises:
        PermissionDenied: `actor` is not the student.
        WishesClosedError: the last day has passed.
        WrongWishError: a unit twice, one without confirmed seats, or more than the rule allows.
    """
    member = _locked(member)
    require(can_state_wishes, actor, member)
    if not member.group.takes_wishes(today):
        raise WishesClosedError
    most, keys = rule_of(member.group).most_wishes, [one.pk for one in units]
    possible = {one.pk for one in units_to_wish(member.group)}
    if len(keys) != len(set(keys)) or len(keys) > most or not possible.issuperset(keys):
        raise WrongWishError(most)
    before = list(member.wishes.order_by("rank").values_list("unit", flat=True))
    if before == keys:
        return member
    member.wishes.all().delete()
    UnitWish.objects.bulk_create(
        UnitWish(member=member, rank=rank, unit=unit) for rank, unit in enumerate(units, start=1)
    )
    record(actor, "student_group.wished", member.group, after={"wishes": len(keys)}, subject=member.enrolment.learner)
    return member


@transaction.atomic
def ask_for_consideration(
    *, actor: User, member: GroupMember, kind: SpecialReasonKind, today: dt.date
) -> SpecialReason:
    """Let the student say that there is a special reason, by category alone. Asking again before the decision changes the category.

    Raises:
        PermissionDenied: `actor` is not the student.
        WishesClosedError: the last day has passed.
        ReasonDecidedError: it is decided.
    """
    member = _locked(member)
    require(can_state_wishes, actor, member)
    if not member.group.takes_wishes(today):
        raise WishesClosedError
    earlier = SpecialReason.objects.filter(member=member).first()
    if earlier is not None and earlier.state != State.ASKED:
        raise ReasonDecidedError
    made, is_new = SpecialReason.objects.update_or_create(member=member, defaults={"kind": kind, "asked_on": today})
    if is_new:
        record(actor, "student_group.reason_asked", member.group, subject=member.enrolment.learner)
    return made


@transaction.atomic
def decide_special_reason(
    *, actor: User, member: GroupMember, grant: bool, reason: str, today: dt.date
) -> SpecialReason:
    """Grant a special reason whose proof has been seen, or refuse it, with a reason. The same decision again changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the group, or is the student.
        InvalidInputError: no reason.
        ReasonDecidedError: it was decided otherwise.
    """
    member = _locked(member)
    require(can_decide_special_reason, actor, member)
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför, utan uppgifter om hälsa. Studenten läser det."))
    found = SpecialReason.objects.select_for_update().get(member=member)
    wanted = State.GRANTED if grant else State.REFUSED
    if found.state == wanted:
        return found
    if found.state != State.ASKED:
        raise ReasonDecidedError
    found.state, found.reason, found.decided_by, found.decided_at = wanted, reason.strip(), actor, timezone.now()
    found.proof_seen_on = today if grant else None
    found.save()
    learner = member.enrolment.learner
    if grant:
        record(actor, "student_group.reason_granted", member.group, reason=found.reason, subject=learner)
    else:
        record(actor, "student_group.reason_refused", member.group, reason=found.reason, subject=learner)
    return found


def _locked(member: GroupMember) -> GroupMember:
    rows = GroupMember.objects.select_for_update(of=("self",))
    return rows.select_related("group__organisation", "organisation", "enrolment__learner").get(pk=member.pk)
