"""The worker's side of mail."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from randa.core.notifications.services.sending import deliver_due

_ONE = "randa.post_mail"


@app.periodic(cron="* * * * *")
@app.task(name=_ONE, queue="mail", queueing_lock=_ONE)
def post_mail(timestamp: int = 0) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Once a minute, and as soon as somebody is told something: send the mail that is due."""
    deliver_due()


def wake_the_postman() -> None:
    """Ask for the post now. A job that waits already will see what was stored before it starts."""
    try:
        with transaction.atomic():  # a refused row must not spoil a transaction around us
            post_mail.defer()
    except AlreadyEnqueued:
        return
