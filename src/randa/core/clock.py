"""The one clock of the subject matter. Moments of events (audit, jobs) are real time; what day it is may be the demo world's."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def days_ahead() -> dt.timedelta:
    """Return how far today lies from the real day: nothing but in the demo world. What is kept with its real moment is compared so."""
    return today() - timezone.localdate()


def today() -> dt.date:
    """Return the day that Randa takes as today: the demo world's own day, a set one, or the real one in Sweden."""
    return settings.RANDA_TODAY or timezone.localdate()
