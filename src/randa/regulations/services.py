"""A region's own rules: a draft that starts from what holds, published as a version that never changes, or taken back before it holds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.freetext import refuse_identity_numbers
from randa.core.provenance import Provenance
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.effective import rules_from
from randa.regulations.errors import (
    DraftChangedError,
    NotDecidedError,
    NothingChangedError,
    RuleNotRegionalError,
    RuleValueError,
    VersionDayPassedError,
    VersionNotOpenError,
    VersionOverlapsError,
)
from randa.regulations.models import Rule, RuleKey, RuleSet
from randa.regulations.permissions import can_decide_rules, can_edit_rules, can_withdraw_rules
from randa.regulations.queries_draft import changes_of, field_name, problems_with
from randa.regulations.telling import tell_published, tell_withdrawn
from randa.regulations.wording import rule_label

State = RuleSet.State
ABOUT = ("valid_from", "decided_by", "source", "paragraph", "link")
# What a copy of a rule keeps: an unchanged value stands on the decision it was made by, from the day it was made.
KEPT = ("key", "value", "unit", "binding", "paragraph", "note", "provenance", "source", "regulation_id")


@dataclass(frozen=True, slots=True)
class Written:
    """What a draft says. `values`: by key, every rule that the region is to have of its own; what is left out follows the common one."""

    valid_from: dt.date
    values: Mapping[str, Any]
    decided_by: str = ""
    source: str = ""
    paragraph: str = ""
    link: str = ""


@transaction.atomic
def start_draft(*, actor: User, region: Organisation, today: dt.date) -> RuleSet:
    """Start a draft from the region's own rules in the latest version; the one that is there already comes back.

    Raises:
        PermissionDenied: `actor` does not write the region's rules.
    """
    require(can_edit_rules, actor, region)
    _hold(region)
    draft = RuleSet.objects.filter(organisation=region, state=State.DRAFT).first()
    if draft is not None:
        return draft
    latest = RuleSet.objects.published().filter(organisation=region).order_by("valid_from", "version").last()
    number = RuleSet.objects.filter(organisation=region).aggregate(highest=Max("version"))["highest"] or 0
    draft = RuleSet.objects.create(
        organisation=region,
        name=latest.name if latest else region.name,
        version=number + 1,
        valid_from=_first_of_a_month(max(today, latest.valid_from if latest else today)),
        state=State.DRAFT,
    )
    Rule.objects.bulk_create(_copy(rule, draft) for rule in _own(region, draft.valid_from).values())
    record(actor, "rules.drafted", draft, after={"valid_from": draft.valid_from.isoformat()})
    return draft


@transaction.atomic
def save_draft(*, actor: User, draft: RuleSet, seen: int, written: Written) -> RuleSet:
    """Keep what the draft says. The same again changes nothing.

    Args:
        seen: the draft's `revision` that `actor` has seen: what somebody else has saved since is not overwritten unseen.

    Raises:
        PermissionDenied: `actor` does not write the region's rules.
        VersionNotOpenError, DraftChangedError: it is no draft any more, or somebody else has saved it.
        RuleNotRegionalError, RuleValueError: a rule that is not the region's to decide, or a value that it does not take.
    """
    region = _region_of(draft)
    require(can_edit_rules, actor, region)
    draft = _held(draft, region, seen)
    _refuse_values(written, region)
    before = _as_data(draft)
    own, there = _own(region, written.valid_from), {rule.key: rule for rule in draft.rules.all()}
    keys = {one.key: one for one in RuleKey.objects.all()}
    draft.rules.exclude(key__in=written.values).delete()
    for key, value in written.values.items():
        if key in there and there[key].value == value:
            continue
        is_as_before = key in own and own[key].value == value
        rule = _copy(own[key], draft) if is_as_before else _new(keys[key], value, draft, own.get(key))
        rule.pk = there[key].pk if key in there else None
        rule.save()
    for name in ABOUT:
        said = getattr(written, name)
        setattr(draft, name, refuse_identity_numbers(said.strip()) if isinstance(said, str) else said)
    after = _as_data(draft)
    if after != before:
        draft.revision += 1
        draft.save(update_fields=[*ABOUT, "revision"])
        record(actor, "rules.draft_saved", draft, before=_other(before, after), after=_other(after, before))
    return draft


@transaction.atomic
def publish_draft(*, actor: User, draft: RuleSet, seen: int, today: dt.date) -> RuleSet:
    """Publish a draft: it holds from its day, and is never changed. Publishing twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not decide the region's rules.
        VersionNotOpenError, DraftChangedError: it is no draft any more, or somebody has saved it since `seen`.
        NotDecidedError, VersionDayPassedError, VersionOverlapsError, NothingChangedError: what is missing, or too late.
        RuleValueError: a value has come to lie beyond what the law or another rule allows.
    """
    region = _region_of(draft)
    require(can_decide_rules, actor, region)
    _hold(region)
    draft.refresh_from_db()
    if draft.state == State.PUBLISHED:
        return draft
    draft = _held(draft, region, seen)
    _refuse_undecided(draft)
    _refuse_day(region, draft.valid_from, today)
    values = {rule.key: rule.value for rule in draft.rules.all()}
    _refuse_values(Written(draft.valid_from, values), region)
    changes = changes_of(draft)
    if not changes:
        raise NothingChangedError
    # A value with no day of its own, or that of a version that never came to hold, begins here and stands on this decision.
    draft.rules.filter(Q(valid_from=None) | Q(valid_from__gt=draft.valid_from)).update(
        valid_from=draft.valid_from,
        provenance=Provenance.STATED,
        source=draft.source,
        paragraph=draft.paragraph,
        note="",
    )
    draft.state = State.PUBLISHED
    draft.save(update_fields=["state"])
    after = {"state": State.PUBLISHED, "valid_from": draft.valid_from.isoformat(), "decided_by": draft.decided_by}
    record(actor, "rules.published", draft, before={"state": State.DRAFT}, after=after | {"source": draft.source})
    tell_published(draft, actor=actor, today=today)
    return draft


@transaction.atomic
def withdraw_version(*, actor: User, version: RuleSet, reason: str, today: dt.date) -> RuleSet:
    """Take back a published version before its first day. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not decide the region's rules.
        InvalidInputError: no reason.
        VersionNotOpenError: it holds, or has held: only a later version ends it.
    """
    require(can_withdraw_rules, actor, version)
    _hold(_region_of(version))
    version.refresh_from_db()
    if version.state == State.WITHDRAWN:
        return version
    if version.state != State.PUBLISHED or version.valid_from <= today:
        raise VersionNotOpenError(_("gällande") if version.state == State.PUBLISHED else version.get_state_display())
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför. Den som planerar i regionen ska kunna läsa det."))
    version.state, version.reason = State.WITHDRAWN, refuse_identity_numbers(reason.strip())
    version.save(update_fields=["state", "reason"])
    after = {"state": State.WITHDRAWN}
    record(actor, "rules.withdrawn", version, before={"state": State.PUBLISHED}, after=after, reason=version.reason)
    tell_withdrawn(version, actor=actor, today=today)
    return version


@transaction.atomic
def discard_draft(*, actor: User, draft: RuleSet) -> None:
    """Throw a draft away; nothing that holds is touched.

    Raises:
        PermissionDenied: `actor` does not write the region's rules.
        VersionNotOpenError: it is no draft any more.
    """
    region = _region_of(draft)
    require(can_edit_rules, actor, region)
    draft = _held(draft, region, None)
    record(actor, "rules.draft_discarded", draft, before=_as_data(draft))
    draft.delete()


def _region_of(version: RuleSet) -> Organisation:
    if version.organisation is None:
        raise VersionNotOpenError(_("gemensam"))
    return version.organisation


def _hold(region: Organisation) -> None:
    """Lock the region: two people must not both start its draft, save the same one, or publish for the same days."""
    Organisation.objects.select_for_update(no_key=True).get(pk=region.pk)


def _held(draft: RuleSet, region: Organisation, seen: int | None) -> RuleSet:
    """Lock, and return the draft as it is now."""
    _hold(region)
    now = RuleSet.objects.filter(pk=draft.pk).select_related("organisation").first()
    if now is None or now.state != State.DRAFT:
        raise VersionNotOpenError(now.get_state_display() if now else _("kastad"))
    if seen is not None and seen != now.revision:
        raise DraftChangedError
    return now


def _own(region: Organisation, day: dt.date) -> dict[str, Rule]:
    """Return the rules that are the region's own on a day, as published."""
    rules = rules_from(region, day)[0].rules
    return {key: rule for key, rule in rules.items() if rule.rule_set.organisation_id == region.pk}


def _copy(rule: Rule, draft: RuleSet) -> Rule:
    kept = {name: getattr(rule, name) for name in KEPT}
    return Rule(rule_set=draft, valid_from=rule.valid_from or rule.rule_set.valid_from, **kept)


def _new(key: RuleKey, value: Any, draft: RuleSet, before: Rule | None) -> Rule:
    binding = before.binding if before else Rule.Binding.PRACTICE
    return Rule(rule_set=draft, key=key.key, value=value, unit=key.unit, binding=binding)


def _refuse_values(written: Written, region: Organisation) -> None:
    keys = {one.key: one for one in RuleKey.objects.all()}
    for key in written.values:
        if key not in keys:
            raise RuleNotRegionalError(rule_label(key))
    for key, problem in problems_with(region, written.valid_from, written.values, keys).items():
        raise RuleValueError(field_name(key), f"{rule_label(key)}: {problem}")


def _refuse_undecided(draft: RuleSet) -> None:
    if not draft.decided_by:
        raise NotDecidedError("decided_by", _("Skriv vem som har beslutat, till exempel regionstyrelsen."))
    if not draft.source:
        raise NotDecidedError("source", _("Skriv var beslutet står, till exempel protokoll och diarienummer."))


def _refuse_day(region: Organisation, day: dt.date, today: dt.date) -> None:
    if day <= today:
        raise VersionDayPassedError(day)
    latest = RuleSet.objects.published().filter(organisation=region).order_by("valid_from").last()
    if latest is not None and latest.valid_from >= day:
        raise VersionOverlapsError(latest.valid_from)


def _first_of_a_month(after: dt.date) -> dt.date:
    """Return the first day of the month after next: time to decide, and a day that people remember."""
    months = after.year * 12 + after.month + 1
    return dt.date(months // 12, months % 12 + 1, 1)


def _as_data(draft: RuleSet) -> dict[str, Any]:
    about = {name: str(getattr(draft, name)) for name in ABOUT}
    return about | {rule.key: rule.value for rule in draft.rules.all()}


def _other(values: dict[str, Any], than: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if than.get(key) != value}
