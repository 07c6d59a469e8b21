"""Saving and undoing changes of the plan."""

import pytest
from django.core.exceptions import PermissionDenied

from randa.core.audit.models import AuditEvent
from randa.core.provenance import Provenance
from randa.dimensioning.errors import NothingChangedError, PlanRefusedError, UndoRefusedError
from randa.dimensioning.models import PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellChange, CellKey
from randa.dimensioning.queries.cells import CellState, cells_at, cells_of
from randa.dimensioning.services.plan import save_plan_changes, take_over_cell, undo_revision
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def dalarna() -> Organisation:
    return OrganisationFactory.create(code="REG-20", name="Region Dalarna")


@pytest.fixture
def manager(dalarna: Organisation) -> User:
    return person_with("dimensioning.view", "dimensioning.edit", at=dalarna)


def bt_2027(posts: int | None, **more: object) -> CellChange:
    return CellChange(CellKey("REG-20", 2027, "BTF"), posts, **more)  # type: ignore[arg-type]


def test_saving_fills_the_cell_and_writes_revision_and_audit_row(manager: User) -> None:
    revision = save_plan_changes(actor=manager, changes=[bt_2027(60, source="Beslut 12")], comment="Ny budget")

    cell = PlannedPosts.objects.get()
    assert (cell.posts, cell.status, cell.source, cell.provenance) == (60, "draft", "Beslut 12", Provenance.STATED)
    assert cell.owner == manager
    assert (revision.number, revision.saved_by, revision.comment) == (1, manager, "Ny budget")
    event = AuditEvent.objects.get()
    assert (event.action, event.after) == ("plan.changed", {"REG-20:2027:BTF": [60, "draft", "Beslut 12", ""]})


def test_nothing_is_saved_when_one_of_the_changes_is_refused(manager: User) -> None:
    OrganisationFactory.create(code="REG-03", name="Region Uppsala")
    elsewhere = CellChange(CellKey("REG-03", 2027, "BTF"), 24)

    with pytest.raises(PlanRefusedError) as refused:
        save_plan_changes(actor=manager, changes=[bt_2027(60), elsewhere])

    assert [(one.code, one.key) for one in refused.value.refusals] == [("not_your_region", elsewhere.key)]
    assert not PlannedPosts.objects.exists()
    assert not PlanRevision.objects.exists()


def test_a_region_that_does_not_exist_is_refused(manager: User) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        save_plan_changes(actor=manager, changes=[CellChange(CellKey("REG-99", 2027, "BTF"), 1)])

    assert refused.value.refusals[0].code == "unknown_region"


def test_a_cell_that_somebody_changed_meanwhile_is_a_conflict(manager: User, dalarna: Organisation) -> None:
    seen = save_plan_changes(actor=manager, changes=[bt_2027(60)]).number
    colleague = person_with("dimensioning.edit", at=dalarna)
    save_plan_changes(actor=colleague, changes=[bt_2027(64, seen=seen)])

    with pytest.raises(PlanRefusedError) as refused:
        save_plan_changes(actor=manager, changes=[bt_2027(70, seen=seen)])

    (conflict,) = refused.value.refusals
    assert conflict.code == "conflict"
    assert str(colleague) in conflict.reason
    assert "64" in conflict.reason
    assert PlannedPosts.objects.get().posts == 64


def test_the_same_value_as_a_colleague_just_saved_is_no_conflict(manager: User) -> None:
    seen = save_plan_changes(actor=manager, changes=[bt_2027(60)]).number
    save_plan_changes(actor=manager, changes=[bt_2027(64)])

    with pytest.raises(NothingChangedError):
        save_plan_changes(actor=manager, changes=[bt_2027(64, seen=seen)])


def test_only_those_who_may_decide_set_and_change_decided_posts(manager: User, dalarna: Organisation) -> None:
    decider = person_with("dimensioning.edit", "dimensioning.decide", at=dalarna)
    with pytest.raises(PlanRefusedError) as refused:
        save_plan_changes(actor=manager, changes=[bt_2027(60, status="decided")])
    assert refused.value.refusals[0].code == "decided"

    save_plan_changes(actor=decider, changes=[bt_2027(60, status="decided")])

    with pytest.raises(PlanRefusedError) as refused:
        save_plan_changes(actor=manager, changes=[bt_2027(61)])
    assert refused.value.refusals[0].code == "decided"


def test_a_new_number_loses_the_old_numbers_source(manager: User) -> None:
    save_plan_changes(actor=manager, changes=[bt_2027(60, source="004 Tabell 2")])

    save_plan_changes(actor=manager, changes=[bt_2027(61)])

    cell = PlannedPosts.objects.get()
    assert (cell.source, cell.provenance) == ("", Provenance.UNVERIFIED)


def test_emptying_a_cell_removes_it_and_keeps_its_history(manager: User) -> None:
    save_plan_changes(actor=manager, changes=[bt_2027(60)])

    revision = save_plan_changes(actor=manager, changes=[bt_2027(None)])

    assert not PlannedPosts.objects.exists()
    change = revision.changes.get()
    assert (change.posts_before, change.posts_after) == (60, None)


def test_undoing_restores_the_number_with_its_source_and_provenance(manager: User) -> None:
    save_plan_changes(actor=manager, changes=[bt_2027(60, source="004 Tabell 2", comment="Från rapporten")])
    before = cells_of(["REG-20"])
    changed = save_plan_changes(actor=manager, changes=[bt_2027(45)])

    undoing = undo_revision(actor=manager, revision=changed)

    assert cells_of(["REG-20"]) == before
    assert (undoing.number, undoing.undoes) == (3, changed)
    assert AuditEvent.objects.filter(action="plan.undone").count() == 1


def test_undoing_is_refused_when_a_later_revision_touched_the_cell(manager: User) -> None:
    first = save_plan_changes(actor=manager, changes=[bt_2027(60)])
    save_plan_changes(actor=manager, changes=[bt_2027(61)])

    with pytest.raises(UndoRefusedError, match="revision 2"):
        undo_revision(actor=manager, revision=first)

    assert PlannedPosts.objects.get().posts == 61


def test_undoing_another_regions_revision_is_denied(manager: User) -> None:
    first = save_plan_changes(actor=manager, changes=[bt_2027(60)])
    stranger = person_with("dimensioning.edit", at=OrganisationFactory.create())

    with pytest.raises(PermissionDenied, match="can_edit_plan_of"):
        undo_revision(actor=stranger, revision=first)


def test_the_plan_can_be_seen_as_it_stood_after_any_revision(manager: User) -> None:
    save_plan_changes(actor=manager, changes=[bt_2027(60, source="A")])
    save_plan_changes(actor=manager, changes=[bt_2027(None)])

    key = CellKey("REG-20", 2027, "BTF")
    assert cells_at(1) == {key: CellState(60, source="A", provenance=Provenance.STATED)}
    assert cells_at(2) == {}


def test_taking_over_a_cell_changes_its_owner_once(manager: User, dalarna: Organisation) -> None:
    save_plan_changes(actor=manager, changes=[bt_2027(60)])
    successor = person_with("dimensioning.edit", at=dalarna)

    for _again in range(2):
        take_over_cell(actor=successor, cell=PlannedPosts.objects.get())

    assert PlannedPosts.objects.get().owner == successor
    assert AuditEvent.objects.filter(action="plan.owner_changed").count() == 1
