"""One way everywhere: whatever the log has a word for tells its history on its page, with before and after, or it is said why not."""

import pytest
from django.test import Client

from randa.core.access.permissions import PERMISSIONS
from randa.core.audit import wording
from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import (
    OrganisationFactory,
    person_with,
)
from tests.history_pages import exchange, people, planning, records, rules
from tests.history_pages.told import PAGES

pytestmark = pytest.mark.django_db
ADDED_BY = (exchange, people, planning, records, rules)  # each adds its pages to PAGES
# Kinds of objects in the log that have no page of their own, and where their history is read instead.
WITHOUT_PAGE = {
    "people.user": "the tab Historik of the person, with all that concerns them (tests/people/test_person_log.py)",
    "people.roleassignment": "on the person, and on the organisation",
    "people.accountmerge": "on the person who lives on",
    "people.rolebatch": "on each person whose roles changed",
    "training.enrolment": "on the learner",
    "placements.placement": "on its plan",
    "dimensioning.planrevision": "is itself one change, shown whole on its page and in the history of each cell",
    "identity.scimtoken": "on the organisation",
    "identity.grouprole": "on the organisation",
    "identity.directoryperson": "on the person",
    "identity.directorygroup": "the log: groups belong to the directory, and change there",
    "identity.linkedidentity": "on the person",
    "calendars.feed": "on the person whose calendar it is",
    "compensation.countingrule": "is never changed; the list of rules shows every version",
    "compensation.rate": "is never changed; the list of rates shows every version",
    "dimensioning.areabudget": "is never changed; the list of budgets shows every version",
    "dimensioning.patientneed": "is never changed; the list of rules shows every version",
    "integrations.apikey": "on the organisation, or on the person whose key it is",  # pragma: allowlist secret - the name of a model
    "privacy.legalhold": "on the organisation",
    "core_audit.auditexport": "the log itself",
    "core_audit.chaincheck": "the page of the chain, with its readings",
}


@pytest.fixture
def region() -> Organisation:
    made: Organisation = OrganisationFactory.create(name="Region Provlän")
    return made


@pytest.fixture
def actor(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_tells_its_history_with_before_and_after_and_by_whom(
    client: Client, actor: User, region: Organisation, kind: str
) -> None:
    told = PAGES[kind](actor, region)
    client.force_login(actor)

    shown = client.get(told.url, follow=True).content.decode()

    assert "Historik" in shown
    history = shown[shown.index("Historik") :]
    assert [said for said in (*told.says, f"av {actor}") if said not in history] == []


@pytest.mark.parametrize("kind", PAGES)
def test_all_that_a_history_names_has_a_word(actor: User, region: Organisation, kind: str) -> None:
    PAGES[kind](actor, region)

    bare = {
        (row.object_type, key)
        for row in AuditEvent.objects.all()
        for key in {**row.before, **row.after}
        if key.replace("_", " ") in {one.label for one in wording.Words([row], {}).changes(row)}
        and not wording.has_label(key, row.object_type)
    }

    assert bare == set()


def test_every_kind_of_object_in_the_log_has_a_page_with_history_or_a_reason() -> None:
    kinds = {key for key, _name in wording.type_choices()}

    assert kinds - set(WITHOUT_PAGE) - set(PAGES) == set()
    assert set(WITHOUT_PAGE) - kinds == set()
