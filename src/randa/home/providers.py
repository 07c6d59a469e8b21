"""What the apps have waiting for a person. Each provider is one or two queries at any size."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.jobs.models import Job
from randa.core.ui.formats import day_words, decimal
from randa.dimensioning.models import PlannedPosts
from randa.home.links import address
from randa.home.waiting import Consequence, Task, Urgency, register
from randa.people.models import User
from randa.placements.models import MandateChange, Placement, Plan
from randa.training.models import Enrolment

SOON = dt.timedelta(days=30)
AHEAD = dt.timedelta(weeks=26)
ARRIVALS_SHOWN = 4


def under(paths: list[str], field: str) -> Q:
    """Return the condition that the path in `field` lies under one of `paths`; false for everything when there are none."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def register_all() -> None:
    """Register the providers below, in the order of their tasks on a day they share."""
    for provider in (
        draft_posts,
        undecided_regions,
        plans_in_the_making,
        shrinking_mandates,
        own_posts,
        own_placements,
        arrivals,
        running_jobs,
    ):
        register(provider)


def draft_posts(person: User, today: dt.date) -> Iterator[Task]:
    """Planned posts that are still a draft, per year, for whoever may decide them."""
    paths = person.paths_with("dimensioning.decide")
    if not paths:
        return
    drafts = PlannedPosts.objects.filter(
        under(paths, "region__path"), status=PlannedPosts.Status.DRAFT, year__gte=today.year
    )
    for row in drafts.values("year").annotate(rows=Count("pk"), posts=Sum("posts")).order_by("year")[:3]:
        yield Task(
            Urgency.NOW
            if row["year"] == today.year
            else Urgency.WAITING
            if row["year"] == today.year + 1
            else Urgency.COMING,
            _("Besluta tjänsterna för %(year)d") % {"year": row["year"]},
            ngettext(
                "En rad i planen är fortfarande utkast, %(posts)s tjänster.",
                "%(rows)d rader i planen är fortfarande utkast, tillsammans %(posts)s tjänster.",
                row["rows"],
            )
            % (row | {"posts": decimal(row["posts"], 0)}),
            _("Öppna planen"),
            address("dimensioning:plan"),
            icon="table-2",
            on=dt.date(row["year"], 1, 1),
            consequence=Consequence.LEGAL,
        )


def plans_in_the_making(person: User, today: dt.date) -> Iterator[Task]:
    """The latest draft plans: those with weeks that have no seat, and those ready to be published."""
    if not person.has("placements.plan"):
        return
    drafts = Plan.objects.visible_to(person).filter(state=Plan.State.DRAFT, unplaced_weeks__isnull=False)
    for plan in drafts.order_by("-created_at")[:3]:
        if plan.unplaced_weeks:
            yield Task(
                _how_soon(plan.horizon_starts_on, today),
                _("%(plan)s har veckor utan plats") % {"plan": plan},
                ngettext("En vecka saknar plats.", "%(weeks)d veckor saknar plats.", plan.unplaced_weeks)
                % {"weeks": plan.unplaced_weeks}
                + " "
                + _("Planen säger varför, och vad som skulle behöva ändras."),
                _("Se varför"),
                address("placements:plan_unplaced", plan.pk),
                icon="calendar-x",
                on=plan.horizon_starts_on,
                consequence=Consequence.BLOCKS,
                key=f"plan.gaps:{plan.pk}",
            )
        elif person.has("placements.publish"):
            yield Task(
                Urgency.WAITING,
                _("%(plan)s är redo att publiceras") % {"plan": plan},
                _("Alla veckor har en plats. De som börjar ser den först när den är publicerad."),
                _("Granska planen"),
                address("placements:plan", plan.pk),
                icon="calendar-check",
                on=plan.horizon_starts_on,
                consequence=Consequence.BLOCKS,
                key=f"plan.ready:{plan.pk}",
            )


def shrinking_mandates(person: User, today: dt.date) -> Iterator[Task]:
    """Units that lose seats within half a year."""
    paths = person.paths_with("placements.view")
    if not paths:
        return
    may_act = person.has("capacity.edit") or person.has("placements.plan")
    changes = MandateChange.objects.filter(
        under(paths, "unit__organisation__path"), effective_on__gte=today, effective_on__lt=today + AHEAD
    )
    for change in changes.select_related("unit__organisation").order_by("effective_on", "pk")[:5]:
        if change.seats_after < change.seats_before:
            yield Task(
                _how_soon(change.effective_on, today) if may_act else Urgency.COMING,
                _("%(unit)s går från %(before)d till %(after)d platser")
                % {"unit": change.unit, "before": change.seats_before, "after": change.seats_after},
                _("Gäller från %(day)s. Orsak: %(reason)s")
                % {"day": day_words(change.effective_on), "reason": change.reason},
                _("Se vad det innebär"),
                address("placements:mandates"),
                icon="trending-down",
                on=change.effective_on,
                consequence=Consequence.BLOCKS,
                key=f"mandate:{change.pk}",
            )


def undecided_regions(person: User, today: dt.date) -> Iterator[Task]:
    """For a council: how many regions still have drafts among this year's posts."""
    if not person.has("council.view"):
        return
    this_year = PlannedPosts.objects.filter(year=today.year)
    drafts = Count("region", distinct=True, filter=Q(status=PlannedPosts.Status.DRAFT))
    found = this_year.aggregate(regions=Count("region", distinct=True), drafts=drafts)
    if found["drafts"]:
        yield Task(
            Urgency.WAITING,
            _("Tjänsterna för %(year)d är inte beslutade överallt") % {"year": today.year},
            _("%(drafts)d av %(regions)d regioner har rader som är utkast.") % found,
            _("Jämför regionerna"),
            address("dimensioning:overview"),
            icon="scale",
            key=f"posts.undecided:{today.year}",
        )


def own_posts(person: User, today: dt.date) -> Iterator[Task]:
    """A learner's post while no plan with their placements has been published."""
    placed = Placement.objects.filter(enrolment=OuterRef("pk"), is_published=True)
    waiting = Enrolment.objects.filter(~Exists(placed), learner=person).select_related("post__base", "post__programme")
    for one in waiting.order_by("starts_on")[:2]:
        begins = _("Börjar %(day)s.") if one.starts_on > today else _("Började %(day)s.")
        yield Task(
            Urgency.COMING,
            f"{one.post.programme}, {one.post.base}",
            begins % {"day": day_words(one.starts_on)}
            + " "
            + _("Dina placeringar visas här när planen är publicerad."),
            icon="graduation-cap",
            on=one.starts_on,
        )


def own_placements(person: User, today: dt.date) -> Iterator[Task]:
    """Where a learner is now and goes next."""
    own = Placement.objects.filter(
        enrolment__learner=person, is_published=True, ends_before__gt=today, unit__isnull=False
    )
    comes_next = True
    for place in _with_names(own).order_by("starts_on")[:2]:
        names = {"area": place.area, "unit": place.unit, "start": day_words(place.starts_on)}
        is_now = place.starts_on <= today
        later = _("Härnäst: %(area)s, %(unit)s") if comes_next else _("Därefter: %(area)s, %(unit)s")
        comes_next = is_now
        yield Task(
            Urgency.COMING,
            (_("Nu: %(area)s, %(unit)s") if is_now else later) % names,
            (_("Till och med %(last)s.") if is_now else _("Börjar %(start)s, till och med %(last)s."))
            % (names | {"last": day_words(place.ends_before - dt.timedelta(days=1))}),
            icon="map-pin",
            on=place.starts_on,
        )


def arrivals(person: User, today: dt.date) -> Iterator[Task]:
    """Learners who come to the person's own unit within eight weeks; for supervisors and heads, not for a whole region."""
    paths = [
        one.organisation.path
        for one in person.current_roles()
        if "placements.view" in one.permissions and one.organisation.kind == "unit"
    ]
    mine = under(paths, "unit__organisation__path") | Q(unit__supervisors__user=person)
    coming = Placement.objects.filter(
        mine, is_published=True, starts_on__gte=today, starts_on__lt=today + dt.timedelta(weeks=8)
    )
    for place in _with_names(coming).distinct().order_by("starts_on", "pk")[:ARRIVALS_SHOWN]:
        in_a_fortnight = place.starts_on < today + dt.timedelta(days=14)
        yield Task(
            Urgency.WAITING if in_a_fortnight else Urgency.COMING,
            _("%(person)s kommer till %(unit)s") % {"person": place.enrolment.learner, "unit": place.unit},
            _("Börjar %(day)s, %(weeks)d veckor. Bestäm vem som tar emot.")
            % {"day": day_words(place.starts_on), "weeks": place.working_weeks},
            _("Se planen"),
            address("placements:plan", place.plan_id),
            icon="user-check",
            on=place.starts_on,
            consequence=Consequence.BLOCKS,
            key=f"arrival:{place.pk}",
        )


def running_jobs(person: User, _today: dt.date) -> Iterator[Task]:
    """Work that the person started and that still goes on."""
    for job in Job.objects.visible_to(person).filter(state__in=[Job.State.WAITING, Job.State.RUNNING])[:3]:
        yield Task(
            Urgency.WAITING, job.title, job.message or _("Pågår. Du kan göra annat under tiden."), _("Följ arbetet"),
            address("jobs:detail", job.pk), icon="loader",
        )  # fmt: skip


def _how_soon(day: dt.date, today: dt.date) -> Urgency:
    return Urgency.NOW if day <= today + SOON else Urgency.WAITING


def next_start(person: User, today: dt.date) -> dt.date | None:
    """Return the first day after `today` on which anybody the person can see begins a placement."""
    visible = Placement.objects.visible_to(person).filter(is_published=True, starts_on__gt=today)
    first: dt.date | None = visible.aggregate(first=Min("starts_on"))["first"]
    return first


def _with_names(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    return placements.select_related("area", "unit__organisation", "enrolment__learner")
