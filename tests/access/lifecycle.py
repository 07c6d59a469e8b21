"""Identity numbers, merging, reading in people: people of one's own organisations only."""

from typing import TYPE_CHECKING, Any

from tests.factories import RoleAssignmentFactory

if TYPE_CHECKING:
    from tests.access.world import Objects

STRANGER = {"anonymous": 302, "outsider": 404, "learner": 404}

ROWS: dict[str, dict[str, int]] = {
    # The number is the learner's: they see it, as does whoever keeps numbers; the training manager does not.
    "people:identity_number": STRANGER | {"learner": 200, "training_manager": 404, "administrator": 200},
    "people:import": {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200},
    "people:import_export": {
        "anonymous": 302,
        "outsider": 200,
        "learner": 403,
        "training_manager": 200,
        "administrator": 200,
    },
    # What somebody reads in is seen by nobody else; nobody here has begun.
    **{
        f"people:import_{name}": STRANGER | {"training_manager": 404, "administrator": 404}
        for name in ("columns", "preview", "faults", "store", "undo")
    },
    # Only whoever merges over both accounts; the other one here is a colleague of the learner.
    "people:merge_find": {
        "anonymous": 302,
        "outsider": 404,
        "learner": 403,
        "training_manager": 403,
        "administrator": 200,
    },
    "people:merge": STRANGER | {"training_manager": 403, "administrator": 200},
    "people:merge_undo": STRANGER | {"training_manager": 404, "administrator": 404},  # nobody has been merged
    # No number is recorded: whoever might have seen it is led back to the page that says so.
    "people:identity_number_show": STRANGER | {"learner": 302, "training_manager": 404, "administrator": 302},
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    learner = {"pk": objects.enrolment.learner.pk}
    missing = {"pk": "00000000-0000-4000-8000-000000000000"}
    imports = {f"people:import_{name}": missing for name in ("columns", "preview", "faults", "store", "undo")}
    other = RoleAssignmentFactory.create(organisation=objects.region, role_id="learner").user
    merges = {
        "people:merge_find": learner,
        "people:merge": learner | {"other_pk": other.pk},
        "people:merge_undo": missing,
    }
    return merges | imports | {"people:identity_number": learner, "people:identity_number_show": learner}
