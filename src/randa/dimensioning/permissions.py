"""Who may see, change and decide the plan."""

from randa.dimensioning.models import Scenario
from randa.organisations.models import Organisation
from randa.people.models import User


def can_view_plan(user: User) -> bool:
    """Anyone with the permission anywhere sees every region's plan: regions plan for each other's neighbours."""
    return user.has("dimensioning.view")


def can_edit_plan_of(user: User, region: Organisation) -> bool:
    """A region's posts are changed by those who plan for that region."""
    return user.has("dimensioning.edit", region)


def can_decide_plan_of(user: User, region: Organisation) -> bool:
    """Deciding, and changing what is decided, is a permission of its own."""
    return user.has("dimensioning.decide", region)


def can_edit_any_plan(user: User) -> bool:
    """Tell whether the person can change anything at all; what exactly is asked cell by cell."""
    return user.has("dimensioning.edit")


def can_decide_bases_of(user: User, region: Organisation) -> bool:
    """What learners need of patients, and a budget for seats, are decided by those who decide the region's posts."""
    return user.has("dimensioning.decide", region)


def can_decide_any_bases(user: User) -> bool:
    """The form is for those who decide somewhere."""
    return user.has("dimensioning.decide")


def can_create_scenarios(user: User) -> bool:
    """A scenario changes nobody's plan; those who may try things out may save what they tried."""
    return user.has("scenario.edit")


def can_edit_scenario(user: User, scenario: Scenario) -> bool:
    """One's own, and those of a region where one may edit scenarios; the base case is nobody's to change."""
    if scenario.is_base or not user.has("scenario.edit"):
        return False
    region = scenario.region
    return scenario.created_by_id == user.pk or (region is not None and user.has("scenario.edit", region))
