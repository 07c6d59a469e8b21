"""What is done every night about accounts and stand-ins."""

from procrastinate.contrib.django import app

from randa.core.clock import today
from randa.people.services.closing import close_accounts_without_role
from randa.people.services.stand_in_news import tell_of_stand_ins


@app.periodic(cron="20 1 * * *")
@app.task(name="randa.close_accounts", queue="jobs", queueing_lock="randa.close_accounts")
def close_accounts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Close accounts without a role where the organisation wants that."""
    close_accounts_without_role(today())


@app.periodic(cron="10 6 * * *")
@app.task(name="randa.tell_of_stand_ins", queue="jobs", queueing_lock="randa.tell_of_stand_ins")
def stand_ins_of_today(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Tell both sides of stand-ins that begin today and that end today."""
    tell_of_stand_ins(today())
