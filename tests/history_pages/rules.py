"""A region's own rules, with their history."""

import datetime as dt

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.loader import load_rule_keys
from randa.regulations.services import Written, publish_draft, save_draft, start_draft
from tests.factories import TODAY
from tests.history_pages.told import Told, page

DECISION = {"decided_by": "Regionstyrelsen", "source": "Protokoll 7"}


@page("regulations.ruleset")
def own_rules(actor: User, region: Organisation) -> Told:
    load_rule_keys()
    draft = start_draft(actor=actor, region=region, today=TODAY)
    written = Written(TODAY + dt.timedelta(days=60), {"bt.norm_months": 18}, **DECISION)
    draft = save_draft(actor=actor, draft=draft, seen=0, written=written)
    publish_draft(actor=actor, draft=draft, seen=draft.revision, today=TODAY)
    return Told(draft.get_absolute_url(), ("Reglerna publicerades", "<ins>18</ins>", "Regionstyrelsen"))
