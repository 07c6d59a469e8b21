"""A region's own rules: drafted from what holds, published as a version that never changes, and taken back before it holds."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from randa.core.audit.models import AuditEvent
from randa.core.errors import DomainError, InvalidInputError
from randa.core.notifications.models import Notification
from randa.regulations.effective import rule_for
from randa.regulations.errors import (
    DraftChangedError,
    NotDecidedError,
    NothingChangedError,
    RuleNotRegionalError,
    RuleValueError,
    VersionDayPassedError,
    VersionNotOpenError,
    VersionOverlapsError,
)
from randa.regulations.loader import load_regulations
from randa.regulations.models import Rule, RuleSet
from randa.regulations.queries_draft import changes_of
from randa.regulations.services import Written, discard_draft, publish_draft, save_draft, start_draft, withdraw_version
from tests.at_once import at_once
from tests.factories import OrganisationFactory, person_with
from tests.regulations.own import BELOW, DECISION, FROM, TODAY, RuleWorld, drafted, published, rule_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WEEK = 7 * DAY


@pytest.fixture
def world() -> RuleWorld:
    return rule_world()


def _save(world: RuleWorld, draft: RuleSet, values: dict[str, Any], seen: int | None = None) -> RuleSet:
    written = Written(FROM, values, **DECISION)
    return save_draft(actor=world.director, draft=draft, seen=draft.revision if seen is None else seen, written=written)


def test_a_draft_starts_from_the_regions_own_rules_and_a_second_start_is_the_same_draft(world: RuleWorld) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)
    again = start_draft(actor=world.manager, region=world.region, today=TODAY)

    assert again == draft
    assert (draft.name, draft.version, draft.state, draft.valid_from) == ("Dalarna", 2, "draft", dt.date(2027, 2, 1))
    own = Rule.objects.filter(rule_set__organisation=world.region, rule_set__version=1)
    kept = ("key", "value", "paragraph", "provenance", "note", "valid_from")
    assert sorted(map(str, draft.rules.values_list(*kept))) == sorted(map(str, own.values_list(*kept)))


def test_a_draft_changes_nothing_that_holds(world: RuleWorld) -> None:
    drafted(world, placement__below_least_points=80)

    assert rule_for(world.region, BELOW, FROM).value == 4  # type: ignore[union-attr]


def test_a_published_version_holds_from_its_day_with_its_decision_and_what_is_unchanged_keeps_its_own(
    world: RuleWorld,
) -> None:
    version = published(world, placement__below_least_points=80)

    assert rule_for(world.region, BELOW, FROM - DAY).value == 4  # type: ignore[union-attr]
    new, kept = rule_for(world.region, BELOW, FROM), rule_for(world.region, "at.norm_months", FROM)
    assert new is not None
    assert kept is not None
    assert (new.rule_set, new.value, new.source, new.paragraph, new.provenance, new.valid_from, new.unit) == (
        version, 80, DECISION["source"], "§ 8", "a", FROM, "points",
    )  # fmt: skip
    assert (kept.rule_set, kept.value, kept.paragraph, kept.valid_from) == (
        version, 21, "001 Tabell 2", dt.date(2023, 1, 1),
    )  # fmt: skip
    events = AuditEvent.objects.filter(object_type="regulations.ruleset").order_by("pk")
    assert [one.action for one in events] == ["rules.drafted", "rules.draft_saved", "rules.published"]
    assert (events[1].before.get(BELOW), events[1].after.get(BELOW)) == (None, 80)


def test_a_rule_that_is_left_out_follows_the_common_one_again(world: RuleWorld) -> None:
    published(world, placement__below_least_points=80)
    day = FROM + WEEK

    version = published(world, day, placement__below_least_points=None)

    assert rule_for(world.region, BELOW, day - DAY).value == 80  # type: ignore[union-attr]
    assert rule_for(world.region, BELOW, day).value == 4  # type: ignore[union-attr]
    assert version.version == 3


def test_what_a_draft_changes_is_said_in_words(world: RuleWorld) -> None:
    draft = drafted(world, placement__below_least_points=80, bt__supervisor_training_repeat_years=None)

    assert [(one.label, one.before, one.after) for one in changes_of(draft)] == [
        ("Handledarutbildningen förnyas inom", "7 år", None),
        ("En läkare och vecka under en enhets minsta antal", "4 poäng", "80 poäng"),
    ]


@pytest.mark.parametrize(
    "key", ["bt.min_months", "certificate.4.signers", "at.min_months", "case.nvkr_min_councils", "x"]
)
def test_what_the_nation_decides_is_not_the_regions_neither_by_the_service_nor_in_the_database(
    world: RuleWorld, key: str
) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)

    with pytest.raises(RuleNotRegionalError):
        _save(world, draft, {key: 1})
    with pytest.raises(DatabaseError, match="rule_is_the_regions_to_decide"), transaction.atomic():
        Rule.objects.create(rule_set=draft, key=key, value=1, binding="praxis")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (BELOW, -1, "Lägst 0"),
        (BELOW, 1001, "Högst 1000"),
        (BELOW, "80", "heltal"),
        (BELOW, True, "heltal"),
        ("placement.ease_percent", 101, "Högst 100"),
        ("quality.smallest_group", 2, "Lägst 3"),
        ("at.norm_months", 17, "Lägst 18"),
        ("at.norm_months", [21, 18], "stigande"),
        ("bt.employment_forms", [], "Välj bland: fristående, integrerad"),
        ("bt.employment_forms", ["free"], "Välj bland"),
        ("st.rating_scale", "x", "Välj bland: självständighet, siffror"),
        ("bt.credit_given", 1, "ja eller nej"),
        ("bt.pattern_varberg", ["PSY"], "PSY 3"),
        ("bt.general_practice_months", 2, "Lägre än rikets regel tillåter: ”Primärvård, minst” är 3 månader"),
        ("placement.schedule_notice_weeks", 13, "Högre än ”Varsel före en placering”, som är 12 veckor"),
        ("placement.notice_weeks", 7, "Lägre än ”Varsel om schema”, som är 8 veckor"),
    ],
)
def test_a_value_that_the_rule_does_not_take_is_refused_in_words_at_its_field(
    world: RuleWorld, key: str, value: Any, words: str
) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)

    with pytest.raises(RuleValueError, match=words) as refusal:
        _save(world, draft, {key: value})

    assert refusal.value.field == key.replace(".", "__")


def test_two_rules_are_held_against_each_other_as_the_draft_writes_them(world: RuleWorld) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)

    saved = _save(world, draft, {"placement.notice_weeks": 16, "placement.schedule_notice_weeks": 14})

    assert dict(saved.rules.values_list("key", "value")) == {
        "placement.notice_weeks": 16, "placement.schedule_notice_weeks": 14,
    }  # fmt: skip


def test_the_database_refuses_a_number_beyond_what_the_rule_takes(world: RuleWorld) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)

    for key, value in ((BELOW, 1001), ("at.norm_months", [17, 21])):
        with pytest.raises(DatabaseError, match="rule_is_the_regions_to_decide"), transaction.atomic():
            Rule.objects.update_or_create(rule_set=draft, key=key, defaults={"value": value, "binding": "praxis"})


@pytest.mark.parametrize(
    "change", [{"valid_from": FROM + WEEK}, {"source": "Annat"}, {"name": "X"}, {"is_reference": True}]
)
def test_the_database_refuses_to_change_or_remove_a_published_version(world: RuleWorld, change: dict[str, Any]) -> None:
    version = published(world, placement__below_least_points=80)

    acts = [
        lambda: RuleSet.objects.filter(pk=version.pk).update(**change),
        lambda: RuleSet.objects.filter(pk=version.pk).update(state="draft"),
        lambda: version.rules.filter(key=BELOW).update(value=5),
        lambda: version.rules.filter(key=BELOW).delete(),
        lambda: Rule.objects.create(rule_set=version, key="bt.norm_months", value=12, binding="praxis"),
        lambda: Rule.objects.filter(rule_set__organisation=None, key="bt.min_months").update(rule_set=version),
        version.delete,
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_rules_of_the_reference_data_still_follow_it(world: RuleWorld) -> None:
    published(world, placement__below_least_points=80)
    Rule.objects.filter(rule_set__organisation=world.region, rule_set__version=1, key="at.norm_months").update(value=1)

    assert load_regulations().changed == 1


def test_only_those_with_the_right_role_write_and_publish(world: RuleWorld) -> None:
    other = person_with("rules.edit", "rules.decide", at=OrganisationFactory.create(kind="region"))
    reader = person_with("placements.plan", at=world.region)
    draft = drafted(world, placement__below_least_points=80)
    written = Written(FROM, {}, **DECISION)

    for actor in (other, reader):
        with pytest.raises(PermissionDenied):
            start_draft(actor=actor, region=world.region, today=TODAY)
        with pytest.raises(PermissionDenied):
            save_draft(actor=actor, draft=draft, seen=draft.revision, written=written)
        with pytest.raises(PermissionDenied):
            discard_draft(actor=actor, draft=draft)
    for actor in (other, reader, world.director):
        with pytest.raises(PermissionDenied):
            publish_draft(actor=actor, draft=draft, seen=draft.revision, today=TODAY)
    version = publish_draft(actor=world.manager, draft=draft, seen=draft.revision, today=TODAY)
    for actor in (other, reader, world.director):
        with pytest.raises(PermissionDenied):
            withdraw_version(actor=actor, version=version, reason="Nej", today=TODAY)


def test_only_a_region_has_rules_of_its_own_to_write(world: RuleWorld) -> None:
    hospital = OrganisationFactory.create(kind="hospital")

    with pytest.raises(PermissionDenied):
        start_draft(actor=person_with("rules.edit", at=hospital), region=hospital, today=TODAY)


@pytest.mark.parametrize("missing", ["decided_by", "source"])
def test_a_version_is_published_only_with_its_decision(world: RuleWorld, missing: str) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)
    written = Written(FROM, {BELOW: 80}, **DECISION | {missing: " "})
    draft = save_draft(actor=world.director, draft=draft, seen=0, written=written)

    with pytest.raises(NotDecidedError) as refusal:
        publish_draft(actor=world.manager, draft=draft, seen=draft.revision, today=TODAY)
    assert refusal.value.field == missing
    with pytest.raises(DatabaseError, match="rule_set_is_decided_somewhere"), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(state="published")


@pytest.mark.parametrize("day", [FROM, FROM + WEEK])
def test_no_version_reaches_back_over_days_that_plans_were_counted_by(world: RuleWorld, day: dt.date) -> None:
    draft = drafted(world, FROM, placement__below_least_points=80)

    with pytest.raises(VersionDayPassedError):
        publish_draft(actor=world.manager, draft=draft, seen=draft.revision, today=day)


@pytest.mark.parametrize("day", [FROM, FROM - WEEK])
def test_a_version_does_not_begin_before_or_with_one_that_is_published(world: RuleWorld, day: dt.date) -> None:
    published(world, placement__below_least_points=80)

    with pytest.raises(VersionOverlapsError, match=FROM.isoformat()):
        published(world, day, placement__below_least_points=60)


def test_a_version_that_changes_nothing_is_not_published(world: RuleWorld) -> None:
    with pytest.raises(NothingChangedError):
        published(world)


def test_a_version_is_taken_back_before_its_first_day_and_what_held_goes_on(world: RuleWorld) -> None:
    version = published(world, placement__below_least_points=80)

    with pytest.raises(InvalidInputError):
        withdraw_version(actor=world.manager, version=version, reason=" ", today=TODAY)
    for _again in range(2):
        withdraw_version(actor=world.manager, version=version, reason="Nytt beslut väntas", today=FROM - DAY)

    assert rule_for(world.region, BELOW, FROM).value == 4  # type: ignore[union-attr]
    assert rule_for(world.region, "at.norm_months", FROM).rule_set.version == 1  # type: ignore[union-attr]
    assert AuditEvent.objects.filter(action="rules.withdrawn").count() == 1


def test_a_version_that_holds_is_not_taken_back(world: RuleWorld) -> None:
    version = published(world, placement__below_least_points=80)

    with pytest.raises(VersionNotOpenError):
        withdraw_version(actor=world.manager, version=version, reason="För sent", today=FROM)


def test_versions_of_the_reference_data_are_nobodys_to_take_back(world: RuleWorld) -> None:
    first = RuleSet.objects.get(organisation=world.region)

    with pytest.raises(PermissionDenied):
        withdraw_version(actor=world.manager, version=first, reason="Nej", today=TODAY)


def test_a_draft_on_a_version_that_was_taken_back_carries_its_values_as_its_own_decision(world: RuleWorld) -> None:
    before = published(world, FROM + WEEK, placement__below_least_points=80)
    draft = drafted(world, FROM + 2 * WEEK, placement__above_ease_points=9)
    withdraw_version(actor=world.manager, version=before, reason="Tidigare i stället", today=TODAY)
    values = {rule.key: rule.value for rule in draft.rules.all()}
    draft = _save(world, draft, values)

    publish_draft(actor=world.manager, draft=draft, seen=draft.revision, today=TODAY)

    held = rule_for(world.region, BELOW, FROM)
    assert held is not None
    assert (held.value, held.valid_from) == (80, FROM)


def test_a_thrown_away_draft_is_gone_and_told_of(world: RuleWorld) -> None:
    draft = drafted(world, placement__below_least_points=80)

    discard_draft(actor=world.director, draft=draft)

    assert not RuleSet.objects.filter(state="draft").exists()
    assert AuditEvent.objects.get(action="rules.draft_discarded").before[BELOW] == 80
    with pytest.raises(VersionNotOpenError):
        _save(world, draft, {})


def test_what_somebody_else_has_saved_is_not_overwritten_unseen(world: RuleWorld) -> None:
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)
    _save(world, draft, {BELOW: 80}, seen=0)

    with pytest.raises(DraftChangedError):
        _save(world, draft, {BELOW: 60}, seen=0)
    with pytest.raises(DraftChangedError):
        publish_draft(actor=world.manager, draft=draft, seen=0, today=TODAY)


def test_saving_the_same_again_changes_nothing(world: RuleWorld) -> None:
    draft = drafted(world, placement__below_least_points=80)
    values = {rule.key: rule.value for rule in draft.rules.all()}

    assert _save(world, draft, values).revision == draft.revision
    assert AuditEvent.objects.filter(action="rules.draft_saved").count() == 1


def test_a_value_that_is_changed_back_stands_on_its_old_decision(world: RuleWorld) -> None:
    draft = drafted(world, at__norm_months=18)

    draft = drafted(world, at__norm_months=21)

    rule = draft.rules.get(key="at.norm_months")
    assert (rule.paragraph, rule.valid_from) == ("001 Tabell 2", dt.date(2023, 1, 1))
    assert not changes_of(draft)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_or_publish_at_the_same_moment_one_is_told() -> None:
    world = rule_world()
    draft = start_draft(actor=world.director, region=world.region, today=TODAY)

    told = at_once(*(lambda value=value: _save(world, draft, {BELOW: value}, seen=0) for value in (60, 80)))

    assert sorted(told) == ["", "rule_draft_changed"]
    draft.refresh_from_db()
    assert draft.revision == 1
    told = at_once(
        lambda: publish_draft(actor=world.manager, draft=draft, seen=1, today=TODAY),
        lambda: _save(world, draft, {BELOW: 70}, seen=1),
    )
    assert sorted(told) in (["", "rule_version_not_open"], ["", "rule_draft_changed"])


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_moment_write_the_same_draft() -> None:
    world = rule_world()

    told = at_once(
        *(
            lambda actor=actor: start_draft(actor=actor, region=world.region, today=TODAY)
            for actor in (world.director, world.manager)
        )
    )

    assert told == ["", ""]
    assert RuleSet.objects.filter(organisation=world.region, state="draft").count() == 1


def test_every_refusal_says_what_to_do() -> None:
    for refusal in (
        VersionNotOpenError("publicerad"),
        VersionDayPassedError(TODAY),
        NothingChangedError(),
        DraftChangedError(),
    ):
        assert isinstance(refusal, DomainError)
        assert str(refusal).count(".") >= 2


def test_those_who_plan_in_the_region_are_told_of_a_version_and_when_it_is_taken_back(world: RuleWorld) -> None:
    planner, elsewhere = (
        person_with("placements.plan", at=one) for one in (world.region, OrganisationFactory.create(kind="region"))
    )

    version = published(world, placement__below_least_points=60)
    withdraw_version(actor=world.manager, version=version, reason="Regionstyrelsen tar om beslutet", today=TODAY)

    told = list(Notification.objects.filter(kind="rules.news"))
    assert [(one.recipient, one.url) for one in told] == [(planner, version.get_absolute_url())] * 2
    assert {one.title for one in told} == {
        "Nya regler i Region Dalarna från fre 1 jan 2027",
        "De nya reglerna i Region Dalarna från fre 1 jan 2027 är återtagna",
    }
    assert not Notification.objects.filter(recipient__in=[elsewhere, world.manager]).exists()
