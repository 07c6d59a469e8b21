"""Rules, objectives and specialities are loaded with their provenance."""

import pytest

from randa.core.loader import Loaded
from randa.reference import readers
from randa.regulations.loader import NATIONAL_NAME, load_regulations
from randa.regulations.models import Objective, Rule, RuleSet, Speciality
from randa.training.loader import load_placement_areas
from randa.training.models import PlacementArea

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing(reference: None) -> None:
    load_placement_areas()

    assert load_regulations() == Loaded(0, 0, 0)
    assert load_placement_areas() == Loaded(0, 0, 0)


def test_the_national_rules_are_one_versioned_set_of_no_organisation(reference: None) -> None:
    national = RuleSet.objects.get(organisation=None)

    assert (national.name, national.version) == (NATIONAL_NAME, 1)
    assert national.rules.count() == len(readers.rules())


def test_a_rule_keeps_value_unit_binding_source_and_provenance(reference: None) -> None:
    rule = Rule.objects.get(rule_set__organisation=None, key="bt.min_months")

    kept = (rule.value, rule.unit, rule.binding, rule.paragraph, rule.provenance, str(rule.regulation))
    assert kept == (6, "months", "ska", "4 kap. 1 §", "a+b", "PSF")


def test_each_region_has_a_set_of_its_own(reference: None) -> None:
    owners = set(RuleSet.objects.exclude(organisation=None).values_list("organisation__code", flat=True))

    assert owners == {one.owner for one in readers.rule_sets()}


def test_the_eighteen_objectives_of_bt_come_first_and_in_order(reference: None) -> None:
    codes = list(Objective.objects.order_by("sort_order").values_list("code", flat=True))

    assert codes[:18] == [f"BT{number}" for number in range(1, 19)]
    assert codes[18:29] == [*(f"STa{number}" for number in range(1, 8)), *(f"STb{number}" for number in range(1, 5))]


def test_every_branch_has_a_base_with_a_provenance_of_its_own(reference: None) -> None:
    branches = Speciality.objects.filter(kind=Speciality.Kind.BRANCH)

    assert Speciality.objects.count() == 63
    assert branches.count() == 8
    assert not branches.filter(base=None).exists()
    assert set(branches.values_list("base_provenance", flat=True)) == {"c"}


def test_the_placement_areas_stand_in_their_order() -> None:
    load_placement_areas()

    codes = list(PlacementArea.objects.order_by("sort_order").values_list("code", flat=True))
    assert codes == ["IM", "KIR", "AKU", "AM", "PSY", "VAL", "VFU"]
