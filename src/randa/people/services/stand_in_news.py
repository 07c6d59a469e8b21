"""Telling both sides, on the day itself, that a stand-in begins or ends."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.notifications.services import notify
from randa.people.kinds import STAND_IN
from randa.people.models import RoleAssignment

ONE_DAY = dt.timedelta(days=1)


def tell_of_stand_ins(today: dt.date) -> int:
    """Tell of the stand-ins whose first or last day is today, once however often it runs; return how many there are."""
    rows = RoleAssignment.objects.filter(delegated_from__isnull=False)
    rows = rows.filter(Q(starts_on=today) | Q(ends_before=today + ONE_DAY))
    found = list(rows.select_related("user", "role", "organisation", "delegated_from__user").order_by("pk"))
    for one in found:
        if one.starts_on == today:
            _tell(one, "begins", today)
        if one.ends_before == today + ONE_DAY:
            _tell(one, "ends", today)
    return len(found)


def _tell(one: RoleAssignment, what: str, today: dt.date) -> None:
    if one.delegated_from is None:
        return
    lender = one.delegated_from.user
    words = {"person": lender, "colleague": one.user, "role": one.role, "place": one.organisation}

    def to_stand_in() -> str:
        if what == "begins":
            return _("I dag börjar du vikariera för %(person)s som %(role)s i %(place)s") % words
        return _("I dag är sista dagen du vikarierar för %(person)s som %(role)s i %(place)s") % words

    def to_lender() -> str:
        if what == "begins":
            return _("I dag börjar %(colleague)s vikariera för dig som %(role)s i %(place)s") % words
        return _("I dag är sista dagen %(colleague)s vikarierar för dig som %(role)s i %(place)s") % words

    same = f"stand_in:{one.pk}:{what}:{today}"
    notify(one.user, STAND_IN.key, to_stand_in, url=reverse("people:my_access"), dedupe=same)
    notify(lender, STAND_IN.key, to_lender, url=reverse("people:my_access"), dedupe=same)
