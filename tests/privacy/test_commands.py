"""`randa retention plan` counts and touches nothing; `apply` removes what two people have agreed on and nothing else."""

import pytest
from django.db import connection

from randa.cli.main import main
from randa.core.audit.models import AuditEvent
from randa.people.models import User
from randa.privacy.models import RetentionRun
from randa.privacy.planning import plan_removal
from randa.privacy.services import approve_removal, place_hold, propose_removal
from randa.privacy.services import removal as removal_service
from randa.training.models import Enrolment
from tests.factories import person_with
from tests.privacy.test_removal import approved, long_gone
from tests.privacy.world import TODAY, World, world

pytestmark = pytest.mark.django_db
Said = pytest.CaptureFixture[str]


@pytest.fixture
def made() -> World:
    return world()


def apply(run: RetentionRun | str, actor: User | str) -> int:
    key = run.pk if isinstance(run, RetentionRun) else run
    return main(["retention", "apply", str(key), "--as", actor.email if isinstance(actor, User) else actor])


def _fingerprint() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables order by 1")
        return cursor.fetchall()


def test_a_plan_counts_what_is_over_and_writes_nothing(made: World, capsys: Said) -> None:
    long_gone(made)
    planned = plan_removal(made.region, TODAY)
    before = _fingerprint()

    assert main(["retention", "plan", made.region.code]) == 0

    said = capsys.readouterr().out
    for one in planned:
        assert f"{len(one.items):>8}  {one.action}  {one.rows.key}  ({one.period.months} months" in said
    assert f"{sum(len(one.items) for one in planned)} rows of {made.region} have passed their period" in said
    assert "0 legal holds are in force. Nothing is removed." in said
    assert _fingerprint() == before


def test_a_plan_leaves_out_who_is_held_and_says_that_there_is_a_hold(made: World, capsys: Said) -> None:
    held = long_gone(made)
    place_hold(actor=made.officer, organisation=made.region, person=held, reason="Tvist", today=TODAY)

    assert main(["retention", "plan", made.region.code]) == 0

    assert f"0 rows of {made.region} have passed their period; 1 legal holds are in force" in capsys.readouterr().out


def test_a_plan_for_an_unknown_organisation_names_the_code(capsys: Said) -> None:
    assert main(["retention", "plan", "REG-99"]) == 1

    assert capsys.readouterr().err == "No organisation has the code REG-99.\n"


def test_what_two_people_agreed_on_is_removed_and_the_protocol_says_by_whom(made: World, capsys: Said) -> None:
    person = long_gone(made)
    run = approved(made)
    planned = sum(run.lines.values_list("planned", flat=True))

    assert apply(run, made.officer.email.upper()) == 0

    run.refresh_from_db()
    assert (run.state, run.applied_by) == (RetentionRun.State.APPLIED, made.officer)
    assert not Enrolment.objects.filter(learner=person).exists()
    assert f"{planned} rows removed or cleared" in capsys.readouterr().out
    event = AuditEvent.objects.get(action="removal.applied", object_id=str(run.pk))
    assert (event.actor, event.after) == (made.officer, {line.rows: line.removed for line in run.lines.all()})


def test_one_person_alone_removes_nothing(made: World, capsys: Said) -> None:
    person = long_gone(made)
    run = propose_removal(actor=made.officer, organisation=made.region, today=TODAY)

    assert apply(run, made.officer) == 1

    assert "The disposal is dealt with already: it is" in capsys.readouterr().err
    assert Enrolment.objects.filter(learner=person).exists()


def test_who_may_not_is_refused_by_name(made: World, capsys: Said) -> None:
    person = long_gone(made)
    run = approved(made)
    other = person_with("people.view", at=made.region, code="other")

    assert apply(run, other) == 1

    assert capsys.readouterr().err == f"{other.email} may not carry out removals there.\n"
    assert Enrolment.objects.filter(learner=person).exists()
    run.refresh_from_db()
    assert run.state == RetentionRun.State.APPROVED


def test_a_hold_placed_after_the_approval_stops_it(made: World, capsys: Said) -> None:
    person = long_gone(made)
    run = approved(made)
    place_hold(actor=made.officer, organisation=made.region, person=person, reason="Tvist", today=TODAY)

    assert apply(run, made.officer) == 1

    assert "have changed since the disposal was approved. Nothing more is erased. Propose it anew." in (
        capsys.readouterr().err
    )
    assert Enrolment.objects.filter(learner=person).exists()


@pytest.mark.parametrize("key", ["00000000-0000-4000-8000-000000000000", "5", "gallring"])
def test_a_removal_that_there_is_none_of_is_told_by_its_key(made: World, key: str, capsys: Said) -> None:
    assert apply(key, made.officer) == 1

    assert f"No removal has the key {key}." in capsys.readouterr().err


def test_a_closed_account_carries_nothing_out(made: World, capsys: Said) -> None:
    long_gone(made)
    run = approved(made)
    User.objects.filter(pk=made.approver.pk).update(is_active=False)

    assert apply(run, made.approver) == 1

    assert capsys.readouterr().err == f"No open account has the address {made.approver.email}.\n"


def test_the_same_command_goes_on_after_a_fault(made: World, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    people = [long_gone(made) for _number in range(2)]
    run = approved(made)
    whole = removal_service._remove_batch
    calls: list[int] = []

    def fails_once(*given: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError("the line is cut")
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(removal_service, "_remove_batch", fails_once)
    with pytest.raises(ConnectionError):
        apply(run, made.officer)
    run.refresh_from_db()
    assert run.state == RetentionRun.State.APPLYING

    assert apply(run, made.officer) == 0

    assert not Enrolment.objects.filter(learner__in=people).exists()
    assert [line.planned for line in run.lines.all()] == [line.removed for line in run.lines.all()]
    assert "rows removed or cleared" in capsys.readouterr().out


def test_done_is_done(made: World, capsys: Said) -> None:
    long_gone(made)
    run = approve_removal(
        actor=made.approver, run=propose_removal(actor=made.officer, organisation=made.region, today=TODAY)
    )
    assert apply(run, made.officer) == 0

    assert apply(run, made.officer) == 1

    assert "dealt with already" in capsys.readouterr().err
