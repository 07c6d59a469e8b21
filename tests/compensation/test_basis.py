"""The basis: who was where, under which agreement, at which rate; for whom, and without names."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from randa.compensation.basis import Line, basis_of, sums_of
from randa.compensation.counting import Period, Rule
from randa.compensation.loader import load_compensation
from randa.compensation.models import CountingRule, Rate
from randa.compensation.services.rates import register_counting, register_rate
from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.supply.models import FrameworkAgreement
from randa.training.models import Enrolment, Unit
from tests.factories import (
    AbsenceFactory,
    EnrolmentFactory,
    FrameworkAgreementFactory,
    LearnerKindFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    RateFactory,
    UnitFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2027, 2, 1), dt.date(2027, 2, 15)
WANTED = Period(dt.date(2027, 1, 4), dt.date(2027, 4, 5))
ASKED = {"fran": "2027v01", "till": "2027v13"}


@dataclass(frozen=True, slots=True)
class Lent:
    """A BT doctor of `home` who is two weeks at a unit of `host`."""

    home: Organisation
    host: Organisation
    unit: Unit
    placement: Placement
    agreement: FrameworkAgreement
    finance: User


@pytest.fixture
def lent() -> Lent:
    load_compensation()
    LearnerKindFactory.create(code="BT", name_sv="BT-läkare")
    home, host = OrganisationFactory.create(name="Region Sändlän"), OrganisationFactory.create(name="Region Tagarlän")
    unit = UnitFactory.create(region=host)
    placement = placed(unit, home)
    agreement = FrameworkAgreementFactory.create(home=home, host=host, salary="home", travel="host")
    return Lent(home, host, unit, placement, agreement, person_with("compensation.view", at=host))


def placed(unit: Unit, home: Organisation, **values: object) -> Placement:
    plan = PlanFactory.create(regions=[home], state=Plan.State.PUBLISHED)
    enrolment = EnrolmentFactory.create(post__programme__region=home, post__programme__kind="BTF")
    made: Placement = PlacementFactory.create(
        plan=plan, unit=unit, enrolment=enrolment, is_published=True, starts_on=FIRST, ends_before=LAST, **values
    )
    return made


def lines(viewer: User, *, between: bool = True, with_names: bool = False) -> list[Line]:
    with as_person(viewer.pk):
        return basis_of(viewer, WANTED, between=between, with_names=with_names).lines


def test_a_week_at_another_region_is_a_line_with_its_agreement_and_no_invented_amount(lent: Lent) -> None:
    found = lines(lent.finance)

    assert [(one.week, one.days, one.weeks) for one in found] == [("2027v05", 5, 1), ("2027v06", 5, 1)]
    first = found[0]
    assert (first.unit, first.host, first.home, first.kind) == (lent.unit, lent.host, lent.home, "BT-läkare")
    assert (first.agreement, first.payer, first.travel) == (lent.agreement, "Region Sändlän", "Region Tagarlän")
    assert (first.rate, first.amount) == (None, None)


def test_a_registered_rate_gives_the_amount_and_its_source(lent: Lent) -> None:
    RateFactory.create(agreement=lent.agreement, amount=Decimal(4000))
    AbsenceFactory.create(
        enrolment=lent.placement.enrolment, starts_on=dt.date(2027, 2, 11), ends_before=dt.date(2027, 2, 13)
    )

    found = lines(lent.finance)

    assert [one.amount for one in found] == [Decimal("4000.00"), Decimal("2400.00")]
    assert found[0].rate_source == "Avtalet § 7"


def test_the_rate_of_the_kind_goes_first_then_the_latest_day_then_the_latest_version(lent: Lent) -> None:
    kind, other = LearnerKindFactory.create(code="BT"), LearnerKindFactory.create(code="AT")
    for amount, values in (
        (1, {}),
        (2, {"starts_on": dt.date(2027, 1, 1)}),
        (3, {"kind": kind}),
        (4, {"kind": kind, "version": 2}),
        (5, {"kind": kind, "starts_on": dt.date(2027, 2, 8)}),
        (6, {"kind": other, "starts_on": dt.date(2027, 1, 1)}),
        (7, {"starts_on": dt.date(2027, 3, 1)}),
    ):
        RateFactory.create(agreement=lent.agreement, amount=amount, **values)

    assert [one.rate for one in lines(lent.finance)] == [4, 5]


def test_an_agreement_for_another_kind_or_another_time_does_not_cover(lent: Lent) -> None:
    lent.agreement.kinds.add(LearnerKindFactory.create(code="AT"))
    FrameworkAgreementFactory.create(home=lent.home, host=lent.host, ends_before=FIRST)

    assert {(one.agreement, one.payer) for one in lines(lent.finance)} == {(None, "avtal saknas")}


def test_both_sides_see_it_and_nobody_else(lent: Lent) -> None:
    people = [person_with("compensation.view", at=at) for at in (lent.home, lent.host, OrganisationFactory.create())]

    assert [len(lines(one)) for one in people] == [2, 2, 0]
    assert lines(person_with("placements.view", at=lent.host)) == []


def test_who_is_at_home_is_left_out_until_asked_for(lent: Lent) -> None:
    placed(UnitFactory.create(region=lent.host), lent.host)

    assert len(lines(lent.finance)) == 2
    at_home = [one for one in lines(lent.finance, between=False) if not one.is_between]
    assert {one.payer for one in at_home} == {"Region Tagarlän"}
    assert [one.without_rate for one in sums_of(at_home)] == [0], "nobody pays for their own"


def test_drafts_and_restricted_people_are_not_in_it(lent: Lent) -> None:
    PlacementFactory.create(unit=lent.unit, enrolment__post__programme__region=lent.home)
    User.objects.filter(pk=lent.placement.enrolment.learner_id).update(restricted_at=timezone.now())

    with as_person(lent.finance.pk):
        found = basis_of(lent.finance, WANTED, between=True, with_names=False)

    assert (found.lines, found.left_out) == ([], 1)


def test_names_are_there_only_when_asked_for_and_only_for_who_sees_the_placement(lent: Lent) -> None:
    name = lent.placement.enrolment.learner.get_full_name()
    both = person_with("compensation.view", "placements.view", at=lent.host)

    assert {one.name for one in lines(both)} == {""}
    assert {one.name for one in lines(both, with_names=True)} == {name}
    assert {one.name for one in lines(lent.finance, with_names=True)} == {""}


def test_the_sign_of_a_placement_is_the_same_in_the_next_version_of_the_plan(lent: Lent) -> None:
    before = {one.placement for one in lines(lent.finance)}
    Placement.objects.filter(pk=lent.placement.pk).update(is_published=False)
    PlacementFactory.create(
        unit=lent.unit, area=lent.placement.area, enrolment=lent.placement.enrolment, is_published=True, starts_on=FIRST,
        ends_before=LAST, plan=PlanFactory.create(state=Plan.State.PUBLISHED),
    )  # fmt: skip

    assert {one.placement for one in lines(lent.finance)} == before


def test_sums_are_per_unit_and_payer_and_say_what_lacks_an_amount(lent: Lent) -> None:
    RateFactory.create(agreement=lent.agreement, starts_on=dt.date(2027, 2, 8))

    (found,) = sums_of(lines(lent.finance))

    assert (found.unit, found.payer) == (str(lent.unit), "Region Sändlän")
    assert (found.weeks, found.amount, found.without_rate) == (2, Decimal("4000.00"), 1)


def test_the_files_open_in_excel_and_hold_no_name_and_no_formula(lent: Lent, client: Client) -> None:
    lent.unit.organisation.name = "=SUM(A1:A9)"
    lent.unit.organisation.save()
    RateFactory.create(agreement=lent.agreement)
    client.force_login(lent.finance)

    text = client.get("/ersattning/", ASKED | {"export": "csv"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/ersattning/", ASKED | {"export": "xlsx"}).content)).active

    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Enhet"], row["Vecka"], row["Belopp (kronor)"]) for row in rows] == [
        ("'=SUM(A1:A9)", "2027v05", "4000,00"),
        ("'=SUM(A1:A9)", "2027v06", "4000,00"),
    ]
    assert lent.placement.enrolment.learner.family_name not in text.decode()
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert [cell.value for cell in sheet[2]][-2:] == [
        4000,
        "helgdagar räknas bort, aftnar räknas som vardagar; deltid räknas efter tjänstgöringsgrad",
    ]


def test_a_file_with_names_stands_in_the_log(lent: Lent, client: Client) -> None:
    client.force_login(person_with("compensation.view", "placements.view", at=lent.host))

    client.get("/ersattning/", ASKED | {"export": "csv"})
    assert not AuditEvent.objects.filter(action="compensation.named_file").exists()
    answer = client.get("/ersattning/", ASKED | {"export": "csv", "namn": "on"})

    assert lent.placement.enrolment.learner.get_full_name() in answer.content.decode("utf-8-sig")
    assert AuditEvent.objects.get(action="compensation.named_file").after["lines"] == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fran": "snart"}, "Skriv veckan som"),
        ({"fran": "2027v20"}, "före den första"),
        ({"fran": "2020v01"}, "högst 53"),
        ({"till": "9999v01"}, "Skriv veckan som"),
        ({"till": ""}, "Skriv veckan som"),
    ],
)
def test_weeks_that_cannot_be_meant_are_said_at_their_field(
    lent: Lent, client: Client, wrong: dict[str, str], said: str
) -> None:
    client.force_login(lent.finance)

    assert said in client.get("/ersattning/", ASKED | wrong).content.decode()


def test_the_page_begins_with_this_quarter_and_asks_as_often_for_three_as_for_one(
    lent: Lent, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(lent.finance)
    counts = []
    for _time in range(2):
        with django_assert_max_num_queries(45) as captured:
            page = client.get("/ersattning/").content.decode()
        assert "2027v05" in page
        counts.append(len(captured))
        for _number in range(2):
            RateFactory.create(agreement__home=lent.home, agreement__host=lent.host)
            placed(UnitFactory.create(region=lent.host), lent.home)

    assert counts[0] == counts[1]


def test_a_correction_is_a_new_version_and_the_same_twice_is_one(lent: Lent) -> None:
    actor = person_with("compensation.edit", at=lent.home)
    said = {"agreement": lent.agreement, "kind": None, "starts_on": FIRST, "source": "Avtalet § 7"}

    for amount in ("4000", "4100", "4100"):
        register_rate(actor=actor, amount=Decimal(amount), **said)

    rows = Rate.objects.order_by("version")
    assert [(one.version, one.amount, one.provenance) for one in rows] == [(1, 4000, "a"), (2, 4100, "a")]
    with pytest.raises(PermissionDenied):
        register_rate(actor=person_with("compensation.view", at=lent.home), amount=Decimal(1), **said)


def test_a_rate_is_registered_by_form_and_read_on_its_page(lent: Lent, client: Client) -> None:
    client.force_login(person_with("compensation.view", "compensation.edit", at=lent.host))
    form = {"agreement": lent.agreement.pk, "kind": "", "amount": "4000,50", "starts_on": "2027-02-01", "source": "§ 7"}

    assert client.post("/ersattning/per-vecka/ny/", form | {"amount": "-1"}).status_code == 422
    assert client.post("/ersattning/per-vecka/ny/", form | {"source": ""}).status_code == 422
    assert client.post("/ersattning/per-vecka/ny/", form).status_code == 302

    assert Rate.objects.get().amount == Decimal("4000.50")
    assert "§ 7" in client.get("/ersattning/per-vecka/").content.decode()


EASTER = {
    "starts_on": dt.date(2027, 3, 22),
    "ends_before": dt.date(2027, 4, 5),
}  # Good Friday 26 and Easter Monday 29 March


def test_public_holidays_are_not_paid_and_part_time_by_its_share_where_no_agreement_says_otherwise(lent: Lent) -> None:
    RateFactory.create(agreement=lent.agreement, amount=Decimal(4000))
    Placement.objects.filter(pk=lent.placement.pk).update(**EASTER)
    Enrolment.objects.filter(pk=lent.placement.enrolment_id).update(percent=75)

    found = lines(lent.finance)

    assert [(one.week, one.days, one.free, one.weeks, one.amount) for one in found] == [
        ("2027v12", 4, 1, Decimal("0.6"), Decimal("2400.00")),
        ("2027v13", 4, 1, Decimal("0.6"), Decimal("2400.00")),
    ]
    assert {one.counted for one in found} == {
        "helgdagar räknas bort, aftnar räknas som vardagar; deltid räknas efter tjänstgöringsgrad"
    }
    assert found[0].rule.is_unverified


def test_an_agreement_says_from_which_day_its_days_count_otherwise(lent: Lent) -> None:
    Placement.objects.filter(pk=lent.placement.pk).update(**EASTER)
    Enrolment.objects.filter(pk=lent.placement.enrolment_id).update(percent=75)
    keeper = person_with("compensation.view", "compensation.edit", at=lent.host)

    for _time in range(2):
        register_counting(
            actor=keeper,
            agreement=lent.agreement,
            rule=Rule(False, False, False),
            starts_on=dt.date(2027, 3, 29),
            source="Avtalet § 9",
        )

    assert [(one.days, one.weeks, one.rule.source) for one in lines(keeper)][1] == (5, 1, "Avtalet § 9")
    assert [one.days for one in lines(keeper)] == [4, 5]
    assert CountingRule.objects.filter(agreement=lent.agreement).count() == 1, "the same again is no new version"
    assert AuditEvent.objects.filter(action="counting_rule.registered").count() == 1


def test_a_correction_of_how_days_count_is_a_new_version_and_only_the_sides_make_it(lent: Lent) -> None:
    keeper = person_with("compensation.edit", at=lent.home)
    for rule in (Rule(True, False, False), Rule(True, True, False)):
        register_counting(actor=keeper, agreement=lent.agreement, rule=rule, starts_on=FIRST, source="Avtalet § 9")

    assert {one.rule.version for one in lines(lent.finance)} == {2}
    with pytest.raises(PermissionDenied):
        register_counting(
            actor=person_with("compensation.edit", at=OrganisationFactory.create()), agreement=lent.agreement,
            rule=Rule(True, True, True), starts_on=FIRST, source="Avtalet § 9",
        )  # fmt: skip


def test_the_page_and_the_file_say_how_it_was_counted(lent: Lent, client: Client) -> None:
    Placement.objects.filter(pk=lent.placement.pk).update(**EASTER)
    client.force_login(lent.finance)

    page = client.get("/ersattning/", ASKED).content.decode()
    written = client.get("/ersattning/", ASKED | {"export": "csv"}).content.decode()

    assert "Där avtalet inte säger något:" in page
    assert "overifierad" in page
    assert "Helgdagar borträknade" in written
    assert (
        written.count("helgdagar räknas bort, aftnar räknas som vardagar; deltid räknas efter tjänstgöringsgrad") == 2
    )


def test_how_days_count_is_registered_on_a_page_that_keeps_what_was_typed(lent: Lent, client: Client) -> None:
    client.force_login(person_with("compensation.view", "compensation.edit", at=lent.host))
    values = {
        "agreement": lent.agreement.pk,
        "holidays_off": "on",
        "eves_off": "on",
        "starts_on": "2027-02-01",
        "source": "",
    }

    refused = client.post("/ersattning/per-vecka/dagar/", values)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["source"])
    client.post("/ersattning/per-vecka/dagar/", values | {"source": "Avtalet § 9"})

    assert (
        "midsommarafton, julafton och nyårsafton räknas bort" in client.get("/ersattning/per-vecka/").content.decode()
    )
