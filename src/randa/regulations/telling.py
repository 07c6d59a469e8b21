"""Telling those who plan in a region that its rules change, or do not after all."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.notifications.kinds import Channel, Kind
from randa.core.notifications.services import notify_all
from randa.core.ui.formats import day_words
from randa.people.models import User
from randa.people.queries.holders import people_with
from randa.regulations.models import RuleSet

PLANS = "placements.plan"
NEWS = Kind("rules.news", gettext_lazy("Ändrade regler i regionen"), Channel.DAILY, permission=PLANS)


def tell_published(version: RuleSet, *, actor: User, today: dt.date) -> None:
    """Tell those who plan in the region, but for `actor`, that a version will hold."""
    _tell(version, partial(_published, version), actor=actor, today=today)


def tell_withdrawn(version: RuleSet, *, actor: User, today: dt.date) -> None:
    """Tell the same people that it will not."""
    _tell(version, partial(_withdrawn, version), actor=actor, today=today)


def _tell(version: RuleSet, title: "partial[str]", *, actor: User, today: dt.date) -> None:
    if version.organisation is None:
        raise AssertionError("only a region's version is published")
    people = [one for one in people_with(PLANS, version.organisation.path, today) if one.pk != actor.pk]
    notify_all(people, NEWS.key, title, "", version.get_absolute_url(), actor=actor)


def _published(version: RuleSet) -> str:
    return _("Nya regler i %(region)s från %(day)s") % _about(version)


def _withdrawn(version: RuleSet) -> str:
    return _("De nya reglerna i %(region)s från %(day)s är återtagna") % _about(version)


def _about(version: RuleSet) -> dict[str, str]:
    return {"region": str(version.organisation), "day": day_words(version.valid_from)}
