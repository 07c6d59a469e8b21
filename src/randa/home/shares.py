"""Planned BT posts per inhabitant, for comparing regions in a sentence."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from randa.core.ui.formats import decimal
from randa.dimensioning.models import PlannedPosts, PostType
from randa.organisations.models import Population


@dataclass(frozen=True, slots=True)
class Share:
    """A region's planned BT starts in a year per 100 000 inhabitants, by the latest population there is."""

    region: str
    year: int
    posts: int
    inhabitants: int

    @property
    def rate(self) -> str:
        return decimal(self.posts * 100_000 / self.inhabitants, 1)


def planned_shares() -> list[Share]:
    """Return every region's share for the last planned year, highest rate first: one query."""
    latest = Population.objects.filter(organisation=OuterRef("region")).order_by("-as_of").values("inhabitants")[:1]
    rows = (
        PlannedPosts.objects.filter(post_type__in=[PostType.BT_FREE, PostType.BT_INTEGRATED])
        .values("region__name", "year")
        .annotate(total=Sum("posts"), inhabitants=Subquery(latest))
    )
    shares = [
        Share(row["region__name"], row["year"], row["total"], row["inhabitants"]) for row in rows if row["inhabitants"]
    ]
    last = max((share.year for share in shares), default=0)
    return sorted(
        (share for share in shares if share.year == last),
        key=lambda share: (-share.posts / share.inhabitants, share.region),
    )
