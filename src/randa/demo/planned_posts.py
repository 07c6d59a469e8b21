"""The plan table: as published, and then as one region wants it."""

import datetime as dt

from randa.dimensioning.loader import load_published_plan
from randa.dimensioning.models import PlannedPosts, PlanRevision, PostType
from randa.dimensioning.plan.changes import CellChange, CellKey
from randa.dimensioning.services.plan import save_plan_changes
from randa.people.models import User

REGION = "REG-20"
MORE_POSTS, MORE_IN = 12, (2028, 2029)
COMMENT = "Dalarna vill växa i förväg, innan handledarna från AT är upptagna med annat."
SAVED_AT = {
    1: dt.datetime(2025, 12, 15, 8, 0, tzinfo=dt.UTC),
    2: dt.datetime(2026, 12, 17, 13, 20, tzinfo=dt.UTC),
}


def make_planned_posts() -> None:
    """Write the published plan as revision 1, and as revision 2 that Dalarna plans further above its share."""
    load_published_plan()
    manager = User.objects.get(role_assignments__role="training_manager", role_assignments__organisation__code=REGION)
    rows = PlannedPosts.objects.filter(region__code=REGION, year__in=MORE_IN, post_type=PostType.BT_FREE)
    changes = [
        CellChange(
            CellKey(REGION, row.year, row.post_type), row.posts + MORE_POSTS, comment=COMMENT, source="demovärlden"
        )
        for row in rows
    ]
    save_plan_changes(actor=manager, changes=changes, comment=COMMENT)
    for number, moment in SAVED_AT.items():
        PlanRevision.objects.filter(number=number).update(saved_at=moment)
