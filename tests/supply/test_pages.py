"""The pages of units: as many queries for three rows as for one, bad input keeps what was typed, and a leave from click to replacement."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.supervisors.models import SupervisorAbsence
from randa.supply.models import Supervision
from tests.factories import SeatPeriodFactory, SupervisionFactory, SupervisorFactory, UnitFactory, person_with
from tests.supply.world import SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": "2027-03-01", "last_day": "2027-03-14"}


@pytest.fixture
def small(client: Client) -> SmallUnit:
    made = make_unit()
    client.force_login(made.head)
    return made


@pytest.mark.parametrize("page", ["units", "unit", "supervisors"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    client: Client, small: SmallUnit, page: str, django_assert_max_num_queries
) -> None:
    client.force_login(person_with("placements.view", "capacity.edit", at=small.unit.region))
    address = reverse(f"supply:{page}", args=[] if page == "units" else [small.unit.organisation.code])
    counts = []
    for _time in range(2):
        with django_assert_max_num_queries(45) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
        for _number in range(2):
            unit = UnitFactory.create(region=small.unit.region)
            SeatPeriodFactory.create(unit=unit)
            supervisor = SupervisorFactory.create(unit=small.unit)
            placement = placed_at(small.unit, small.placement.plan)
            SupervisionFactory.create(enrolment=placement.enrolment, supervisor=supervisor)

    assert counts[0] == counts[1]


def test_a_leave_is_previewed_saved_and_solved(client: Client, small: SmallUnit) -> None:
    code = small.unit.organisation.code
    address = reverse("supply:leave", args=[code, small.supervisor.pk])

    preview = client.post(address, DAYS | {"preview": "1"}).content.decode()
    assert "1 plats blir utan handledare" in preview
    assert not SupervisorAbsence.objects.exists()

    client.post(address, DAYS)
    page = client.get(reverse("supply:supervisors", args=[code])).content.decode()
    assert "1 plats saknar handledare" in page
    assert "antecknades som borta" in page

    replacement = reverse("supply:replacement", args=[code, small.enrolment.pk])
    assert str(small.colleague) in client.get(replacement).content.decode()
    assert client.post(replacement, {"supervisor": small.colleague.pk}).status_code == 302
    assert Supervision.objects.filter(supervisor=small.colleague).count() == 1
    assert "Här finns inget att lösa" in client.get(replacement).content.decode()


def test_a_last_day_before_the_first_keeps_what_was_typed(client: Client, small: SmallUnit) -> None:
    address = reverse("supply:leave", args=[small.unit.organisation.code, small.supervisor.pk])

    answer = client.post(address, DAYS | {"last_day": "2027-02-01"})

    assert answer.status_code == 422
    assert 'value="2027-02-01"' in answer.content.decode()
    assert "ligger före den första dagen" in answer.content.decode()


def test_an_overlapping_leave_says_which_one_is_there(client: Client, small: SmallUnit) -> None:
    address = reverse("supply:leave", args=[small.unit.organisation.code, small.supervisor.pk])
    client.post(address, DAYS)

    answer = client.post(address, DAYS | {"last_day": "2027-03-21"})

    assert "redan borta 2027-03-01 – 2027-03-14" in answer.content.decode()


def test_a_supervisor_of_another_unit_is_not_found(client: Client, small: SmallUnit) -> None:
    other = SupervisorFactory.create()

    assert client.get(reverse("supply:leave", args=[small.unit.organisation.code, other.pk])).status_code == 404


def test_the_calendar_names_what_binds_and_survives_a_day_that_is_none(client: Client, small: SmallUnit) -> None:
    address = reverse("supply:unit", args=[small.unit.organisation.code])

    for query in ("", "?fran=2027-03-01", "?fran=9999-12-31", "?fran=i%20morgon", "?fran=0001-01-01"):
        page = client.get(address + query)
        assert page.status_code == 200
        assert "Begränsas av: " in page.content.decode()
