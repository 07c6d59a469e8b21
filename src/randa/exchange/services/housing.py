"""How far the university has come with somewhere to live for a student who needs it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.notifications.kinds import Channel, Kind
from randa.core.notifications.services import notify
from randa.exchange.errors import HousingReasonError, NoHousingAskedError
from randa.exchange.models import GroupMember
from randa.exchange.permissions import can_answer_housing
from randa.people.models import User

HOUSING = Kind("exchange.housing", gettext_lazy("Din bostad under ett kurstillfälle"), Channel.DAILY, private=True)
Housing = GroupMember.Housing


@transaction.atomic
def answer_housing(*, actor: User, member: GroupMember, housing: str, note: str = "") -> GroupMember:
    """Say how far it has come, and tell the student. The same answer again changes nothing.

    Raises:
        PermissionDenied: `actor` does not keep the group, or is the student.
        NoHousingAskedError: the student needs none.
        HousingReasonError: it was not possible, and nothing is said of why.
    """
    rows = GroupMember.objects.select_for_update(of=("self",))
    member = rows.select_related("group__organisation", "organisation", "enrolment__learner").get(pk=member.pk)
    require(can_answer_housing, actor, member)
    if not member.needs_housing:
        raise NoHousingAskedError
    if housing == Housing.IMPOSSIBLE and not note.strip():
        raise HousingReasonError
    if (member.housing, member.housing_note) == (housing, note.strip()):
        return member
    before, learner = member.housing, member.enrolment.learner
    member.housing, member.housing_note = housing, note.strip()
    member.save(update_fields=["housing", "housing_note"])
    record(
        actor, "student_group.housing_answered", member.group, before={"housing": before}, after={"housing": housing},
        reason=member.housing_note, subject=learner,
    )  # fmt: skip
    notify(
        learner, HOUSING.key, lambda: _("Din bostad: %(state)s") % {"state": member.get_housing_display()}, lambda: str(member.group),
        reverse("exchange:mine"), actor=actor,
    )  # fmt: skip
    return member
