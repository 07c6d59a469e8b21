"""People and their roles: whoever sees people of the region; a stranger may not know that somebody is here."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.access.world import Objects

FOR_PEOPLE = {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200}
# The addresses lead to the learner, who may open their own page.
ABOUT_THE_LEARNER = {"anonymous": 302, "outsider": 404, "learner": 200, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "people:list": FOR_PEOPLE,
    "people:person": ABOUT_THE_LEARNER,
    "people:person_details": ABOUT_THE_LEARNER,
}


def arguments(objects: "Objects") -> dict[str, dict[str, Any]]:
    learner = objects.actors["learner"]
    assert learner is not None
    about = {"pk": learner.pk}
    return {"people:person": about, "people:person_details": about}
