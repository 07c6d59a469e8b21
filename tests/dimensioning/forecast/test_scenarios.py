"""Making, changing and removing scenarios."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from randa.core.audit.models import AuditEvent
from randa.core.errors import InvalidInputError
from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.scenarios import scenario_values
from randa.dimensioning.services.scenarios import change_scenario, create_scenario, remove_scenario, set_values
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, ScenarioFactory, person_with

Country = dict[str, Organisation]


def _actions() -> list[str]:
    about_scenarios = AuditEvent.objects.filter(action__startswith="scenario.")
    return list(about_scenarios.order_by("pk").values_list("action", flat=True))


def test_a_scenario_keeps_what_was_changed_and_leaves_an_audit_row(planner: User) -> None:
    made = create_scenario(actor=planner, name="Längre psykiatri", values={"bt_weeks_psy": 13.0})

    assert scenario_values(made).changed == {("bt_weeks_psy", ""): 13.0}
    assert _actions() == ["scenario.created", "scenario.values_set"]
    assert AuditEvent.objects.get(action="scenario.values_set").before == {"bt_weeks_psy": 11.5}


def test_a_regions_scenario_changes_regional_assumptions_for_that_region_alone(planner: User, planned: Country) -> None:
    made = create_scenario(
        actor=planner, name="Dalarna", region=planned["REG-20"], values={"bt_plan_factor": 0.8, "hours_bt": 1.2}
    )

    assert scenario_values(made).changed == {("bt_plan_factor", "REG-20"): 0.8, ("hours_bt", ""): 1.2}


def test_a_copy_has_the_values_and_the_first_one_stays_as_it_was(planner: User) -> None:
    first = create_scenario(actor=planner, name="Ett", values={"hours_bt": 1.2})

    copy = create_scenario(actor=planner, name="Två", copied_from=first, values={"hours_bt": 1.3})

    assert (scenario_values(first).get("hours_bt"), scenario_values(copy).get("hours_bt")) == (1.2, 1.3)


def test_a_value_back_at_its_default_is_no_change_any_more(planner: User) -> None:
    made = create_scenario(actor=planner, name="Ett", values={"hours_bt": 1.2})

    set_values(actor=planner, scenario=made, values={"hours_bt": 1.0})

    assert scenario_values(made).changed == {}


def test_setting_the_same_value_again_leaves_no_audit_row(planner: User) -> None:
    made = create_scenario(actor=planner, name="Ett", values={"hours_bt": 1.2})
    before = len(_actions())

    set_values(actor=planner, scenario=made, values={"hours_bt": 1.2})

    assert len(_actions()) == before


def test_a_refused_value_saves_neither_name_nor_values(planner: User) -> None:
    made = create_scenario(actor=planner, name="Ett")

    with pytest.raises(InvalidInputError):
        change_scenario(
            actor=planner, scenario=made, name="Två", description="", values={"hours_bt": 1.2, "part_time_share": 7.0}
        )

    assert Scenario.objects.get(pk=made.pk).name == "Ett"
    assert scenario_values(made).changed == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "ETT"])
def test_a_name_is_needed_short_and_not_taken(planner: User, name: str) -> None:
    create_scenario(actor=planner, name="Ett")

    with pytest.raises(InvalidInputError):
        create_scenario(actor=planner, name=name)


def test_the_base_case_cannot_be_changed(planner: User) -> None:
    base = ScenarioFactory.create(is_base=True, created_by=planner)

    with pytest.raises(PermissionDenied):
        set_values(actor=planner, scenario=base, values={"hours_bt": 1.2})


def test_a_colleague_in_the_region_may_change_its_scenario_but_one_from_another_region_may_not(
    planner: User, planned: Country
) -> None:
    made = create_scenario(actor=planner, name="Ett", region=planned["REG-20"])
    colleague, outsider = (person_with("scenario.edit", at=planned[code]) for code in ("REG-20", "REG-18"))

    set_values(actor=colleague, scenario=made, values={"hours_bt": 1.2})
    with pytest.raises(PermissionDenied):
        set_values(actor=outsider, scenario=made, values={"hours_bt": 1.4})


def test_who_only_reads_creates_nothing(planned: Country) -> None:
    with pytest.raises(PermissionDenied):
        create_scenario(actor=person_with("dimensioning.view", at=planned["REG-20"]), name="Ett")


def test_a_removed_scenario_leaves_its_values_in_the_log(planner: User) -> None:
    made = create_scenario(actor=planner, name="Ett", values={"hours_bt": 1.2})

    remove_scenario(actor=planner, scenario=made)

    assert not Scenario.objects.filter(pk=made.pk).exists()
    assert AuditEvent.objects.get(action="scenario.removed").before == {"name": "Ett", "hours_bt": 1.2}


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_saves_one_scenario() -> None:
    person = person_with("dimensioning.view", "scenario.edit", at=OrganisationFactory.create(kind="region"))
    ScenarioFactory.create(is_base=True)
    both = threading.Barrier(2)

    def save(_number: int) -> bool:
        try:
            both.wait()
            create_scenario(actor=person, name="Samtidigt")
        except InvalidInputError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, range(2)))

    assert (sorted(answers), Scenario.objects.filter(name="Samtidigt").count()) == ([False, True], 1)
