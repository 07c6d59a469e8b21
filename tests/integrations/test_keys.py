"""Keys: shown once, stored as a hash, never more than their owner, over when they are over."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.integrations.errors import KeyPeriodError, ScopesError, TooManyKeysError
from randa.integrations.models import ApiKey
from randa.integrations.services import keys
from randa.integrations.services.keys import make_personal_key, revoke_key
from randa.integrations.services.use import key_of, warn_of_ends
from randa.integrations.tokens import hash_of
from randa.people.errors_roles import GrantOutlastsOwnError
from randa.people.models import RoleAssignment
from randa.people.services.roles import end_role
from tests.factories import TODAY, OrganisationFactory, RoleFactory, UserFactory, person_with
from tests.integrations.world import NEXT_MONTH, call, organisation_key, own_key

pytestmark = pytest.mark.django_db
GIVES = ("api.manage", "roles.grant", "dimensioning.view")


def test_a_key_is_kept_only_as_a_hash() -> None:
    key, token = own_key(UserFactory.create())

    with connection.cursor() as cursor:
        cursor.execute("select integrations_apikey::text from integrations_apikey")
        stored = cursor.fetchone()[0]
    assert token not in stored
    assert hash_of(token) in stored
    assert token.startswith(key.prefix)
    assert len(token) - len(key.prefix) >= 32
    assert token not in str(AuditEvent.objects.values_list("after", "before", "object_name"))


def test_a_key_lets_in_as_its_owner() -> None:
    region = OrganisationFactory.create()
    _key, token = own_key(person_with("dimensioning.view", at=region))

    answer = call(token, "/api/mig").json()

    assert answer["permissions"] == ["dimensioning.view"]
    assert "dimensioning.read" in answer["scopes"]


def test_a_key_does_what_its_owner_may_and_its_scopes_name_and_no_more() -> None:
    may, may_not = person_with("dimensioning.view", at=OrganisationFactory.create()), UserFactory.create()
    plan = "/api/dimensionering/plan"

    answers = [
        call(own_key(may, "dimensioning.read")[1], plan),
        call(own_key(may, "organisations.read")[1], plan),
        call(own_key(may_not, "dimensioning.read")[1], plan),
    ]

    assert [one.status_code for one in answers] == [200, 403, 403]
    assert (answers[1].json()["code"], "dimensioning.read" in answers[1].json()["message"]) == ("scope_missing", True)
    assert answers[2].json()["code"] == "can_view_plan"


@pytest.mark.parametrize("token", ["", "rnd_", "rnd_" + "a" * 43, "annat", "rnd_\udce5", "å" * 5000])
def test_what_is_no_key_is_refused(token: str) -> None:
    assert key_of(token, TODAY) is None


def test_a_wrong_an_old_and_a_revoked_key_get_the_same_answer() -> None:
    owner = UserFactory.create()
    old, over = own_key(owner)
    ApiKey.objects.filter(pk=old.pk).update(ends_before=TODAY)
    gone, revoked = own_key(owner)
    revoke_key(actor=owner, key=gone)

    answers = [call(token, "/api/mig") for token in ("rnd_" + "a" * 43, over, revoked)]

    assert [one.status_code for one in answers] == [401] * 3
    assert len({(one.json()["code"], one.json()["message"]) for one in answers}) == 1


def test_a_key_works_on_its_last_day_and_not_on_the_next() -> None:
    _key, token = own_key(UserFactory.create(), ends_before=NEXT_MONTH)

    assert key_of(token, NEXT_MONTH - dt.timedelta(days=1)) is not None
    assert key_of(token, NEXT_MONTH) is None


@pytest.mark.parametrize("gone", [{"is_active": False}, {"is_active": False, "merged_into": True}])
def test_a_key_of_an_account_that_is_closed_or_merged_opens_nothing(gone: dict[str, object]) -> None:
    owner = UserFactory.create()
    _key, token = own_key(owner)
    for name, value in gone.items():
        setattr(owner, name, UserFactory.create() if name == "merged_into" else value)
    owner.save()

    assert call(token, "/api/mig").status_code == 401


def test_a_wrong_key_is_refused_also_where_a_session_would_do(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert client.get("/api/mig").status_code == 200
    assert client.get("/api/mig", headers={"Authorization": "Bearer rnd_fel"}).status_code == 401


@pytest.mark.parametrize(
    ("ends_before", "fits"), [(TODAY, False), (dt.date(2028, 1, 11), True), (dt.date(2028, 1, 12), False)]
)
def test_a_key_lasts_at_least_today_and_at_most_a_year(ends_before: dt.date, fits: bool) -> None:
    if fits:
        assert own_key(UserFactory.create(), ends_before=ends_before)[0].ends_before == ends_before
        return
    with pytest.raises(KeyPeriodError):
        own_key(UserFactory.create(), ends_before=ends_before)


@pytest.mark.parametrize("scopes", [[], ["allt"], ["people.read", "system.manage"]])
def test_a_key_is_for_something_that_exists(scopes: list[str]) -> None:
    with pytest.raises(ScopesError):
        make_personal_key(actor=UserFactory.create(), name="x", scopes=scopes, ends_before=NEXT_MONTH, today=TODAY)


def test_nobody_has_more_keys_than_anybody_can_keep_track_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_PER_PERSON", 1)
    owner = UserFactory.create()
    first, _token = own_key(owner)

    with pytest.raises(TooManyKeysError):
        own_key(owner)
    revoke_key(actor=owner, key=first)
    own_key(owner)


def test_an_organisations_key_has_the_role_it_was_given_and_nothing_else() -> None:
    region = OrganisationFactory.create(code="REG-20")
    giver = person_with(*GIVES, at=region)
    role = RoleFactory.create(code="reads_plan", permissions=["dimensioning.view"])

    key, token = organisation_key(giver, region, role)

    answer = call(token, "/api/mig").json()
    assert answer["permissions"] == ["dimensioning.view"]
    assert [one["organisation"] for one in answer["roles"]] == ["REG-20"]
    assert answer["name"] == "Systemkonto Lönesystemet"
    assert (key.owner.is_technical, key.owner.has_usable_password()) == (True, False)


def test_nobody_gives_a_system_a_role_that_they_could_not_give_a_person() -> None:
    region = OrganisationFactory.create()
    role = RoleFactory.create(code="publishes", permissions=["placements.publish"])

    with pytest.raises(PermissionDenied):
        organisation_key(person_with(*GIVES, at=region), region, role)
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("missing", ["api.manage", "roles.grant"])
def test_giving_out_keys_takes_its_own_right_and_that_of_giving_roles(missing: str) -> None:
    region = OrganisationFactory.create()
    giver = person_with(*(one for one in GIVES if one != missing), at=region)

    with pytest.raises(PermissionDenied):
        organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))


def test_a_key_does_not_outlast_the_right_of_whoever_gave_it() -> None:
    region = OrganisationFactory.create()
    giver = person_with(*GIVES, at=region)
    RoleAssignment.objects.filter(user=giver).update(ends_before=NEXT_MONTH - dt.timedelta(days=1))

    with pytest.raises(GrantOutlastsOwnError):
        organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))


def test_a_key_ends_with_the_role_of_its_account() -> None:
    region = OrganisationFactory.create()
    giver = person_with(*GIVES, at=region)
    key, token = organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))
    RoleAssignment.objects.filter(user=key.owner).update(starts_on=TODAY - dt.timedelta(days=2))

    end_role(actor=giver, assignment=RoleAssignment.objects.get(user=key.owner), on=TODAY, today=TODAY)

    assert call(token, "/api/dimensionering/plan").status_code == 403


def test_revoking_closes_the_account_of_the_system() -> None:
    region = OrganisationFactory.create()
    key, token = organisation_key(
        person_with(*GIVES, at=region), region, RoleFactory.create(permissions=["dimensioning.view"])
    )

    keeper = person_with("api.manage", at=region)  # does not see the people there, not even the technical account
    with as_person(keeper.pk):
        revoke_key(actor=keeper, key=ApiKey.objects.get(pk=key.pk))

    key.owner.refresh_from_db()
    assert (call(token, "/api/mig").status_code, key.owner.is_active) == (401, False)


def test_a_key_is_revoked_by_its_owner_or_by_whoever_gives_out_keys_there_and_by_nobody_else() -> None:
    region = OrganisationFactory.create()
    personal, _token = own_key(UserFactory.create())
    of_region, _token = organisation_key(
        person_with(*GIVES, at=region), region, RoleFactory.create(permissions=["dimensioning.view"])
    )

    for stranger, key in (
        (person_with("api.manage", at=region), personal),
        (person_with("api.manage", at=OrganisationFactory.create()), of_region),
    ):
        with pytest.raises(PermissionDenied):
            revoke_key(actor=stranger, key=key)


def test_the_database_refuses_a_password_for_a_system() -> None:
    account = UserFactory.create(is_technical=True)
    account.set_password("en lång mening om björkar")

    with pytest.raises(IntegrityError, match="technical_account_has_no_password"), transaction.atomic():
        account.save()


def test_a_system_makes_no_keys_for_itself() -> None:
    with pytest.raises(PermissionDenied):
        own_key(UserFactory.create(is_technical=True))


def test_use_is_noted_with_its_address_and_at_most_once_a_minute() -> None:
    key, token = own_key(UserFactory.create())

    call(token, "/api/mig")
    key.refresh_from_db()
    first = key.last_used_at
    call(token, "/api/mig")
    key.refresh_from_db()

    assert (key.last_used_from, key.last_used_at) == ("127.0.0.1", first)
    assert first is not None


def test_the_owner_hears_before_a_key_ends_once_a_fortnight_and_once_three_days_before() -> None:
    owner = UserFactory.create()
    own_key(owner, ends_before=TODAY + dt.timedelta(days=14))
    own_key(owner, ends_before=TODAY + dt.timedelta(days=15))
    told = Notification.objects.filter(recipient=owner, kind="integrations.key_ends")

    warn_of_ends(TODAY)
    warn_of_ends(TODAY)
    assert told.count() == 1
    warn_of_ends(TODAY + dt.timedelta(days=11))
    assert told.count() == 3


def test_everybody_who_gives_out_keys_hears_of_an_organisations_key() -> None:
    region = OrganisationFactory.create()
    giver, colleague = person_with(*GIVES, at=region), person_with("api.manage", at=region)
    organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))

    warn_of_ends(NEXT_MONTH - dt.timedelta(days=2))

    told = Notification.objects.filter(kind="integrations.key_ends").values_list("recipient", flat=True)
    assert set(told) == {giver.pk, colleague.pk}


def test_the_database_itself_keeps_keys_to_their_owners_and_managers() -> None:
    region = OrganisationFactory.create()
    giver = person_with(*GIVES, at=region)
    personal, _token = own_key(UserFactory.create())
    of_region, _token = organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))

    def seen(person: object) -> set[object]:
        with as_person(getattr(person, "pk", None)), connection.cursor() as cursor:
            cursor.execute("select id from integrations_apikey")
            return {row[0] for row in cursor.fetchall()}

    assert seen(personal.owner) == {personal.pk}
    assert seen(giver) == {of_region.pk}
    assert seen(of_region.owner) == {of_region.pk}
    assert seen(person_with("api.manage", at=OrganisationFactory.create())) == set()


def test_making_and_revoking_stand_in_the_log() -> None:
    region = OrganisationFactory.create()
    giver = person_with(*GIVES, at=region)
    key, _token = organisation_key(giver, region, RoleFactory.create(permissions=["dimensioning.view"]))
    revoke_key(actor=giver, key=key)
    revoke_key(actor=giver, key=key)

    actions = list(
        AuditEvent.objects.filter(object_type="integrations.apikey").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["api_key.made", "api_key.revoked"]
