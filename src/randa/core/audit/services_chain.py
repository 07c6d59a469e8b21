"""Checking the chain and keeping what was found, with the head as an anchor."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.chain import Head, Report, verify
from randa.core.audit.models import ChainCheck
from randa.core.audit.permissions import can_read_log
from randa.core.jobs.queueing import ask_once

logger = logging.getLogger("randa.audit")
NAMED = 100  # faults that are kept with the check; the command prints them all


@transaction.atomic
def ask_for_check(*, actor: Any) -> None:
    """Let the worker read the chain as soon as this is over: a long log takes longer than a page may. Asking twice is asking once."""
    from randa.core.audit.tasks import check_audit_chain_now  # tasks import this module

    require(can_read_log, actor)
    if not ask_once(check_audit_chain_now):
        logger.info("a reading of the audit chain is waiting already")


@transaction.atomic
def check_chain(*, actor: Any = None, expected: Sequence[Head] = ()) -> tuple[ChainCheck, Report]:
    """Read the whole chain and keep the outcome. The head goes to the log as well, where the database's owner cannot reach it.

    Whoever may read the log may ask; the caller has checked that.
    """
    with as_system("the chain is read whole or not at all"):
        report = verify(expected)
    check = ChainCheck.objects.create(
        started_by=actor,
        seq=report.head.seq,
        hash=report.head.hash,
        events=report.events,
        seconds=report.seconds,
        fault_count=report.fault_count,
        faults=[fault.as_data() for fault in report.faults[:NAMED]],
    )
    if report.is_whole:
        logger.info("audit chain is whole, head %s, %d events", report.head, report.events)
    else:
        first = "; ".join(f"{one.code} seq={one.seq} event={one.event}" for one in report.faults[:NAMED])
        logger.error("audit chain is broken, head %s, %d faults: %s", report.head, report.fault_count, first)
    return check, report
