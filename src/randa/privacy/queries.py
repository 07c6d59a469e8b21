"""What the pages of privacy show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.row_security import as_system
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.privacy.models import ControllerDetails, LegalHold, RetentionClass, RetentionPeriod, RetentionRun
from randa.privacy.planning import Period
from randa.privacy.reading import controllers_of, queryset
from randa.privacy.registry import DataKind, Rows, all_rows, kind_of, kinds

SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of data as a line of the register."""

    kind: DataKind
    period: Period
    name: str

    @property
    def how_long(self) -> str:
        return period_words(self.period.months)

    @property
    def events(self) -> list[str]:
        """Return what starts the period, each once."""
        return list(dict.fromkeys(str(rows.event) for rows in self.kind.rows if rows.event))

    @property
    def is_unverified(self) -> bool:
        return not self.period.is_own


@dataclass(frozen=True, slots=True)
class RunLine:
    """What a run removes of one kind, with what the declaration says and samples of rows that are still there."""

    line: Any
    kind: DataKind | None
    rows: Rows | None
    samples: list[str]

    @property
    def period(self) -> str:
        return period_words(self.line.months)


def period_words(months: int | None) -> str:
    """Return a period in words: whole years as years."""
    if months is None:
        return _("bevaras tills vidare")
    if months % 12 == 0:
        return ngettext("%(n)d år", "%(n)d år", months // 12) % {"n": months // 12}
    return ngettext("%(n)d månad", "%(n)d månader", months) % {"n": months}


def periods_at(organisation: Organisation | None) -> dict[str, Period]:
    """Return the period of every class at an organisation, or the reference periods: two queries."""
    found = {one.key: Period(one.months, one.source) for one in RetentionClass.objects.all()}
    if organisation is None:
        return found
    own = RetentionPeriod.objects.annotate(path=F("organisation__path")).order_by("organisation__path")
    for one in own:
        if organisation.path.startswith(one.path):
            found[one.retention_class_id] = Period(one.months, one.decision, is_own=True)
    return found


def register_of(organisation: Organisation | None) -> list[Entry]:
    """Return the register of processing at an organisation, in its order."""
    periods = periods_at(organisation)
    names = {one.key: str(one) for one in RetentionClass.objects.all()}
    unknown = Period(None, "")
    return [
        Entry(kind, periods.get(kind.retention_class, unknown), names.get(kind.retention_class, kind.retention_class))
        for kind in kinds()
    ]


def controllers_for(person: User) -> list[Organisation]:
    """Return the organisations that answer for the person's data."""
    return list(Organisation.objects.filter(code__in=controllers_of(person)).select_related("controller_details"))


def details_of(organisation: Organisation) -> ControllerDetails:
    """Return what the controller says about itself; an unsaved empty row when it has said nothing."""
    found = ControllerDetails.objects.filter(organisation=organisation).first()
    return found or ControllerDetails(organisation=organisation)


def organisations_with(actor: User, *permissions: str) -> list[Organisation]:
    """Return the organisations where the actor has a role with one of the permissions."""
    held = [one.organisation for one in actor.current_roles() if set(permissions) & set(one.role.permissions)]
    return sorted({one.pk: one for one in held}.values(), key=lambda one: one.sort_name)


def person_under(actor: User, email: str) -> User | None:
    """Return the person with the address, if the actor answers for them."""
    paths = actor.paths_with("privacy.manage")
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(organisation__path__startswith=path)
    held = RoleAssignment.objects.filter(under)
    return User.objects.filter(email__iexact=email.strip(), pk__in=held.values("user")).exclude(pk=actor.pk).first()


def holds_at(actor: User, organisation: Organisation) -> QuerySet[LegalHold]:
    """Return the holds of an organisation that the actor may see, running ones first."""
    seen = LegalHold.objects.visible_to(actor).filter(organisation__path__startswith=organisation.path)
    return seen.select_related("person", "placed_by", "organisation").order_by(
        F("lifted_on").asc(nulls_first=True), "-pk"
    )


def runs_at(actor: User, organisation: Organisation) -> QuerySet[RetentionRun]:
    """Return the runs of an organisation with their figures."""
    seen = RetentionRun.objects.visible_to(actor).filter(organisation__path__startswith=organisation.path)
    return seen.select_related("proposed_by", "decided_by", "organisation").annotate(line_count=Count("lines"))


def lines_of(run: RetentionRun, *, samples: bool) -> list[RunLine]:
    """Return the lines of a run; with `samples`, the first rows of each that are still there, as they call themselves."""
    declared = {rows.key: rows for _kind, rows in all_rows()}
    known = {kind.key for kind in kinds()}
    lines = []
    for line in run.lines.all():
        rows = declared.get(line.rows)
        shown = _samples(line, rows) if samples and rows is not None else []
        lines.append(RunLine(line, kind_of(line.kind) if line.kind in known else None, rows, shown))
    return lines


def _samples(line: Any, rows: Rows) -> list[str]:
    keys = list(line.items.filter(removed_at__isnull=True).values_list("object_id", flat=True)[:SAMPLES])
    with as_system(
        "whoever approves a removal sees samples of what goes, also of rows that are not theirs to see otherwise"
    ):
        return [str(row) for row in queryset(rows).filter(pk__in=keys).order_by("pk")]
