"""A region's own rules: a version that is published and to come, and a draft of the one after it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from randa.core.clock import today
from randa.demo.exchange import DALARNA, speaker_of
from randa.organisations.models import Organisation
from randa.regulations.models import RuleSet
from randa.regulations.services import Written, publish_draft, save_draft, start_draft

COMING, LATER = dt.date(2027, 9, 1), dt.date(2028, 1, 1)
# Nothing that the plans of the demo world are counted with.
PUBLISHED = {"bt.supervisor_training_repeat_years": 5, "bt.external_assessor_course_required": True}
WRITTEN = {"placement.below_least_points": 60, "placement.notice_weeks": 16}
DECIDED_BY, SOURCE = "Påhittade regionstyrelsen", "Påhittat protokoll 2026-12-14, dnr 2026:310"


def make_rules() -> None:
    """Publish Dalarna's next version, and leave a draft of the one after it that nobody has decided."""
    draft = _written(PUBLISHED, COMING, decided_by=DECIDED_BY, source=SOURCE, paragraph="§ 212")
    publish_draft(actor=speaker_of(DALARNA), draft=draft, seen=draft.revision, today=today())
    _written(WRITTEN, LATER)


def _written(changes: Mapping[str, Any], valid_from: dt.date, **decision: str) -> RuleSet:
    region, actor = Organisation.objects.get(code=DALARNA), speaker_of(DALARNA)
    draft = start_draft(actor=actor, region=region, today=today())
    values = {rule.key: rule.value for rule in draft.rules.all()} | dict(changes)
    return save_draft(actor=actor, draft=draft, seen=draft.revision, written=Written(valid_from, values, **decision))
