"""Database rows -> the allocation of a group's seats, and what it comes to. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q

from randa.core.access.row_security import as_system
from randa.exchange.allocation import Given, Problem, Student, allocate
from randa.exchange.homes import minutes_to
from randa.exchange.models import AllocationRule, GroupMember, Inquiry, SpecialReason, StudentGroup
from randa.placements.models import Placement
from randa.supply.queries.workplace import own_workplaces


@dataclass(frozen=True, slots=True)
class Line:
    """A student with the seat that the allocation gives; `minutes` of travel one way are None when the home is not known."""

    member: GroupMember
    inquiry: Inquiry | None
    given: Given
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An allocation as it would be confirmed now. `mark` is the same for the same seats to the same students."""

    lines: Sequence[Line]
    rule: AllocationRule
    free: int
    mark: str

    @property
    def placed(self) -> int:
        return sum(line.inquiry is not None for line in self.lines)

    @property
    def unplaced(self) -> int:
        return len(self.lines) - self.placed


def rule_of(group: StudentGroup) -> AllocationRule:
    """Return the rule that holds for the group: the university's own, else the common one, the latest before the course.

    Raises:
        AllocationRule.DoesNotExist: the reference data are not loaded.
    """
    known = AllocationRule.objects.filter(valid_from__lte=group.starts_on)
    own = known.filter(organisation=group.organisation).order_by("-valid_from").first()
    return own or known.filter(organisation=None).latest("valid_from")


def threads_with_room(group: StudentGroup) -> list[Inquiry]:
    """Return the confirmed threads of the group's requests, each with `used`, how many of its seats are given: one query."""
    rows = Inquiry.objects.filter(request__group=group, state=Inquiry.State.CONFIRMED)
    rows = rows.select_related("unit__organisation", "unit__region", "asker", "recipient", "request")
    return list(rows.annotate(used=Count("learners")).order_by("unit__organisation__code", "starts_on", "pk"))


def proposal(group: StudentGroup) -> Proposal:
    """Return who would get which of the seats that are confirmed and not given yet. The same every time for the same rows.

    Those whose data are restricted (GDPR article 18) are left out.
    """
    threads = threads_with_room(group)
    waiting = group.members.filter(seat=None, enrolment__learner__restricted_at=None)
    members = list(
        waiting.select_related("enrolment__learner", "enrolment__post__programme").prefetch_related("wishes")
    )
    rule = rule_of(group)
    seats = {str(one.pk): max(0, (one.seats or 0) - getattr(one, "used", 0)) for one in threads}
    students = _students(members, threads, rule)
    given = allocate(Problem(students, seats, seed=str(group.pk)))
    by_key = {str(one.pk): one for one in threads}
    lines = [_line(one, given[str(one.pk)], by_key) for one in members]
    pairs = sorted(f"{line.member.pk}:{line.inquiry.pk}" for line in lines if line.inquiry)
    mark = sha256("|".join(pairs).encode()).hexdigest()[:16]
    return Proposal(lines, rule, sum(seats.values()), mark)


def _line(member: GroupMember, given: Given, threads: Mapping[str, Inquiry]) -> Line:
    inquiry = threads[given.place] if given.place else None
    minutes = minutes_to(member.home, inquiry.unit) if inquiry and inquiry.unit else None
    return Line(member, inquiry, given, minutes)


def _students(members: Sequence[GroupMember], threads: Sequence[Inquiry], rule: AllocationRule) -> tuple[Student, ...]:
    keys = {one.pk for one in members}
    granted = set(
        SpecialReason.objects.filter(member__in=keys, state=SpecialReason.State.GRANTED).values_list(
            "member", flat=True
        )
    )
    barred, unwise = barred_threads(members, threads)
    found = []
    for one in members:
        far = frozenset(
            str(thread.pk)
            for thread in threads
            if thread.unit and (minutes_to(one.home, thread.unit) or 0) > rule.travel_cap_minutes
        )
        wished = [str(thread.pk) for wish in one.wishes.all() for thread in threads if thread.unit_id == wish.unit_id]
        found.append(Student(str(one.pk), tuple(wished), one.pk in granted, barred[one.pk], unwise[one.pk], far))
    return tuple(found)


def barred_threads(
    members: Sequence[GroupMember], threads: Sequence[Inquiry]
) -> tuple[dict[UUID, frozenset[str]], dict[UUID, frozenset[str]]]:
    """Return, per member, the threads that a binding rule keeps from them, or that overlap another placement; and those advised against."""
    people = {one.enrolment.learner_id for one in members}
    barred: dict[UUID, set[str]] = {one.pk: set() for one in members}
    unwise: dict[UUID, set[str]] = {one.pk: set() for one in members}
    for start in sorted({one.starts_on for one in threads if one.starts_on}):
        there = [one for one in threads if one.starts_on == start]
        refused, advised = own_workplaces(people, [one.unit for one in there if one.unit], start)
        for member in members:
            for one in there:
                pair = (member.enrolment.learner_id, one.unit_id or 0)
                if pair in refused:
                    barred[member.pk].add(str(one.pk))
                elif pair in advised:
                    unwise[member.pk].add(str(one.pk))
    for busy, key in _elsewhere(members, threads):
        barred[busy].add(key)
    return (
        {key: frozenset(found) for key, found in barred.items()},
        {key: frozenset(found) for key, found in unwise.items()},
    )


def _elsewhere(members: Sequence[GroupMember], threads: Sequence[Inquiry]) -> list[tuple[UUID, str]]:
    """Return members with threads during whose weeks they are placed already, but for the seat that they have in the group."""
    own = {one.enrolment_id: one for one in members}
    seats = {one.seat.placement_id for one in members if one.seat is not None}
    with as_system("somebody may be placed where the university does not look"):
        rows = list(
            Placement.objects.filter(enrolment__in=own, is_published=True)
            .filter(~Q(pk__in=[key for key in seats if key]))
            .values_list("enrolment", "starts_on", "ends_before")
        )
    return [
        (own[enrolment].pk, str(one.pk))
        for enrolment, starts_on, ends_before in rows
        for one in threads
        if one.starts_on and one.ends_before and starts_on < one.ends_before and ends_before > one.starts_on
    ]
