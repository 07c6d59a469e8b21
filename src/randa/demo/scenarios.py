"""Scenarios that the working group of the demo world has tried: named what-ifs to look at and to copy."""

from dataclasses import dataclass, field

from randa.dimensioning.services.scenarios import create_scenario
from randa.organisations.models import Organisation
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario with its question; `region` makes it that region's own."""

    name: str
    question: str
    values: dict[str, float] = field(default_factory=dict)
    region: str = ""


WHAT_IFS = (
    WhatIf("Fler platser i psykiatri", "Räcker det om psykiatrin öppnar femton procent fler platser?", {"seats_psy": 1.15}),
    WhatIf("BT ett halvår senare", "Vad vinner vi på att vänta in att AT blir klar?", {"bt_delay_quarters": 2}),
    WhatIf("Kortare psykiatri i BT", "Om alla gör den kortaste tiden i psykiatri.", {"bt_weeks_psy": 10}),
    WhatIf(
        "Tjugo bedömningar",
        "Om BT ska ha tjugo bedömningar på 50 minuter, och handledarna 1,2 timmar per plats.",
        {"assessments_bt": 20, "assessment_minutes": 50, "hours_per_place": 1.2},
    ),
    WhatIf("Dalarna på sin andel", "Dalarna planerar som sin andel av rikets behov.", {"bt_plan_factor": 0.8}, "REG-20"),
    WhatIf(
        "Mer pengar och patienter", "Räcker allmänmedicinen i Dalarna med en tiondel mer i budget och fler listade?",
        {"budget_am": 1.1, "patients_am": 1.2}, "REG-20",
    ),
)  # fmt: skip


def make_scenarios() -> None:
    """Save the what-ifs as the training manager of Dalarna, who tries things before the council does."""
    manager = User.objects.get(role_assignments__role="training_manager", role_assignments__organisation__code="REG-20")
    for one in WHAT_IFS:
        create_scenario(
            actor=manager, name=one.name, description=one.question, values=one.values,
            region=Organisation.objects.get(code=one.region) if one.region else None,
        )  # fmt: skip
