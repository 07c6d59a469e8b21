"""Min dag: the three lists, with what was put off left out. Providers register with `core.notifications.waiting`."""

import datetime as dt

from randa.core.notifications.waiting import Consequence, Provider, Task, Urgency, collect, register
from randa.people.models import User

__all__ = ["Consequence", "Provider", "Task", "Urgency", "register", "tasks_of"]


def tasks_of(person: User, today: dt.date) -> dict[Urgency, list[Task]]:
    """Return the person's three lists: within each the gravest consequence first, then the earliest day."""
    put_off = set(person.snoozes.filter(until__gt=today).values_list("task", flat=True))
    found = [task for task in collect(person, today) if not (task.can_wait and task.key in put_off)]
    return {urgency: [task for task in found if task.urgency == urgency] for urgency in Urgency}
