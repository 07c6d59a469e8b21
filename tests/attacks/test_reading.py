"""Reading changes nothing: what is fetched writes at most who has read, the session and its counters, and names that last."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.attacks.conftest import Target, routes_with

pytestmark = pytest.mark.django_db
WRITE = re.compile(r'^\s*(?:insert\s+into|update|delete\s+from|truncate)\s+"?(\w+)', re.IGNORECASE)
# The log of who has opened what, sessions, and the attempts that are counted.
MAY_BE_WRITTEN = {
    "core_audit_auditevent",
    "core_audit_chainlink",
    "django_session",
    "identity_signedin",
    "identity_remembered",
    "calendars_entry",  # the identity of an event, given when it is first asked for; asking again writes nothing (ADR 27)
}
# allauth notes the account's own address, as the account has it, when its page is first opened.
KNOWN = {("account_email", "account_emailaddress")}


def test_what_is_fetched_changes_nothing(target: Target) -> None:
    changed = set()
    for route in routes_with("GET"):
        for asker in (target.administrator, target.nobody):
            with CaptureQueriesContext(connection) as asked:
                asker.ask(target.address(route), "GET")
            written = {found[1] for one in asked.captured_queries if (found := WRITE.match(one["sql"]))}
            changed |= {(route, table) for table in written - MAY_BE_WRITTEN}

    assert changed - KNOWN == set()
