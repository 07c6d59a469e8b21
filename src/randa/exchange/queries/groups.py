"""What the list of course occasions and the page of one show. Each costs the same number of queries at any size."""

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from randa.exchange.models import GroupMember, Inquiry, SeatRequest, StudentGroup
from randa.people.models import User

DAYS_TO_ANSWER = dt.timedelta(days=14)


def groups_of(actor: User) -> QuerySet[StudentGroup]:
    """Return the course occasions, with how many students, confirmed seats and students with a seat each has: one query."""
    confirmed = (
        Inquiry.objects.filter(request__group=OuterRef("pk"), state=Inquiry.State.CONFIRMED)
        .order_by()
        .values("request__group")
        .annotate(n=Sum("seats"))
        .values("n")
    )
    return (
        StudentGroup.objects.visible_to(actor)
        .select_related("organisation", "area", "kind", "programme")
        .annotate(
            students=Count("members", distinct=True),
            placed=Count("members", filter=Q(members__seat__isnull=False), distinct=True),
            housing=Count("members", filter=Q(members__needs_housing=True), distinct=True),
            seats=Coalesce(Subquery(confirmed), 0),
        )
    )


def members_of(group: StudentGroup) -> QuerySet[GroupMember]:
    """Return the students of a course occasion with their seats, by name: one query."""
    rows = group.members.select_related(
        "enrolment__learner", "enrolment__post__programme", "seat__inquiry__unit__organisation", "special_reason__kind"
    )
    return rows.annotate(wish_count=Count("wishes")).order_by(
        "enrolment__learner__family_name", "enrolment__learner__given_name", "pk"
    )


def housing_of(group: StudentGroup) -> QuerySet[GroupMember]:
    """Return the students of a course occasion who need somewhere to live, with where and when they have their seats: one query."""
    rows = group.members.filter(needs_housing=True).select_related(
        "group", "enrolment__learner", "seat__inquiry__unit__organisation"
    )
    return rows.order_by("enrolment__learner__family_name", "enrolment__learner__given_name", "pk")


def requests_for(group: StudentGroup) -> QuerySet[SeatRequest]:
    """Return what has been asked for the course occasion, with whom and how many seats are confirmed: two queries."""
    confirmed = Sum("inquiries__seats", filter=Q(inquiries__state=Inquiry.State.CONFIRMED), default=0)
    asked = Prefetch("inquiries", Inquiry.objects.select_related("recipient"))
    rows = group.requests.select_related("area", "asker", "kind").prefetch_related(asked)
    return rows.annotate(confirmed=confirmed).order_by("created_at")


def wanted_for(group: StudentGroup) -> dict[str, Any]:
    """Return what a request for the course occasion opens with: a seat for each student who has none asked for yet."""
    asked = group.requests.exclude(state=SeatRequest.State.WITHDRAWN).aggregate(n=Sum("seats", default=0))["n"]
    return {
        "group": group.pk, "asker": group.organisation.code, "kind": group.kind_id, "area": group.area_id,
        "seats": max(1, group.members.count() - asked), "starts_on": group.starts_on, "weeks": group.weeks,
    }  # fmt: skip
