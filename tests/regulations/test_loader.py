"""Rules, objectives and specialities are loaded with their provenance."""

import pytest

from randa.core.loader import Loaded
from randa.reference import readers
from randa.regulations.labels import LABELS, UNITS, VALUES
from randa.regulations.loader import NATIONAL_NAME, load_regulations
from randa.regulations.models import Objective, Rule, RuleKey, RuleSet, Speciality
from randa.regulations.values import problem_of
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


def test_what_a_region_may_decide_is_named_and_never_what_the_law_binds(reference: None) -> None:
    law = {rule.key for rule in readers.rules() if rule.binding == "ska"}

    keys = {one.key: one for one in RuleKey.objects.all()}

    assert set(keys) & law == set()
    assert set(keys) <= set(LABELS)
    assert {one.unit for one in keys.values()} <= set(UNITS) | {""}
    assert {one.at_least for one in keys.values()} | {one.at_most for one in keys.values()} <= set(LABELS) | {""}
    assert {str(value) for one in keys.values() for value in one.options} <= set(VALUES)


def test_every_rule_that_a_region_has_is_its_to_decide_and_of_the_right_kind(reference: None) -> None:
    keys = {one.key: one for one in RuleKey.objects.all()}

    for rule in Rule.objects.filter(rule_set__organisation__kind="region"):
        assert problem_of(keys[rule.key], rule.value) == ""
        assert keys[rule.key].unit == rule.unit


def test_a_rule_that_the_nation_binds_cannot_be_given_to_the_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"rule_key": [{"key": "bt.min_months", "kind": "number"}]}
    monkeypatch.setattr(readers, "toml_of", lambda _name: rows)
    readers.rules()  # kept from before

    with pytest.raises(ValueError, match=r"bt\.min_months"):
        readers.rule_keys.__wrapped__()
