"""The register of framework agreements, and which one covers a placement."""

from django.db.models import Q, QuerySet

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import FrameworkAgreement

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
