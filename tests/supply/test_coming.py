"""The head confirms who comes with a supervisor; the learner sees the supervisor, whom to ask for, where, and what to do next."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.core.access.row_security import as_person, as_system
from randa.core.audit.models import AuditEvent
from randa.core.freetext import IdentityNumberInTextError
from randa.core.notifications.models import Notification
from randa.placements.hosts import Contact, Host
from randa.placements.models import Placement, Plan
from randa.supply.models import Supervision, UnitContact
from randa.supply.queries.coming import choices_for, coming_to, here_at, open_part, supervisions_of
from randa.supply.queries.hosts import hosts_of
from randa.supply.services.contact import save_contact
from randa.supply.services.supervision import assign_supervisor
from randa.supply.waiting_coming import coming_without_supervisor
from tests.conftest import SignedInClient
from tests.factories import (
    ClearanceItemFactory,
    PlacementFactory,
    RoleAssignmentFactory,
    RoleFactory,
    SupervisionFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
    person_with,
)
from tests.supply.world import FIRST, LAST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
HALF = dt.date(2027, 3, 1)
SAID = {
    "name": "Klinikens sekreterare", "telephone": "010-000 00 00", "email": "kliniken@exempel.se",
    "address": "Provgatan 1, Falun", "directions": "Entré B klockan 8",
}  # fmt: skip


@pytest.fixture
def small() -> SmallUnit:
    """A unit with somebody who comes in February and has no supervisor yet."""
    made = make_unit()
    made.supervision.delete()
    return made


def page_of(small: SmallUnit) -> Client:
    client = SignedInClient()
    client.force_login(small.head)
    return client


def titles(small: SmallUnit) -> list[str]:
    with as_person(small.head.pk):
        return [one.title for one in coming_without_supervisor(small.head, TODAY)]


def test_whoever_comes_without_a_supervisor_stands_on_min_dag_until_confirmed(small: SmallUnit) -> None:
    assert titles(small) == [f"En som kommer till {small.unit} saknar handledare"]

    assign_supervisor(
        actor=small.head, enrolment=small.enrolment, supervisor=small.colleague, starts_on=FIRST, ends_before=LAST
    )

    assert titles(small) == []


def test_the_head_confirms_and_changes_the_supervisor_and_both_are_told(small: SmallUnit) -> None:
    client, code = page_of(small), small.unit.organisation.code
    address = reverse("supply:confirm", args=[code, small.placement.pk])
    assert address in client.get(reverse("supply:coming", args=[code])).content.decode()
    days = {"starts_on": "2027-02-01", "last_day": "2027-03-28"}
    assert client.post(address, {"supervisor": "", **days}).status_code == 422

    assert client.post(address, {"supervisor": small.supervisor.pk, **days}).status_code == 302
    assert client.post(address, {"supervisor": small.colleague.pk, **days}).status_code == 302

    (held,) = Supervision.objects.all()
    assert (held.supervisor, held.starts_on, held.ends_before) == (small.colleague, FIRST, LAST)
    learner = Notification.objects.filter(recipient=small.enrolment.learner).order_by("created_at")
    assert [one.title for one in learner] == [
        f"{one} är din handledare på {small.unit}" for one in (small.supervisor, small.colleague)
    ]
    assert Notification.objects.filter(recipient=small.colleague.user).exists()
    assert f"Handledare: {small.colleague}" in client.get(reverse("supply:coming", args=[code])).content.decode()


def test_two_may_share_a_stay_and_the_form_opens_with_what_is_left(small: SmallUnit) -> None:
    SupervisionFactory.create(enrolment=small.enrolment, supervisor=small.supervisor, starts_on=FIRST, ends_before=HALF)

    (row,) = coming_to(small.head, small.unit, TODAY)
    assert not row.is_covered
    assert open_part(small.placement, supervisions_of(small.placement), TODAY) == (HALF, LAST)
    SupervisionFactory.create(enrolment=small.enrolment, supervisor=small.colleague, starts_on=HALF, ends_before=LAST)

    (row,) = coming_to(small.head, small.unit, TODAY)
    assert row.is_covered
    assert [one.supervisor for one in row.supervisions] == [small.supervisor, small.colleague]
    assert open_part(small.placement, supervisions_of(small.placement), TODAY) == (FIRST, LAST)


def test_whoever_is_here_now_is_listed_and_a_gap_counts_from_today(small: SmallUnit) -> None:
    SupervisionFactory.create(enrolment=small.enrolment, supervisor=small.supervisor, starts_on=HALF, ends_before=LAST)

    assert here_at(small.head, small.unit, FIRST) == []
    (early,) = here_at(small.head, small.unit, FIRST + dt.timedelta(days=1))
    (late,) = here_at(small.head, small.unit, HALF)
    assert (early.is_covered, late.is_covered) == (False, True)
    assert here_at(small.head, small.unit, LAST) == []


def test_the_choices_say_who_can_every_week_and_leave_out_the_untrained(small: SmallUnit) -> None:
    SupervisorAbsenceFactory.create(supervisor=small.colleague, starts_on=HALF, ends_before=HALF + dt.timedelta(days=1))
    SupervisorFactory.create(unit=small.unit, trained_on=None)

    found = choices_for(small.unit, small.enrolment.pk, FIRST, LAST)

    assert [(one.supervisor, one.hours_left is not None) for one in found] == [
        (small.supervisor, True), (small.colleague, False),
    ]  # fmt: skip
    code = small.unit.organisation.code
    refused = page_of(small).post(
        reverse("supply:confirm", args=[code, small.placement.pk]),
        {"supervisor": small.colleague.pk, "starts_on": "2027-02-01", "last_day": "2027-03-28"},
    )
    assert refused.status_code == 422
    assert "är själv borta" in refused.content.decode()


def test_the_contact_is_kept_once_logged_and_the_keepers_alone(small: SmallUnit) -> None:
    for _time in range(2):
        save_contact(actor=small.head, unit=small.unit, **SAID)

    assert UnitContact.objects.get().telephone == "010-000 00 00"
    assert AuditEvent.objects.filter(action="unit.contact_changed").count() == 1
    with pytest.raises(IdentityNumberInTextError):
        save_contact(actor=small.head, unit=small.unit, **SAID | {"directions": "19121212-1212"})
    with pytest.raises(PermissionDenied):
        save_contact(actor=person_with("placements.view", at=small.unit.organisation), unit=small.unit, **SAID)
    client, address = page_of(small), reverse("supply:contact", args=[small.unit.organisation.code])
    assert client.post(address, SAID | {"telephone": "ring mig"}).status_code == 422
    assert client.post(address, SAID | {"name": "Vaktmästaren"}).status_code == 302
    assert "Vaktmästaren" in client.get(reverse("supply:facts", args=[small.unit.organisation.code])).content.decode()


def test_the_map_link_leads_to_the_coordinates_where_they_are_known_and_to_the_address_where_not(
    small: SmallUnit,
) -> None:
    client, code = page_of(small), small.unit.organisation.code
    address = reverse("supply:contact", args=[code])
    learner_page = "placements/_host.html"

    client.post(address, SAID | {"position": ""})
    by_address = render_to_string(learner_page, {"host": _host(small), "placement": small.placement})
    client.post(address, SAID | {"position": "60.60650, 15.63550"})
    by_position = render_to_string(learner_page, {"host": _host(small), "placement": small.placement})

    assert "openstreetmap.org/search?query=" in by_address
    assert "openstreetmap.org/?mlat=60.60650&amp;mlon=15.63550#map=17/60.60650/15.63550" in by_position
    assert "60.60650, 15.63550" in client.get(reverse("supply:facts", args=[code])).content.decode()
    assert 'value="60.60650, 15.63550"' in client.get(address).content.decode()
    assert [
        one.after["position"] for one in AuditEvent.objects.filter(action="unit.contact_changed").order_by("pk")
    ] == [
        "",
        "60.60650, 15.63550",
    ]


def _host(small: SmallUnit) -> Host:
    with as_system("what the page of a placement shows"):
        rows = Placement.objects.filter(pk=small.placement.pk).select_related("unit__organisation")
        return hosts_of(list(rows))[small.placement.pk]


def test_a_position_outside_sweden_is_refused_at_its_field_and_the_rest_is_kept(small: SmallUnit) -> None:
    refused = page_of(small).post(
        reverse("supply:contact", args=[small.unit.organisation.code]), SAID | {"position": "15.63550, 60.60650"}
    )

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["position"])
    assert not UnitContact.objects.exists()


@pytest.mark.parametrize(
    "values", [{"latitude": "60.6"}, {"longitude": "15.6"}, {"latitude": "15.6", "longitude": "60.6"}]
)
def test_the_database_keeps_both_numbers_or_none_and_only_in_sweden(small: SmallUnit, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="position_"), transaction.atomic():
        UnitContact.objects.create(unit=small.unit, **values)


def test_the_learner_sees_supervisor_contact_map_and_the_next_step(small: SmallUnit) -> None:
    save_contact(actor=small.head, unit=small.unit, **SAID)
    SupervisionFactory.create(enrolment=small.enrolment, supervisor=small.supervisor)
    ClearanceItemFactory.create(name_sv="Inpasseringskort", weeks_before=2)
    ClearanceItemFactory.create(name_sv="Läkemedelsjournal", weeks_before=1)
    learner = small.enrolment.learner
    view_own = RoleFactory.create(permissions=["placements.view_own"])
    RoleAssignmentFactory.create(user=learner, organisation=small.unit.region, role=view_own)

    with as_person(learner.pk):
        host = hosts_of(
            list(Placement.objects.filter(enrolment__learner=learner).select_related("unit__organisation"))
        )[small.placement.pk]

    assert [one.name for one in host.supervisors] == [str(small.supervisor)]
    assert host.contact == Contact(**SAID)
    assert host.step is not None
    assert (host.step.words, host.step.due_on, host.step.is_late) == ("Inpasseringskort", dt.date(2027, 1, 18), False)
    client = SignedInClient()
    client.force_login(learner)
    page = client.get(reverse("placements:mine")).content.decode()
    for words in (
        str(small.supervisor),
        *SAID.values(),
        "Inpasseringskort",
        "openstreetmap.org/search?query=Provgatan",
    ):
        assert words in page


def test_a_learner_without_a_supervisor_and_a_unit_without_a_contact_are_said_so(small: SmallUnit) -> None:
    client = SignedInClient()
    client.force_login(small.enrolment.learner)

    page = client.get(reverse("placements:mine")).content.decode()

    assert "inte utsedd än" in page
    assert "openstreetmap.org/search?query=" in page
    assert "Kontakt" not in page


@pytest.mark.parametrize("name", ["coming", "mine"])
def test_the_pages_cost_the_same_for_one_and_for_three(
    small: SmallUnit, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for more in (0, 2):
        for number in range(more):
            enrolment = placed_at(small.unit, small.placement.plan).enrolment
            SupervisionFactory.create(enrolment=enrolment, supervisor=SupervisorFactory.create(unit=small.unit))
            PlacementFactory.create(
                plan=Plan.objects.get(pk=small.placement.plan_id), enrolment=small.enrolment, is_published=True,
                starts_on=LAST + dt.timedelta(weeks=number), ends_before=LAST + dt.timedelta(weeks=number + 1),
            )  # fmt: skip
        client = SignedInClient()
        client.force_login(small.head if name == "coming" else small.enrolment.learner)
        address = (
            reverse("supply:coming", args=[small.unit.organisation.code])
            if name == "coming"
            else reverse("placements:mine")
        )
        client.get(address)
        with django_assert_max_num_queries(45) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
