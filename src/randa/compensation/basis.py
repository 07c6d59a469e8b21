"""The basis of compensation: who was where which week, under which agreement, and what it comes to. From published placements only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from randa.compensation.counting import Period, amount_of, served_weeks, summed
from randa.compensation.models import CountingRule
from randa.compensation.terms import read_terms
from randa.compensation.words import rule_words
from randa.core.access.row_security import as_system
from randa.core.periods import week_code
from randa.exchange.models import GroupMember
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.supply.models import FrameworkAgreement
from randa.training.kinds import LEARNER_KINDS
from randa.training.models import Absence, LearnerKind, Unit

PAYER = FrameworkAgreement.Payer


@dataclass(frozen=True, slots=True)
class Line:
    """One placement in one week.

    Attributes:
        placement: says which lines belong together, and nothing of who it is.
        name: of the learner, when it was asked for and the viewer sees the placement; else empty.
        host, home: the organisations that take and send; the same for a learner at home.
        payer: who pays the salary; what the agreement says in words when it is no single organisation.
        days, free: weekdays that count, and those that are taken off as holidays.
        weeks: to pay, with the share of full time in them where the rule says so.
        rule: how it was counted.
        rate, amount: kronor; None without a registered rate.
    """

    placement: str
    name: str
    unit: Unit
    host: Organisation
    home: Organisation
    kind: str
    area: str
    monday: dt.date
    days: int
    free: int
    weeks: Decimal
    percent: int
    agreement: FrameworkAgreement | None
    payer: str
    travel: str
    rate: Decimal | None
    rate_source: str
    amount: Decimal | None
    rule: CountingRule

    @property
    def counted(self) -> str:
        return rule_words(self.rule.as_rule())

    @property
    def week(self) -> str:
        return week_code(self.monday)

    @property
    def is_between(self) -> bool:
        return _root(self.home) != _root(self.host)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the lines of a unit and a payer come to; `without_rate` lines between two organisations have no amount."""

    unit: str
    payer: str
    lines: int
    weeks: Decimal
    amount: Decimal | None
    without_rate: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The lines in order of unit, week and placement, and how many placements are left out because their data are restricted."""

    lines: list[Line]
    left_out: int


def basis_of(viewer: User, wanted: Period, *, between: bool, with_names: bool) -> Basis:
    """Return the basis for the organisations whose compensation the viewer handles: a constant number of queries.

    `between` leaves out learners at home. Counted as the system: whoever handles money need not see people, and the lines name nobody.
    """
    paths = viewer.paths_with("compensation.view")
    named = _visible(viewer, wanted) if with_names else set()
    with as_system("whoever handles compensation reads weeks, not people"):
        rows = _placements(paths, wanted)
        usable = [one for one in rows if one.enrolment.learner.restricted_at is None]
        facts = _Facts(usable, wanted)
        lines = [line for one in usable for line in facts.lines(one, with_name=one.pk in named)]
    if between:
        lines = [one for one in lines if one.is_between]
    lines.sort(key=lambda one: (one.unit.organisation.sort_name, one.monday, one.placement))
    return Basis(lines, len(rows) - len(usable))


def rules_of(lines: Iterable[Line]) -> list[CountingRule]:
    """Return the rules by which the lines were counted, each once: the common one first."""
    found = {one.rule.pk: one.rule for one in lines}
    return sorted(found.values(), key=lambda one: (one.agreement_id is not None, one.agreement_id or 0, one.starts_on))


def sums_of(lines: Iterable[Line]) -> list[Sum]:
    """Return what the lines come to per unit and payer, by name."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for one in lines:
        found[str(one.unit), one.payer].append(one)
    return [_sum(unit, payer, some) for (unit, payer), some in sorted(found.items())]


def _sum(unit: str, payer: str, lines: Sequence[Line]) -> Sum:
    weeks = sum((one.weeks for one in lines), Decimal(0))
    without = sum(one.amount is None and one.is_between for one in lines)
    return Sum(unit, payer, len(lines), weeks, summed([one.amount for one in lines]), without)


def _visible(viewer: User, wanted: Period) -> set[UUID]:
    rows = Placement.objects.visible_to(viewer).filter(
        is_published=True, starts_on__lt=wanted.ends_before, ends_before__gt=wanted.starts_on
    )
    return set(rows.values_list("pk", flat=True))


def _placements(paths: Collection[str], wanted: Period) -> list[Placement]:
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(unit__organisation__path__startswith=path) | Q(enrolment__post__region__path__startswith=path)
        under |= Q(enrolment__post__base__path__startswith=path)
    rows = Placement.objects.filter(
        under, is_published=True, unit__isnull=False, starts_on__lt=wanted.ends_before, ends_before__gt=wanted.starts_on
    )
    related = ("enrolment__learner", "enrolment__post__programme", "enrolment__post__region", "unit__region", "area")
    return list(rows.select_related(*related, "unit__organisation").distinct())


class _Facts:
    """What many placements need, read once."""

    def __init__(self, rows: Sequence[Placement], wanted: Period) -> None:
        keys = {one.enrolment_id for one in rows}
        self.wanted, self.terms = wanted, read_terms()
        self.kinds = {one.pk: one for one in LearnerKind.objects.all()}
        self.away: dict[UUID, list[Period]] = defaultdict(list)
        for one in Absence.objects.filter(enrolment__in=keys):
            self.away[one.enrolment_id].append(Period(one.starts_on, one.ends_before))
        members = GroupMember.objects.filter(enrolment__in=keys).order_by("group__starts_on")
        self.groups = dict(members.values_list("enrolment", "group__kind"))

    def lines(self, row: Placement, *, with_name: bool) -> Iterable[Line]:
        unit, post = row.unit, row.enrolment.post
        assert unit is not None  # noqa: S101 - only blocks with a unit are asked for
        kind = LEARNER_KINDS.get(post.programme.kind, "") or self.groups.get(row.enrolment_id, "")
        stay = Period(row.starts_on, row.ends_before)
        for week in served_weeks(stay, self.wanted, self.away[row.enrolment_id]):
            agreement = self.terms.agreement(post.region, unit.organisation, kind, week.monday)
            rate, rule = self.terms.rate(agreement, kind, week.monday), self.terms.rule(agreement, week.monday)
            paid = week.paid(rule.as_rule(), row.enrolment.percent)
            if not paid.days:
                continue
            yield Line(
                placement=pseudonym(row),
                name=row.enrolment.learner.get_full_name() if with_name else "",
                unit=unit,
                host=unit.region,
                home=post.region,
                kind=str(self.kinds.get(kind, post.programme.get_kind_display())),
                area=row.area_id,
                monday=week.monday,
                days=paid.days,
                free=paid.free,
                weeks=paid.weeks,
                percent=row.enrolment.percent,
                agreement=agreement,
                payer=_payer(agreement, post.region, unit.region, "salary"),
                travel=_payer(agreement, post.region, unit.region, "travel"),
                rate=rate.amount if rate else None,
                rate_source=rate.source if rate else "",
                amount=amount_of(paid.weeks, rate.amount if rate else None),
                rule=rule,
            )


def pseudonym(row: Placement) -> str:
    """Return what stands for the placement in a file: the same over versions of the plan, and nothing outside Randa."""
    return f"{str(row.enrolment_id)[:8]}-{row.area_id}"


def _payer(agreement: FrameworkAgreement | None, home: Organisation, host: Organisation, what: str) -> str:
    """Return who pays, by name where it is one of the two."""
    if agreement is None:
        return str(home) if _root(home) == _root(host) else _("avtal saknas")
    said = getattr(agreement, what)
    if said == PAYER.HOME:
        return str(agreement.home)
    return str(agreement.host) if said == PAYER.HOST else str(PAYER(said).label)


def _root(organisation: Organisation) -> str:
    return organisation.path.split("/", 1)[0]
