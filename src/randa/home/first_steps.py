"""The three questions that Randa was built to answer, as ways in for those who may open the answers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from randa.home.links import address
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    answer: str
    icon: str
    url: str = ""


def the_three() -> list[tuple[Question, str, str]]:
    """Return each question with the permission and the route of the page that answers it."""
    return [
        (
            Question(
                _("Hur många tjänster planerar vi, och räcker de?"),
                _("Per år och per 100 000 invånare, mot det nationella behovet."),
                "chart-column",
            ),
            "dimensioning.view",
            "dimensioning:overview",
        ),
        (
            Question(
                _("När och var tar platserna slut?"),
                _("Kvartal för kvartal i varje placeringsområde, med det som begränsar."),
                "triangle-alert",
            ),
            "dimensioning.view",
            "dimensioning:forecast",
        ),
        (
            Question(
                _("Vem skulle vara var, vecka för vecka?"),
                _("Om nästa års BT-läkare placerades i dag, och varför någon inte får plats."),
                "calendar-range",
            ),
            "placements.view",
            "placements:plans",
        ),
    ]


def questions_for(person: User) -> list[Question]:
    """Return the questions whose answers the person may open."""
    return [
        Question(question.text, question.answer, question.icon, address(route))
        for question, permission, route in the_three()
        if person.has(permission) and address(route)
    ]
