"""Plans and placements in the search index."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from randa.core.search.registry import IndexRow
from randa.placements.models import OUTSIDE, Placement, Plan
from randa.training.models import Enrolment

VIEW, PLAN = "placements.view", "placements.plan"


def plan_rows(ids: Sequence[str] | None) -> Iterator[IndexRow]:
    """Yield plans: a draft for those who plan in one of its regions, a published one for those who see placements there."""
    plans = Plan.objects.exclude(start_year=OUTSIDE).prefetch_related("regions")
    if ids is not None:
        plans = plans.filter(pk__in=ids)
    for plan in plans.order_by("pk"):
        permissions = (VIEW, PLAN) if plan.state == Plan.State.PUBLISHED else (PLAN,)
        yield IndexRow(
            object_id=str(plan.pk),
            title=str(plan),
            url=plan.get_absolute_url(),
            hint_sv=_state(plan, "sv"),
            hint_en=_state(plan, "en"),
            text=f"{plan.start_year} {' '.join(region.name for region in plan.regions.all())}",
            scopes=[f"{name}:{region.path}" for region in plan.regions.all() for name in permissions],
        )


def placement_rows(ids: Sequence[str] | None) -> Iterator[IndexRow]:
    """Yield learners by their placements in published plans: found by name, post and unit, for those who see them there."""
    published = (
        Placement.objects.filter(is_published=True).select_related("unit__organisation", "area").order_by("starts_on")
    )
    enrolments = (
        Enrolment.objects.filter(placements__is_published=True, learner__restricted_at=None)
        .select_related("learner", "post__base", "post__region")
        .prefetch_related(Prefetch("placements", queryset=published, to_attr="published"))
        .distinct()
    )
    if ids is not None:
        enrolments = enrolments.filter(pk__in=ids)
    for enrolment in enrolments.order_by("pk").iterator(chunk_size=500):
        yield _placement_row(enrolment, enrolment.published)  # type: ignore[attr-defined]  # made by the prefetch above


def _placement_row(enrolment: Enrolment, placements: list[Placement]) -> IndexRow:
    post = enrolment.post
    units = [one.unit.organisation for one in placements if one.unit]
    paths = {post.base.path, post.region.path, *(unit.path for unit in units)}
    return IndexRow(
        object_id=str(enrolment.pk),
        title=f"{enrolment.learner}, {post.number}",
        url=f"{reverse('placements:plan', args=[placements[0].plan_id])}?region={post.region.code}#{post.number}",
        hint_sv=", ".join(dict.fromkeys(unit.name for unit in units)),
        scopes=sorted(f"{name}:{path}" for path in paths for name in (VIEW, PLAN)),
    )


def _state(plan: Plan, language: str) -> str:
    with translation.override(language):
        return str(plan.get_state_display())
