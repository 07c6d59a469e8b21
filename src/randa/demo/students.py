"""Course occasions of Örebro universitet: one to share out, one that is shared out, and one that waits for its list of students."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from randa.core.clock import today
from randa.demo.chance import fixed_id, stream
from randa.demo.exchange import (
    DALARNA,
    OREBRO,
    SORMLAND,
    UPPSALA,
    VARMLAND,
    VASTMANLAND,
    Asked,
    ask,
    confirm,
    offer,
    speaker_of,
)
from randa.demo.people import give_roles, new_people
from randa.exchange.homes import home_km
from randa.exchange.models import GroupMember, SpecialReasonKind, StudentGroup
from randa.exchange.queries.allocating import proposal
from randa.exchange.queries.wishes import units_to_wish
from randa.exchange.services.allocating import confirm_allocation
from randa.exchange.services.housing import answer_housing
from randa.exchange.services.wishes import ask_for_consideration, decide_special_reason, state_wishes
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Post, Programme

UNIVERSITY, PROGRAMME = "LS-ORU", "Läkarprogrammet"
STUDENT_TITLE = _("Läkarstudent vid Örebro universitet")
TERM_BEGAN = dt.date(2026, 8, 31)
WEEK = dt.timedelta(weeks=1)
HOMES = ("Örebro", "Karlskoga", "Kumla", "Örebro", "Västerås", "Lindesberg", "Eskilstuna", "Hallsberg", "Örebro")
STUDENTS, DISTANCE_EVERY, WANT_HOME = 18, 6, 0.8
# Who asks for a special reason in the occasion that is to be shared out: category, and the decision that has been made.
REASONS = (("children", True), ("elite_sport", False), ("care", None))
ASKED_FOR_A_ROOM = "Vi har frågat om ett påhittat rum nära sjukhuset och hör av oss."
GRANTED, REFUSED = "Underlaget är visat och räcker.", "Skälet gäller inte de veckor som kursen pågår."


@dataclass(frozen=True, slots=True)
class Course:
    """A course occasion: which students are on it (as a slice of all), when it is, and until when they wish."""

    name: str
    area: str
    starts_on: dt.date
    weeks: int
    students: slice
    wishes_until: dt.date
    asked_on: dt.date
    seats: Sequence[tuple[str, int]]  # region that is asked, and for how many


TO_SHARE_OUT = Course(
    "Akutsjukvård", "AKU", dt.date(2027, 4, 5), 4, slice(0, 12), dt.date(2027, 2, 5), dt.date(2026, 11, 30),
    ((OREBRO, 5), (VASTMANLAND, 4), (SORMLAND, 3)),
)  # fmt: skip
SHARED_OUT = Course(
    "Internmedicin", "IM", dt.date(2027, 2, 8), 3, slice(0, STUDENTS, 2), dt.date(2026, 12, 11), dt.date(2026, 11, 9),
    ((OREBRO, 4), (SORMLAND, 3), (VARMLAND, 2)),
)  # fmt: skip
WITHOUT_LIST = Course(
    "Kirurgi", "KIR", dt.date(2027, 5, 3), 4, slice(0, 0), dt.date(2027, 3, 5), dt.date(2027, 1, 8), ()
)


def make_students() -> None:
    """Make the students, their three course occasions, seats for two of them, wishes and reasons, and share one out."""
    enrolments = _students()
    open_ = _occasion(TO_SHARE_OUT, enrolments)
    _ask_for_seats(open_, TO_SHARE_OUT)
    members = list(open_.members.select_related("enrolment__learner").order_by("enrolment__post__number"))
    _wish(open_, members[1:-2], today())  # the first is the visitor, who has not wished yet
    _reasons(members[2 : 2 + len(REASONS)])
    housed = next(one for one in members if one.needs_housing)
    answer_housing(
        actor=speaker_of(UNIVERSITY), member=housed, housing=GroupMember.Housing.ASKED, note=ASKED_FOR_A_ROOM
    )
    done = _occasion(SHARED_OUT, enrolments)
    _ask_for_seats(done, SHARED_OUT)
    _wish(done, list(done.members.select_related("enrolment__learner").order_by("pk"))[:-1], SHARED_OUT.wishes_until)
    confirm_allocation(actor=speaker_of(UNIVERSITY), group=done, mark=proposal(done).mark)
    _ask_ahead(_occasion(WITHOUT_LIST, enrolments))


def _ask_ahead(group: StudentGroup) -> None:
    """Ask two regions for seats before the list is there: one has not answered, and one offers what the university can take."""
    for key, region in (("students-to-answer", DALARNA), ("students-offered", UPPSALA)):
        wanted = Asked(
            key, UNIVERSITY, [region], group.area_id, 4, group.starts_on, "Listan med studenter kommer i februari.",
            kind="MED", weeks=group.weeks, group=group,
        )  # fmt: skip
        request = ask(wanted, today())
    offer(request, today())


def _students() -> list[Enrolment]:
    """Make the students, the first of whom a visitor can try Randa as."""
    university = Organisation.objects.get(code=UNIVERSITY)
    programme = Programme.objects.create(
        region=university, kind=Programme.Kind.STUDENT, name=PROGRAMME, standard_weeks=TO_SHARE_OUT.weeks
    )
    made = []
    for number, person in zip(range(1, STUDENTS + 1), new_people("student"), strict=False):
        person.title = STUDENT_TITLE if number == 1 else ""
        code = f"{UNIVERSITY}-2026-{number:03}"
        post = Post(region=university, base=university, programme=programme, number=code, starts_on=TERM_BEGAN)
        east, north = home_km(_home(number)) or (0, 0)
        made.append(
            Enrolment(
                id=fixed_id("enrolment", code), learner=person, post=post, starts_on=TERM_BEGAN, home_x_km=east, home_y_km=north
            )
        )  # fmt: skip
    User.objects.bulk_create(one.learner for one in made)
    Post.objects.bulk_create(one.post for one in made)
    for one in made:
        one.post = one.post  # the key is known now
    Enrolment.objects.bulk_create(made)
    give_roles((one.learner, "learner", university) for one in made)
    return made


def _home(number: int) -> str:
    return HOMES[number % len(HOMES)]


def _occasion(course: Course, students: Sequence[Enrolment]) -> StudentGroup:
    university, lead = Organisation.objects.get(code=UNIVERSITY), speaker_of(UNIVERSITY)
    group = StudentGroup.objects.create(
        id=fixed_id("student group", course.name), organisation=university, kind=LearnerKind.objects.get(pk="MED"),
        programme=Programme.objects.get(region=university, name=PROGRAMME), area=PlacementArea.objects.get(pk=course.area),
        course=course.name, term="VT 2027", starts_on=course.starts_on,
        weeks=course.weeks, wishes_until=course.wishes_until, created_by=lead,
    )  # fmt: skip
    numbers = range(1, STUDENTS + 1)[course.students]
    GroupMember.objects.bulk_create(
        GroupMember(
            id=fixed_id("group member", f"{course.name} {number}"), group=group, organisation=university,
            enrolment=students[number - 1], label="ABC"[number % 3], home=_home(number),
            is_distance=number % DISTANCE_EVERY == 0, needs_housing=number % DISTANCE_EVERY == 0,
        )
        for number in numbers
    )  # fmt: skip
    return group


def _ask_for_seats(group: StudentGroup, course: Course) -> None:
    """Ask each region, which offers what is asked for, and confirm it: as it went before the wishes."""
    for region, seats in course.seats:
        wanted = Asked(
            f"{course.name} {region}", UNIVERSITY, [region], course.area, seats, course.starts_on,
            "Gärna två och två på samma enhet.", kind="MED", weeks=course.weeks, group=group,
        )  # fmt: skip
        offered = offer(ask(wanted, course.asked_on), course.asked_on)
        if (offered.seats, offered.starts_on) != (seats, course.starts_on):
            raise LookupError(f"{region} has no room for {seats} on {course.starts_on}: choose another region or area")
        confirm(offered, course.asked_on)


def _wish(group: StudentGroup, members: Sequence[GroupMember], day: dt.date) -> None:
    """Let each wish for two of the units. Most want the university hospital first, so that not everybody gets it."""
    chance, units = stream(f"wishes {group.course}"), units_to_wish(group)
    at_home = [unit for unit in units if unit.organisation.path.startswith(OREBRO)]
    for member in members:
        wished = chance.sample(units, k=len(units))
        if chance.random() < WANT_HOME:
            wished.sort(key=lambda unit: unit not in at_home)
        state_wishes(actor=member.enrolment.learner, member=member, units=wished[:2], today=day)


def _reasons(members: Sequence[GroupMember]) -> None:
    lead, day = speaker_of(UNIVERSITY), today()
    for member, (code, grant) in zip(members, REASONS, strict=True):
        kind = SpecialReasonKind.objects.get(pk=code)
        ask_for_consideration(actor=member.enrolment.learner, member=member, kind=kind, today=day)
        if grant is not None:
            words = GRANTED if grant else REFUSED
            decide_special_reason(actor=lead, member=member, grant=grant, reason=words, today=day)
