"""A healthcare region's own order for its queues: proposed by a co-ordinator, decided for all its regions, taken back before it holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.notifications.services import notify_all
from randa.core.provenance import Provenance
from randa.exchange.errors_queues import OrderRuleNotOpenError, OrderRuleOverlapsError, OrderRulePassedError
from randa.exchange.models import ANSWER, OrderRule, member_regions
from randa.exchange.permissions import can_decide_order, can_propose_order, can_take_back_order
from randa.exchange.queries.who import speakers_of
from randa.exchange.services.telling import NEWS
from randa.organisations.models import Organisation
from randa.people.models import User

State = OrderRule.State


@dataclass(frozen=True, slots=True)
class Order:
    """What a version says. `steps` are codes of `OrderRule.Step`, the first decides first."""

    valid_from: dt.date
    steps: Sequence[str]
    deadline_weeks: int
    waiting_weeks: int
    account_weeks: int
    answer_days: int
    refusals_kept: int


@transaction.atomic
def propose_order(
    *, actor: User, healthcare_region: Organisation, order: Order, source: str, today: dt.date
) -> OrderRule:
    """Propose a version; nothing changes until it is decided. The same proposal again is the one there is.

    Raises:
        PermissionDenied: `actor` answers for no seats of the healthcare region.
        OrderRulePassedError, OrderRuleOverlapsError: it is to hold from a day that has come, or before one that is decided.
        InvalidInputError: no steps, the same step twice, or a figure below one.
    """
    require(can_propose_order, actor, healthcare_region)
    _refuse_wrong(order)
    _hold(healthcare_region)
    _refuse_day(healthcare_region, order.valid_from, today)
    values = asdict(order) | {"steps": list(order.steps)}
    again = OrderRule.objects.filter(healthcare_region=healthcare_region, state=State.PROPOSED, **values).first()
    if again is not None:
        return again
    rule = OrderRule.objects.create(
        healthcare_region=healthcare_region, state=State.PROPOSED, provenance=Provenance.UNVERIFIED, source=source.strip(), **values
    )  # fmt: skip
    record(actor, "order_rule.proposed", rule, after=_as_data(rule))
    people = speakers_of(healthcare_region, ANSWER, today) or _all_speakers(healthcare_region, today)
    notify_all(people, NEWS.key, partial(_proposed, rule), "", rule.get_absolute_url(), actor=actor)
    return rule


@transaction.atomic
def decide_order(*, actor: User, rule: OrderRule, decided_by: str, source: str, today: dt.date) -> OrderRule:
    """Decide a proposal: it holds from its day, for every region. Deciding twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not co-ordinate the healthcare region.
        InvalidInputError: it is not said who decided, or where it is written.
        OrderRulePassedError, OrderRuleOverlapsError, OrderRuleNotOpenError: too late, or something else is decided.
    """
    region = _region_of(rule)
    require(can_decide_order, actor, region)
    _hold(region)
    rule.refresh_from_db()
    if rule.state == State.DECIDED:
        return rule
    if rule.state != State.PROPOSED:
        raise OrderRuleNotOpenError(rule.get_state_display())
    if not decided_by.strip():
        raise InvalidInputError(_("Skriv vem som har beslutat, till exempel samverkansnämnden."))
    if not source.strip():
        raise InvalidInputError(_("Skriv var beslutet står: protokoll eller avtal, och paragraf."))
    _refuse_day(region, rule.valid_from, today)
    rule.state, rule.provenance = State.DECIDED, Provenance.STATED
    rule.decided_by, rule.source = decided_by.strip(), source.strip()
    rule.save(update_fields=["state", "provenance", "decided_by", "source"])
    after = {"state": rule.state, "decided_by": rule.decided_by, "source": rule.source}
    record(actor, "order_rule.decided", rule, before={"state": State.PROPOSED}, after=after)
    people = _all_speakers(region, today)
    notify_all(people, NEWS.key, partial(_decided, rule), "", rule.get_absolute_url(), actor=actor)
    return rule


@transaction.atomic
def take_back_order(*, actor: User, rule: OrderRule, reason: str, today: dt.date) -> OrderRule:
    """Take back a proposal, or a decision that does not hold yet. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` may not.
        InvalidInputError: no reason.
        OrderRuleNotOpenError: it holds, or has held: only a later version ends it.
    """
    _hold(_region_of(rule))
    rule.refresh_from_db()
    require(can_take_back_order, actor, rule)
    if rule.state == State.WITHDRAWN:
        return rule
    if rule.state == State.DECIDED and rule.valid_from <= today:
        raise OrderRuleNotOpenError(_("gällande"))
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför. Regionerna ska kunna läsa det."))
    before = {"state": rule.state}
    rule.state, rule.reason = State.WITHDRAWN, reason.strip()
    rule.save(update_fields=["state", "reason"])
    record(actor, "order_rule.withdrawn", rule, before=before, after={"state": rule.state}, reason=rule.reason)
    return rule


def _region_of(rule: OrderRule) -> Organisation:
    if rule.healthcare_region is None:
        raise OrderRuleNotOpenError(_("gemensam"))
    return rule.healthcare_region


def _hold(healthcare_region: Organisation) -> None:
    """Lock the healthcare region: two decisions must not both become the version of a day."""
    Organisation.objects.select_for_update(no_key=True).get(pk=healthcare_region.pk)


def _refuse_day(healthcare_region: Organisation, day: dt.date, today: dt.date) -> None:
    if day <= today:
        raise OrderRulePassedError(day)
    latest = OrderRule.objects.decided().filter(healthcare_region=healthcare_region).order_by("-valid_from").first()
    if latest is not None and latest.valid_from >= day:
        raise OrderRuleOverlapsError(latest.valid_from)


def _refuse_wrong(order: Order) -> None:
    if not order.steps or len(set(order.steps)) < len(order.steps):
        raise InvalidInputError(_("Välj minst ett steg, och varje steg högst en gång."))
    figures = (order.deadline_weeks, order.waiting_weeks, order.account_weeks, order.answer_days)
    if min(figures) < 1 or order.refusals_kept < 0:
        raise InvalidInputError(_("Ange minst en vecka och en dag överallt."))


def _all_speakers(healthcare_region: Organisation, today: dt.date) -> list[User]:
    places = [healthcare_region, *member_regions(healthcare_region)]
    return list({one.pk: one for place in places for one in speakers_of(place, ANSWER, today)}.values())


def _as_data(rule: OrderRule) -> dict[str, object]:
    return {
        "valid_from": rule.valid_from.isoformat(), "steps": " ".join(rule.steps), "deadline_weeks": rule.deadline_weeks,
        "waiting_weeks": rule.waiting_weeks, "account_weeks": rule.account_weeks, "answer_days": rule.answer_days,
        "refusals_kept": rule.refusals_kept, "source": rule.source,
    }  # fmt: skip


def _proposed(rule: OrderRule) -> str:
    return _("En ordning för köerna i %(region)s är föreslagen från %(day)s") % _words(rule)


def _decided(rule: OrderRule) -> str:
    return _("Köerna i %(region)s får en ny ordning från %(day)s") % _words(rule)


def _words(rule: OrderRule) -> dict[str, object]:
    return {"region": rule.healthcare_region, "day": rule.valid_from.isoformat()}
