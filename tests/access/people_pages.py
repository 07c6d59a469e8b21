"""People and their roles: whoever sees people of the region; a stranger may not know that somebody is here."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from randa.core.access.models import Role
from randa.people.models import Invitation, RegistrationRequest, RoleBatch
from tests.factories import TODAY

if TYPE_CHECKING:
    from tests.access.world import Objects

FOR_PEOPLE = {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200}
# The addresses lead to the learner, who may open their own page.
ABOUT_THE_LEARNER = {"anonymous": 302, "outsider": 404, "learner": 200, "training_manager": 200, "administrator": 200}

ABOUT_THE_REGION = ABOUT_THE_LEARNER | {"learner": 404}
ONE_S_OWN = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
GIVES_ROLES = {"anonymous": 302, "outsider": 404, "learner": 403, "training_manager": 403, "administrator": 200}
LENDS_THEIR_OWN = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 403}
INVITES = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "people:list": FOR_PEOPLE,
    "people:person": ABOUT_THE_LEARNER,
    "people:person_details": ABOUT_THE_LEARNER,
    "people:person_history": ABOUT_THE_LEARNER,
    "people:person_seen": dict.fromkeys(FOR_PEOPLE, 404) | {"anonymous": 302, "learner": 302, "administrator": 200},
    "people:person_leaves": GIVES_ROLES,
    "people:leaving_undo": dict.fromkeys(FOR_PEOPLE, 404) | {"anonymous": 302, "administrator": 302},
    "people:account_reopen": GIVES_ROLES | {"administrator": 409},
    "people:role_new": GIVES_ROLES,
    "people:role_end": GIVES_ROLES,
    "people:role_period": GIVES_ROLES,
    "people:role_lend": LENDS_THEIR_OWN,
    "people:invitations": FOR_PEOPLE,
    "people:invitation_new": FOR_PEOPLE,
    "people:invitation": INVITES,
    "people:invitation_act": INVITES | {"training_manager": 302, "administrator": 302},
    "people:invitation_accept": dict.fromkeys(FOR_PEOPLE, 410),  # a link that nobody has sent
    # Without anybody chosen it leads back to the list; an answer to a form that was not sent.
    "people:bulk": dict.fromkeys(FOR_PEOPLE, 403) | {"anonymous": 302, "administrator": 302},
    "people:bulk_undo": dict.fromkeys(FOR_PEOPLE, 404) | {"anonymous": 302, "administrator": 302},
    "people:registration_new": dict.fromkeys(FOR_PEOPLE, 200),
    "people:registration_sent": dict.fromkeys(FOR_PEOPLE, 200),
    "people:registrations": FOR_PEOPLE,
    "people:registration": INVITES,
    "people:account_rules": GIVES_ROLES | {"learner": 404},
    "people:role_matrix": ONE_S_OWN,
    "people:my_access": ONE_S_OWN,
    "people:who_may": ABOUT_THE_REGION,
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    learner, manager = objects.actors["learner"], objects.actors["training_manager"]
    assert learner is not None
    assert manager is not None
    about = {"pk": learner.pk}
    held = {"pk": learner.role_assignments.get().pk}
    invited = {"pk": Invitation.objects.create(
        email="ny@prov.example", role=Role.objects.get(code="learner"), organisation=objects.region,
        starts_on=TODAY, invited_by=manager,
    ).pk}  # fmt: skip
    administrator = objects.actors["administrator"]
    assert administrator is not None
    leaving = RoleBatch.objects.create(
        kind="leave",
        organisation=objects.region,
        person=learner,
        on=TODAY + dt.timedelta(days=30),
        made_by=administrator,
    )
    together = RoleBatch.objects.create(
        kind="end", organisation=objects.region, on=TODAY + dt.timedelta(days=30), made_by=administrator
    )
    asked = RegistrationRequest.objects.create(
        email="fragar@prov.example", role=Role.objects.get(code="learner"), organisation=objects.region,
        given_name="Fråga", family_name="Prov",
    )  # fmt: skip
    return {
        "people:bulk": {"kind": "give"},
        "people:bulk_undo": {"pk": together.pk},
        "people:registration": {"pk": asked.pk},
        "people:account_rules": {"code": objects.region.code},
        "people:invitation": invited,
        "people:invitation_act": invited,
        "people:invitation_accept": {"token": "okand"},
        "people:person": about,
        "people:person_details": about,
        "people:person_history": about,
        "people:person_seen": about,
        "people:person_leaves": about,
        "people:account_reopen": about,
        "people:leaving_undo": {"pk": leaving.pk},
        "people:role_new": about,
        "people:role_end": held,
        "people:role_period": held,
        "people:role_lend": {"pk": manager.role_assignments.get().pk},
        "people:who_may": {"code": objects.region.code},
    }
