"""A region that writes its own rules: the reference data, a director who drafts and a manager who decides."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from randa.organisations.loader import load_organisations
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.loader import load_regulations
from randa.regulations.models import RuleSet
from randa.regulations.services import Written, publish_draft, save_draft, start_draft
from tests.factories import person_with

TODAY, FROM = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
BELOW = "placement.below_least_points"
DECISION = {"decided_by": "Regionstyrelsen", "source": "Protokoll 2026-12-01, RS 2026:14", "paragraph": "§ 8"}


@dataclass(frozen=True, slots=True)
class RuleWorld:
    region: Organisation
    director: User
    manager: User


def rule_world(code: str = "REG-20") -> RuleWorld:
    """Return Dalarna (or another region) with the rules of the reference data."""
    load_organisations()
    load_regulations()
    region = Organisation.objects.get(code=code)
    director = person_with("rules.edit", at=region)
    return RuleWorld(region, director, person_with("rules.edit", "rules.decide", "placements.plan", at=region))


def drafted(world: RuleWorld, valid_from: dt.date = FROM, **changes: Any) -> RuleSet:
    """Return a draft with changed values; a key is written with `__` for its point, and None leaves the rule out."""
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)
    values = {rule.key: rule.value for rule in draft.rules.all()}
    values |= {key.replace("__", "."): value for key, value in changes.items()}
    said = {key: value for key, value in values.items() if value is not None}
    return save_draft(
        actor=world.director, draft=draft, seen=draft.revision, written=Written(valid_from, said, **DECISION)
    )


def published(world: RuleWorld, valid_from: dt.date = FROM, today: dt.date = TODAY, **changes: Any) -> RuleSet:
    """Return a published version with changed values."""
    draft = drafted(world, valid_from, **changes)
    return publish_draft(actor=world.manager, draft=draft, seen=draft.revision, today=today)
