"""The worker's side of mail."""

from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from randa.core.jobs.queueing import ask_once
from randa.core.notifications.services.inbox import read_returns
from randa.core.notifications.services.sending import deliver_due

_ONE = "randa.post_mail"


@app.periodic(cron="* * * * *")
@app.task(name=_ONE, queue="mail", queueing_lock=_ONE)
def post_mail(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Once a minute, and as soon as somebody is told something: send the mail that is due."""
    deliver_due()


@app.periodic(cron="*/10 * * * *")
@app.task(name="randa.read_returned_mail", queue="mail", queueing_lock="randa.read_returned_mail")
def read_returned_mail(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Every ten minutes: look for mail that came back, where the installation has a mailbox for it."""
    if settings.EMAIL_RETURNS_FOLDER:
        read_returns(Path(settings.EMAIL_RETURNS_FOLDER))


def wake_the_postman() -> None:
    """Ask for the post now. A job that waits already will see what was stored before it starts."""
    ask_once(post_mail)
