"""Calendars: the addresses are one's own; files of a unit are for those who keep it, and of a learner for whoever sees the placements.

An address that is followed needs no session, so that everybody gets the same answer.
"""

from typing import Any

from tests.access.people import NOT_THERE, ONE_S_OWN

SEES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "calendars:index": ONE_S_OWN,
    "calendars:new": ONE_S_OWN,
    "calendars:renew": NOT_THERE | {"administrator": 403},  # a calendar that is not theirs to follow any more
    "calendars:withdraw": NOT_THERE | {"administrator": 302},
    "calendars:own_file": dict.fromkeys(NOT_THERE, 403) | {"anonymous": 302, "learner": 200},
    "calendars:supervisor_file": dict.fromkeys(NOT_THERE, 403) | {"anonymous": 302},
    "calendars:unit_file": SEES,
    "calendars:learner_file": SEES | {"learner": 200},
    "calendars:follow": dict.fromkeys(NOT_THERE, 404),
}


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    from randa.calendars.models import Feed

    feed = Feed.objects.create(
        owner=objects.actors["administrator"], kind=Feed.Kind.SUPERVISOR, prefix="rnd_12345678", secret_hash="1" * 64
    )
    return {
        "calendars:renew": {"pk": feed.pk},
        "calendars:withdraw": {"pk": feed.pk},
        "calendars:unit_file": {"code": objects.unit.organisation.code},
        "calendars:follow": {"token": "rnd_no_such_address"},
    }
