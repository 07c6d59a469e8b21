"""What the pages of a merge read: likely doubles, what would move, what stands in the way."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.merging import Decision, Words, references
from randa.core.ui.formats import day_words
from randa.people.identity_numbers import NumberKind
from randa.people.merges.periods import join_roles
from randa.people.merges.reading import held_by_others, roles_of_both, rows_of, twin_of
from randa.people.models import AccountMerge, IdentityNumber, RoleAssignment, User

ERASED = "@borttagen.invalid"
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same person, and why that is thought."""

    person: User
    why: str


def likely_doubles(viewer: User, person: User) -> list[Double]:
    """Return people whom the viewer sees with the same name, or the same former or present number, as `person`. Never more than a hint."""
    seen = (
        User.objects.visible_to(viewer).filter(merged_into=None).exclude(pk=person.pk).exclude(email__endswith=ERASED)
    )
    indexes = IdentityNumber.objects.filter(person=person, number_index__isnull=False).values("number_index")
    same_number = seen.filter(identity_numbers__number_index__in=indexes).distinct()
    named = seen.filter(given_name__iexact=person.given_name, family_name__iexact=person.family_name)
    near = RoleAssignment.objects.filter(organisation__in=person.role_assignments.values("organisation")).values("user")
    found = {one.pk: Double(one, _("har haft samma identitetsnummer")) for one in same_number[:MOST_FOUND]}
    for one in named.filter(pk__in=near)[:MOST_FOUND]:
        found.setdefault(one.pk, Double(one, _("samma namn i samma organisation")))
    for one in named[:MOST_FOUND]:
        found.setdefault(one.pk, Double(one, _("samma namn")))
    return list(found.values())


def people_to_merge(viewer: User, person: User, text: str) -> list[User]:
    """Return people whom the viewer sees and whom `text` names: words of the name, an address or an HSA-id."""
    rows = User.objects.visible_to(viewer).filter(merged_into=None).exclude(pk=person.pk)
    for word in text.split():
        rows = rows.filter(
            Q(given_name__istartswith=word)
            | Q(family_name__istartswith=word)
            | Q(email__istartswith=word)
            | Q(hsa_id__iexact=word)
        )
    return list(rows.order_by("sort_name", "pk")[:MOST_FOUND]) if text.split() else []


def what_stops_merging(survivor: User, merged: User) -> list[str]:
    """Return what must be settled before the two can be one, as sentences; empty when nothing stands in the way."""
    reasons = []
    for one in (survivor, merged):
        if one.merged_into_id is not None:
            reasons.append(_("Kontot för %(person)s är redan sammanslaget med ett annat.") % {"person": one})
        if one.restricted_at is not None:
            reasons.append(
                _("Behandlingen av uppgifterna om %(person)s är begränsad. Häv begränsningen först.") % {"person": one}
            )
        if one.email.endswith(ERASED):
            reasons.append(_("Ett av kontona är raderat och kan inte slås ihop."))
    if survivor.pk == merged.pk:
        reasons.append(_("Välj två olika konton."))
    if not survivor.is_active:
        reasons.append(_("Kontot som ska leva vidare är avslutat. Byt plats på kontona."))
    if survivor.is_technical or merged.is_technical:
        reasons.append(_("Ett av kontona är ett annat system och kan inte slås ihop med en person."))
    if survivor.is_demo != merged.is_demo:
        reasons.append(_("En påhittad person i demovärlden kan inte slås ihop med ett riktigt konto."))
    numbers = IdentityNumber.objects.filter(person__in=[survivor, merged]).current().exclude(kind=NumberKind.NONE)
    if numbers.count() > 1:
        reasons.append(
            _("Kontona har olika identitetsnummer. Är det samma person: rätta först det konto som har fel nummer.")
        )
    return reasons + _refusals(survivor, merged)


def reasons_against(survivor: User, merged: User) -> list[str]:
    """Return what `what_stops_merging` does, for a page: also what its reader cannot see stands in the way."""
    with as_system("what must be settled first may lie where the clerk sees nothing; only the kind of thing is told"):
        return what_stops_merging(survivor, merged)


def merges_of(viewer: User, person: User) -> list[AccountMerge]:
    """Return the merges in force through which `person` has come to be one account, as far as the viewer may undo them."""
    rows = AccountMerge.objects.visible_to(viewer).in_force().filter(survivor=person)
    return list(rows.select_related("merged", "made_by").defer("steps"))


def lives_on_in(viewer: User, key: UUID | str) -> User | None:
    """Return the account in which a merged one lives on, when the viewer may see it; None for an account of its own."""
    with as_system("a merged account has no roles by which anybody could be found to see it"):
        into = User.objects.filter(pk=key, merged_into__isnull=False).values_list("merged_into", flat=True).first()
    return User.objects.visible_to(viewer).filter(pk=into).first() if into else None


def _refusals(survivor: User, merged: User) -> list[str]:
    return [
        str(one.refusal)
        for one in references()
        if one.decision is Decision.REFUSE
        and any(twin_of(row, one, survivor) for row in rows_of(merged, one).filter(**dict(one.condition)))
    ]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of the account that ends, and what becomes of it."""

    role: RoleAssignment
    outcome: str


@dataclass(slots=True)
class Preview:
    """What a merge would do: roles one by one, everything else counted."""

    roles: list[RoleLine] = field(default_factory=list)
    moved: list[tuple[Words, int]] = field(default_factory=list)
    kept: list[tuple[Words, int]] = field(default_factory=list)
    ended: list[tuple[Words, int]] = field(default_factory=list)


def preview(survivor: User, merged: User) -> Preview:
    """Return what merging would do. One query for each kind of reference, however many rows there are."""
    with as_system("the clerk is told how much of each kind moves, wherever it lies; what it says is not shown"):
        return _preview(survivor, merged)


def _preview(survivor: User, merged: User) -> Preview:
    shown = Preview(roles=_role_lines(survivor, merged))
    lists = {Decision.KEEP: shown.kept, Decision.DROP: shown.ended}
    counted: dict[tuple[Decision, str], tuple[Words, int]] = {}
    for one in references():
        number = rows_of(merged, one).count()
        if number and one.what and one.by != "roles":
            kind = one.decision if one.decision in lists else Decision.MOVE
            before = counted.get((kind, str(one.what)), ("", 0))[1]
            counted[kind, str(one.what)] = (one.what, before + number)
    for (decision, _what), line in counted.items():
        lists.get(decision, shown.moved).append(line)
    return shown


def _role_lines(survivor: User, merged: User) -> list[RoleLine]:
    rows = roles_of_both(survivor, merged)
    outcome = join_roles(rows, survivor.pk, merged.pk, held_by_others(rows))
    lines = []
    full = RoleAssignment.objects.select_related("role", "organisation", "user", "delegated_from__user").in_bulk(
        [row.pk for row in rows]
    )
    for row in rows:
        one = full[row.pk]
        if row.pk in outcome.dropped:
            joined = outcome.dropped[row.pk]
            text = _("blir en del av samma roll") if joined else _("faller bort: ingen vikarierar för sig själv")
        elif len(outcome.changed.get(row.pk, {})) > 2 and row.user_id == survivor.pk:
            text = _joined(outcome.changed[row.pk].get("ends_before"))
        elif row.user_id == merged.pk:
            text = _("flyttas")
        else:
            continue
        lines.append(RoleLine(one, text))
    return lines


def _joined(ends_before: str | None) -> str:
    if not ends_before:
        return _("finns på båda och blir en som gäller tills vidare")
    day = dt.date.fromisoformat(ends_before) - dt.timedelta(days=1)
    return _("finns på båda och blir en som gäller till och med %(day)s") % {"day": day_words(day)}
