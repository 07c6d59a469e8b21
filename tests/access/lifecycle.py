"""Identity numbers, merging, reading in people: people of one's own organisations only."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.access.world import Objects

STRANGER = {"anonymous": 302, "outsider": 404, "learner": 404}

ROWS: dict[str, dict[str, int]] = {
    # The number is the learner's: they see it, as does whoever keeps numbers; the training manager does not.
    "people:identity_number": STRANGER | {"learner": 200, "training_manager": 404, "administrator": 200},
    # No number is recorded, so there is nothing to show.
    "people:identity_number_show": STRANGER | {"training_manager": 404, "administrator": 404},
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    learner = {"pk": objects.enrolment.learner.pk}
    return {"people:identity_number": learner, "people:identity_number_show": learner}
