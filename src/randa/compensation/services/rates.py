"""Registering a rate, and which days count. One that stands is never changed."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from randa.compensation.counting import Rule
from randa.compensation.models import CountingRule, Rate
from randa.compensation.permissions import can_register_rate
from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.provenance import Provenance
from randa.people.models import User
from randa.supply.models import FrameworkAgreement
from randa.training.models import LearnerKind


@transaction.atomic
def register_rate(
    *, actor: User, agreement: FrameworkAgreement, kind: LearnerKind | None, amount: Decimal, starts_on: dt.date, source: str
) -> Rate:  # fmt: skip
    """Register kronor per week from a day on, with where it was decided. One for the same day and kind is a new version, which counts.

    Raises:
        PermissionDenied: `actor` handles compensation for neither side of the agreement.
    """
    require(can_register_rate, actor, agreement)
    FrameworkAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)  # two get two versions
    same = Rate.objects.filter(agreement=agreement, kind=kind, starts_on=starts_on).order_by("-version").first()
    if same is not None and (same.amount, same.source) == (amount, source.strip()):
        return same
    made = Rate.objects.create(
        agreement=agreement, kind=kind, amount=amount, starts_on=starts_on, source=source.strip(), provenance=Provenance.STATED,
        version=same.version + 1 if same else 1, recorded_by=actor,
    )  # fmt: skip
    after = {"amount": str(amount), "starts_on": starts_on.isoformat(), "version": made.version, "source": made.source}
    record(actor, "rate.registered", made, after=after)
    return made


@transaction.atomic
def register_counting(
    *, actor: User, agreement: FrameworkAgreement, rule: Rule, starts_on: dt.date, source: str
) -> CountingRule:
    """Register which days are paid under an agreement from a day on, and where it says so. One for the same day is a new version.

    Raises:
        PermissionDenied: `actor` handles compensation for neither side of the agreement.
    """
    require(can_register_rate, actor, agreement)
    FrameworkAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)  # two get two versions
    same = CountingRule.objects.filter(agreement=agreement, starts_on=starts_on).order_by("-version").first()
    if same is not None and (same.as_rule(), same.source) == (rule, source.strip()):
        return same
    made = CountingRule.objects.create(
        agreement=agreement, holidays_off=rule.holidays_off, eves_off=rule.eves_off, by_share=rule.by_share, starts_on=starts_on,
        source=source.strip(), provenance=Provenance.STATED, version=same.version + 1 if same else 1, recorded_by=actor,
    )  # fmt: skip
    after = {
        "holidays_off": rule.holidays_off, "eves_off": rule.eves_off, "by_share": rule.by_share,
        "starts_on": starts_on.isoformat(), "version": made.version, "source": made.source,
    }  # fmt: skip
    record(actor, "counting_rule.registered", made, after=after)
    return made
