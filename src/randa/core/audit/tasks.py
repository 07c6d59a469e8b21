"""The nightly reading of the chain."""

from procrastinate.contrib.django import app

from randa.core.audit.services_chain import check_chain


@app.periodic(cron="17 2 * * *")
@app.task(name="randa.check_audit_chain", queue="jobs", queueing_lock="randa.check_audit_chain")
def check_audit_chain(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every night at 02.17: read the whole chain, keep the outcome, and write an error to the log when it is broken."""
    check_chain()


@app.task(name="randa.check_audit_chain_now", queue="jobs", queueing_lock="randa.check_audit_chain")
def check_audit_chain_now() -> None:
    """The same when somebody asks for it."""
    check_chain()
