"""The register of framework agreements, and which one covers a placement."""

import datetime as dt

from django.db.models import Q, QuerySet

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import FrameworkAgreement
from randa.training.models import LearnerKind

SEES = ("placements.view", "placements.plan", "placements.publish")


def agreements_seen_by(actor: User) -> QuerySet[FrameworkAgreement]:
    """Return the agreements of organisations in which, or under which, the person sees placements."""
    seen = Q(pk__in=[])
    for path in {path for name in SEES for path in actor.paths_with(name)}:
        root = path.split("/", 1)[0] + "/"
        seen |= Q(home__path__startswith=root) | Q(host__path__startswith=root)
    return FrameworkAgreement.objects.filter(seen).select_related("home", "host")


def hosting(host: Organisation) -> list[FrameworkAgreement]:
    """Return the agreements by which `host`, or an organisation above it, takes learners, newest first: one query."""
    pieces = host.path.rstrip("/").split("/")
    above = ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]
    rows = FrameworkAgreement.objects.filter(host__path__in=above).select_related("home", "host")
    return list(rows.order_by("-starts_on", "pk"))


def covering(
    home: Organisation, host: Organisation, kind: LearnerKind, starts_on: dt.date, ends_before: dt.date
) -> FrameworkAgreement | None:
    """Return the newest agreement that covers learners of `kind` from `home` at `host` on every day of the period: two queries."""
    agreements = hosting(host)
    limited: dict[int, set[str]] = {}
    through = FrameworkAgreement.kinds.through.objects.filter(frameworkagreement__in=agreements)
    for agreement, code in through.values_list("frameworkagreement", "learnerkind"):
        limited.setdefault(agreement, set()).add(code)
    last = ends_before - dt.timedelta(days=1)
    return next(
        (
            one
            for one in agreements
            if one.covers(home, starts_on) and one.covers(home, last) and kind.pk in limited.get(one.pk, {kind.pk})
        ),
        None,
    )
